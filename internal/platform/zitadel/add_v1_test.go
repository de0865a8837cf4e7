package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// noService is the response of an older server to an unknown call.
func noService() http.HandlerFunc { return reply(404, `{"code":5, "message":"Not Found"}`) }

func TestCreateV1_ServiceMissing_IsRemembered(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"older server":          noService(),
		"unknown method":        body(404, "text/plain", "404 page not found"),
		"wrong verb":            reply(405, `{"code":12, "message":"Method Not Allowed"}`),
		"not implemented":       reply(501, `{"code":"unimplemented","message":"not implemented"}`),
		"not passed by a proxy": page(404),
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(answer), callCreateV1: only(file(t, "add_api_app_basic.json")), callGet: only(file(t, "get_app_new.json"))})
			p := f.platform(t)
			for range 2 {
				got, err := p.Create(t.Context(), wanted())
				if err != nil || got.ID != appID || got.ClientSecret == "" {
					t.Errorf("got ID %q, %v", got.ID, err)
				}
			}
			if f.count(callCreate) != 1 || f.count(callCreateV1) != 2 {
				t.Errorf("sent %v", f.calls())
			}
		})
	}
}

func TestCreate_OtherRefusal_DoesNotFallBackToV1(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"unknown host": {reply(404, `{"code":"not_found","message":"unable to set instance using origin &{x  http} (ExternalDomain is y): ID=QUERY-1kIjX Message=Instance not found. Make sure"}`), idp.ErrUnexpected},
		"no role":      {reply(404, `{"code":"not_found","message":"membership not found (AUTHZ-cdgFk)"}`), idp.ErrForbidden},
		"no project":   {reply(400, `{"code":"failed_precondition","message":"Project not found (COMMAND-EbFMN)"}`), idp.ErrInvalid},
		"no login":     {reply(401, `{"code":"unauthenticated","message":"Errors.Token.Invalid (AUTH-7fs1e)"}`), idp.ErrUnauthenticated},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(tc.answer)}) // fails the test on any other call
			_, err := f.platform(t).Create(t.Context(), wanted())
			refusalOf(t, err, tc.kind)
		})
	}
}

// The first request was lost, so only the second one shows that there is no service.
func TestCreate_LostResponseThenServiceMissing_FallsBackToV1(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(lost, noService()), callGet: only(denied(), file(t, "get_app_new.json")), callChanges: only(never()),
		callCreateV1: only(file(t, "add_api_app_basic.json")),
	})
	if got, err := f.platform(t).Create(t.Context(), wanted()); err != nil || got.ID != appID {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
}

func TestCreateV1_LostResponse_DoesNotAdopt(t *testing.T) {
	none := file(t, "search_apps_none.json")
	for name, r := range map[string]routes{
		"found":                       {callCreateV1: only(lost), callSearch: only(file(t, "search_apps.json"))},
		"refused when repeated":       {callCreateV1: only(lost, taken()), callSearch: only(none, file(t, "search_apps.json"))},
		"shown late":                  {callCreateV1: only(lost, taken()), callSearch: only(none, none, none, file(t, "search_apps.json"))},
		"in another case":             {callCreateV1: only(page(502)), callSearch: only(reply(200, strings.Replace(string(testdata(t, "search_apps.json")), "billing-api", "Billing-API", 1)))},
		"answered without its ID":     {callCreateV1: only(reply(200, `{"details":{}}`)), callSearch: only(file(t, "search_apps.json"))},
		"answered without its client": {callCreateV1: only(reply(200, `{"appId":"1","details":{}}`)), callSearch: only(file(t, "search_apps.json"))},
	} {
		t.Run(name, func(t *testing.T) {
			r[callCreate] = only(noService())
			f := serve(t, r)
			got, err := f.platform(t).Create(t.Context(), wanted())
			e := refusalOf(t, err, idp.ErrAlreadyExists)
			if got.ID != "" || e.ExistingID != appID || e.Conflict != "" || e.Attribute != idp.AttributeName {
				t.Errorf("got ID %q, existing %q, conflict %q, attribute %q", got.ID, e.ExistingID, e.Conflict, e.Attribute)
			}
			for _, part := range []string{appID, "import", "rotate_when_changed"} {
				if !strings.Contains(e.Hint, part) {
					t.Errorf("%q is not in the hint %q", part, e.Hint)
				}
			}
			if f.count(callSecret)+f.count(callDelete) != 0 {
				t.Errorf("sent %v", f.calls())
			}
		})
	}
}

func TestCreateV1_NeverArrived_IsSentAgain(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(noService()), callCreateV1: only(lost, file(t, "add_api_app_basic.json")),
		callSearch: only(file(t, "search_apps_none.json")), callGet: only(file(t, "get_app_new.json")),
	})
	if got, err := f.platform(t).Create(t.Context(), wanted()); err != nil || got.ID != appID || got.ClientSecret == "" {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
}

func TestCreateV1_OutcomeUnknown_IsAmbiguous(t *testing.T) {
	none := file(t, "search_apps_none.json")
	for name, r := range map[string]routes{
		"never answered":          {callCreateV1: only(lost), callSearch: only(none)},
		"search is down":          {callCreateV1: only(lost), callSearch: only(page(502))},
		"taken, and never shown":  {callCreateV1: only(lost, taken()), callSearch: only(none)},
		"refused the second time": {callCreateV1: only(lost, failure(403, 7, "AUTH-3jknH", "No matching permissions found")), callSearch: only(none)},
		"gone the second time":    {callCreateV1: only(lost, page(404)), callSearch: only(none)},
	} {
		t.Run(name, func(t *testing.T) {
			r[callCreate] = only(noService())
			got, err := serve(t, r).platform(t).Create(t.Context(), wanted())
			e := refusalOf(t, err, idp.ErrAmbiguous)
			if got.ID != "" || !strings.Contains(e.Hint, "zitadel/p1/<application_id>") {
				t.Errorf("got ID %q, hint %q", got.ID, e.Hint)
			}
		})
	}
}

// The name belongs to an application that cannot be managed, so the error must not suggest importing it.
func TestCreate_NameConflictWithUnmanageableApplication_DoesNotHintAtImport(t *testing.T) {
	for config, kind := range map[string]string{`"futureConfig":{}`: "of an unknown type", `"samlConfig":{}`: "a SAML application"} {
		for name, r := range map[string]routes{
			"refused":     {callCreate: only(taken())},
			"lost":        {callCreate: only(lost, taken()), callGet: only(denied()), callChanges: only(never())},
			"lost, in v1": {callCreate: only(noService()), callCreateV1: only(lost)},
		} {
			t.Run(kind+" "+name, func(t *testing.T) {
				r[callSearch] = only(reply(200, `{"details":{"totalResult":"1"},"result":[{"id":"311000000000000101","details":{},"name":"Billing-API",`+config+`}]}`))
				_, err := serve(t, r).platform(t).Create(t.Context(), wanted())
				e := refusalOf(t, err, idp.ErrAlreadyExists)
				if e.ExistingID != appID || !strings.Contains(e.Conflict, kind) || strings.Contains(e.Hint, "import") || e.Attribute != idp.AttributeName {
					t.Errorf("existing %q: %q, hint %q", e.ExistingID, e.Conflict, e.Hint)
				}
			})
		}
	}
}
