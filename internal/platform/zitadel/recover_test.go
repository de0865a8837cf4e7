package zitadel

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// shows is a read of an application that was registered some time ago.
func shows(name string, age time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		created := time.Now().Add(-age).UTC().Format(time.RFC3339Nano)
		reply(200, fmt.Sprintf(`{"app":{"id":%q,"details":{"creationDate":%q},"name":%q,"apiConfig":{"clientId":"311000000000000102"}}}`, appID, created, name))(w, r)
	}
}

// lostAnswers are ways not to learn what became of a create.
func lostAnswers() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"connection lost":    lost,
		"answer cut":         cut,
		"half a body":        reply(200, `{"appId":"3110000`),
		"page":               page(200),
		"no id":              reply(200, `{"details":{}}`),
		"proxy gave up":      page(504),
		"internal error":     reply(500, `{"code":13,"message":"An internal error occurred (V2-zp4fM)"}`),
		"empty server error": body(500, "", ""),
	}
}

func TestApplicationWhoseCreateWasNotAnsweredIsAdoptedWithANewSecret(t *testing.T) {
	for name, answer := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callCreate: only(answer),
				callSearch: only(file(t, "search_apps_none.json"), file(t, "search_apps.json")), // it lags behind
				callGet:    only(shows("billing-api", 0)),
				callSecret: only(file(t, "new_secret.json")),
			})
			got, err := f.platform(t).Create(t.Context(), wanted())
			if err != nil || got.ID != appID || got.ClientSecret == "" || got.ClientID == "" || got.Name != "billing-api" {
				t.Errorf("got ID %q, client ID %q, %v", got.ID, got.ClientID, err)
			}
			if n := f.count(callCreate); n != 1 {
				t.Errorf("%d creates, want one", n)
			}
		})
	}
}

func TestAdoptedApplicationWithAKeyGetsNoSecret(t *testing.T) {
	asked := wanted()
	asked.AuthMethod = idp.PrivateKeyJWT
	f := serve(t, routes{
		callCreate: only(lost),
		callSearch: only(file(t, "search_apps.json")),
		callGet:    only(shows("billing-api", 0)),
		callConfig: only(file(t, "changed.json")), // the read says BASIC
	})
	got, err := f.platform(t).Create(t.Context(), asked)
	if err != nil || got.ClientSecret != "" || got.AuthMethod != idp.PrivateKeyJWT {
		t.Errorf("got %q with a secret: %t, %v", got.AuthMethod, got.ClientSecret != "", err)
	}
}

// Nothing has the name, so that another request is safe: should the first arrive after all, one of them is refused.
func TestCreateThatNeverArrivedIsSentAgain(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost, file(t, "add_api_app_basic.json")),
		callSearch: only(file(t, "search_apps_none.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	if err != nil || got.ID != appID || f.count(callCreate) != 2 || f.count(callSearch) != 4 {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls)
	}
}

func TestLateCreateIsFoundWhenTheSecondIsRefused(t *testing.T) {
	none := file(t, "search_apps_none.json")
	f := serve(t, routes{
		callCreate: only(lost, failure(409, 6, "V3-DKcYh", "Application already exists")),
		callSearch: only(none, none, none, none, file(t, "search_apps.json")),
		callGet:    only(shows("billing-api", 0)),
		callSecret: only(file(t, "new_secret.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	if err != nil || got.ID != appID || got.ClientSecret == "" {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls)
	}
}

func TestApplicationOfSomebodyElseIsNeverAdopted(t *testing.T) {
	for name, read := range map[string]http.HandlerFunc{
		"older":                 shows("billing-api", time.Hour),
		"older by some seconds": shows("billing-api", 8*time.Second),
		"in another case":       shows("Billing-API", 0),
		"of an unknown age":     reply(200, `{"app":{"id":"311000000000000101","name":"billing-api","apiConfig":{"clientId":"1"}}}`),
		"on a clock that differs": func(w http.ResponseWriter, r *http.Request) {
			behind(w)
			shows("billing-api", time.Hour)(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(lost), callSearch: only(file(t, "search_apps.json")), callGet: only(read)})
			got, err := f.platform(t).Create(t.Context(), wanted())
			e := refusalOf(t, err, idp.ErrAlreadyExists)
			if got.ID != "" || e.ExistingID != appID || e.Attribute != idp.AttributeName || f.count(callSecret) != 0 {
				t.Errorf("got ID %q, existing %q after %v", got.ID, e.ExistingID, f.calls)
			}
		})
	}
}

// The name belongs to an application of another type: nobody is told to import it.
func TestNameOfAnApplicationThatCannotBeImported(t *testing.T) {
	for config, kind := range map[string]string{`"oidcConfig":{}`: "an OpenID Connect application", `"samlConfig":{}`: "a SAML application"} {
		for name, answer := range map[string]http.HandlerFunc{"lost": lost, "refused": failure(409, 6, "V3-DKcYh", "Application already exists")} {
			t.Run(kind+" "+name, func(t *testing.T) {
				f := serve(t, routes{
					callCreate: only(answer),
					callSearch: only(reply(200, `{"details":{"totalResult":"1"},"result":[{"id":"311000000000000101","details":{},"name":"Billing-API",`+config+`}]}`)),
				})
				_, err := f.platform(t).Create(t.Context(), wanted())
				e := refusalOf(t, err, idp.ErrAlreadyExists)
				if e.ExistingID != appID || !strings.Contains(e.Holder, kind) || strings.Contains(e.Advice, "import") || e.Attribute != idp.AttributeName {
					t.Errorf("existing %q: %q, advice %q", e.ExistingID, e.Holder, e.Advice)
				}
			})
		}
	}
}

// behind makes the platform's clock an hour slow, as it was when it registered an application half an hour ago.
func behind(w http.ResponseWriter) {
	w.Header().Set("Date", time.Now().Add(-30*time.Minute).UTC().Format(http.TimeFormat))
}

func TestApplicationIsAdoptedHoweverThePlatformsClockGoes(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost), callSearch: only(file(t, "search_apps.json")), callSecret: only(file(t, "new_secret.json")),
		callGet: only(func(w http.ResponseWriter, r *http.Request) {
			behind(w)
			shows("billing-api", 30*time.Minute)(w, r)
		}),
	})
	if got, err := f.platform(t).Create(t.Context(), wanted()); err != nil || got.ID != appID {
		t.Errorf("got ID %q, %v", got.ID, err)
	}
}

func TestApplicationOfThisProcessIsNotAdoptedAgain(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(file(t, "add_api_app_basic.json"), lost),
		callSearch: only(file(t, "search_apps.json")), callGet: only(shows("billing-api", 0)),
	})
	p := f.platform(t)
	if _, err := p.Create(t.Context(), wanted()); err != nil {
		t.Fatal(err)
	}
	_, err := p.Create(t.Context(), wanted())
	if refusalOf(t, err, idp.ErrAlreadyExists); f.count(callSecret) != 0 {
		t.Error("the first one's secret was replaced")
	}
}

func TestCreateThatCannotBeFoundOutIsReported(t *testing.T) {
	for name, r := range map[string]routes{
		"never answered":            {callCreate: only(lost), callSearch: only(file(t, "search_apps_none.json"))},
		"search is down":            {callCreate: only(lost), callSearch: only(page(502))},
		"name taken, and not shown": {callCreate: only(lost, failure(409, 6, "V3-DKcYh", "Application already exists")), callSearch: only(file(t, "search_apps_none.json"))},
		"read is down":              {callCreate: only(lost), callSearch: only(file(t, "search_apps.json")), callGet: only(page(502))},
		"refused the second time":   {callCreate: only(lost, failure(403, 7, "AUTH-3jknH", "No matching permissions found")), callSearch: only(file(t, "search_apps_none.json"))},
	} {
		t.Run(name, func(t *testing.T) {
			asked := wanted()
			asked.Scope.OrganizationID = "o1"
			f := serve(t, r)
			got, err := f.platform(t).Create(t.Context(), asked)
			e := refusalOf(t, err, idp.ErrAmbiguous)
			for _, part := range []string{`"billing-api"`, "project p1", "zitadel/o1/p1/<application_id>"} {
				if !strings.Contains(e.Advice, part) {
					t.Errorf("%q is not in the advice %q", part, e.Advice)
				}
			}
			if got.ID != "" || f.count(callCreate) > 3 {
				t.Errorf("got ID %q after %d creates", got.ID, f.count(callCreate))
			}
		})
	}
}

func TestAdoptedApplicationThatCannotBeFinishedIsKept(t *testing.T) {
	for method, says := range map[idp.AuthMethod]string{idp.ClientSecretBasic: "no client secret", idp.PrivateKeyJWT: "not be finished"} {
		t.Run(string(method), func(t *testing.T) {
			asked := wanted()
			asked.AuthMethod = method
			f := serve(t, routes{
				callCreate: only(lost), callSearch: only(file(t, "search_apps.json")),
				callGet: only(shows("billing-api", 0)), callSecret: only(page(502)), callConfig: only(page(502)),
			})
			got, err := f.platform(t).Create(t.Context(), asked)
			e := refusalOf(t, err, idp.ErrUnavailable)
			if got.ID != appID || !strings.Contains(e.Advice, "-replace") || !strings.Contains(e.Advice, says) {
				t.Errorf("got ID %q, advice %q: the application is registered", got.ID, e.Advice)
			}
		})
	}
}

func TestCreateThatWasAnsweredInPartIsCompleted(t *testing.T) {
	for name, text := range map[string]string{
		"no secret":    `{"appId":"311000000000000101","details":{},"clientId":"311000000000000102"}`,
		"no client ID": `{"appId":"311000000000000101","details":{},"clientSecret":"x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callCreate: only(reply(200, text)), callSecret: only(file(t, "new_secret.json")), callGet: only(shows("billing-api", 0)),
			})
			got, err := f.platform(t).Create(t.Context(), wanted())
			if err != nil || got.ID != appID || got.ClientSecret == "" || got.ClientID != "311000000000000102" {
				t.Errorf("got ID %q, client ID %q, %v", got.ID, got.ClientID, err)
			}
		})
	}
}

func TestWriteThatMetAnotherIsSentAgain(t *testing.T) {
	busy := reply(500, string(testdata(t, "error_unique_violation.json")))
	f := serve(t, routes{
		callCreate: only(busy, busy, file(t, "add_api_app_basic.json")), callRename: only(busy, file(t, "changed.json")),
		callDelete: only(busy, file(t, "changed.json")),
	})
	p := f.platform(t)
	app, err := p.Create(t.Context(), wanted())
	if err != nil || f.count(callSearch) != 0 {
		t.Fatalf("%v after %v", err, f.calls)
	}
	after := app.Registration
	after.Name = "other"
	if _, err := p.Update(t.Context(), idp.Change{Before: app, After: after}); err != nil {
		t.Error(err)
	}
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
}
