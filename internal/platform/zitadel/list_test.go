package zitadel

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// found returns a page of a list. A total of "" is omitted.
func found(total string, apps ...string) http.HandlerFunc {
	if total != "" {
		total = `"totalResult":"` + total + `", `
	}
	return reply(http.StatusOK, `{"details":{`+total+`"viewTimestamp":"2026-09-01T10:00:01Z"}, "result":[`+strings.Join(apps, ",")+`]}`)
}

func apiApp(id string) string {
	return `{"id":"` + id + `", "details":{"resourceOwner":"o", "creationDate":"2026-09-01T10:00:00Z"}, "state":"APP_STATE_INACTIVE", "name":"n", "apiConfig":{"clientId":"c", "authMethodType":"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"}}`
}

// collect returns the IDs that a list yields before its error.
func collect(t *testing.T, p *Platform, s idp.Scope) (ids []string, err error) {
	t.Helper()
	for app, err := range idp.List(t.Context(), p, s) {
		if err != nil {
			return ids, err
		}
		if app.Unmanaged != "" {
			app.ID += " (" + app.Unmanaged + ")"
		}
		ids = append(ids, app.ID)
	}
	return ids, nil
}

func TestListHasWhatASingleReadWouldShow(t *testing.T) {
	f := serve(t, routes{callSearch: only(found("1", apiApp("1")))})
	want := idp.Application{
		Registration: idp.Registration{Scope: scope(), Type: idp.TypeAPI, Name: "n", AuthMethod: idp.PrivateKeyJWT, Disabled: true},
		ID:           "1", ClientID: "c", OrganizationID: "o", CreatedAt: "2026-09-01T10:00:00Z",
	}
	for app, err := range idp.List(t.Context(), f.platform(t), scope()) {
		if diff := cmp.Diff(want, app); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}
}

func TestList_FetchesAllPages(t *testing.T) {
	oidc, saml := `{"id":"7", "name":"x", "oidcConfig":{"appType":"OIDC_APP_TYPE_TV"}}`, `{"id":"8", "name":"x", "samlConfig":{}}`
	odd := strings.Replace(apiApp("9"), "PRIVATE_KEY_JWT", "NEWER", 1)
	for name, tc := range map[string]struct {
		parts    []http.HandlerFunc
		want     string
		searches int
	}{
		"none":               {only(file(t, "search_apps_none.json")), "", 1},
		"one part":           {only(found("2", apiApp("1"), apiApp("2"))), "1 2", 1},
		"parts that overlap": {only(found("3", apiApp("1"), apiApp("2")), found("3", apiApp("2"), apiApp("3"))), "1 2 3", 2},
		"one is left out": {
			only(found("4", apiApp("1"), apiApp("2")), found("4", apiApp("2"), apiApp("3")), found("4", apiApp("4"), apiApp("3")), found("4", apiApp("2"), apiApp("1"))),
			"1 2 3 4", 4,
		},
		"one is removed, and another left out": {
			only(found("4", apiApp("1"), apiApp("2")), found("3", apiApp("4")), found("3", apiApp("2"), apiApp("3")), found("3", apiApp("4"))),
			"1 2 4 3", 4,
		},
		"one is left out twice": {only(found("4", apiApp("1"), apiApp("2")), found("4", apiApp("2"), apiApp("3"))), "1 2 3", 4},
		"other types": {
			only(found("5", oidc, saml), found("5", odd, apiApp("1")), found("5", apiApp("2"))), "7 (an OpenID Connect application with a setting that this provider does not know) " +
				"8 (a SAML application) 9 (an API application with a setting that this provider does not know) 1 2", 3,
		},
		"total not known":      {only(found("", apiApp("1")), found("", apiApp("2")), found("")), "1 2", 3},
		"fewer than announced": {only(found("9", apiApp("1")), found("9")), "1", 3},
		"IDs that are no IDs":  {only(found("2", apiApp(""), apiApp(".."))), "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callSearch: tc.parts})
			ids, err := collect(t, f.platform(t), scope())
			if got := strings.Join(ids, " "); got != tc.want || err != nil || f.count(callSearch) != tc.searches {
				t.Errorf("listed %q with %d searches, %v", got, f.count(callSearch), err)
			}
		})
	}
}

func TestListAsksForTheNextPartOnly(t *testing.T) {
	var asked []string
	part := func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Query struct{ Offset, Limit json.RawMessage }
		}
		_ = json.NewDecoder(r.Body).Decode(&body)
		asked = append(asked, string(body.Query.Offset)+" "+string(body.Query.Limit))
		found("4", apiApp("1"), apiApp("2"))(w, r)
	}
	f := serve(t, routes{callSearch: only(part)})
	for range idp.List(t.Context(), f.platform(t), scope()) {
		break
	}
	if len(asked) != 1 {
		t.Errorf("asked for %q although one application was wanted", asked)
	}
	page, err := f.platform(t).Page(t.Context(), scope(), "")
	if err != nil || len(page.Applications) != 2 {
		t.Errorf("%d applications, %v", len(page.Applications), err)
	}
	if page, err = f.platform(t).Page(t.Context(), scope(), page.Next); err != nil || page.Next != "" {
		t.Errorf("goes on at %q, %v", page.Next, err)
	}
	if _, err := f.platform(t).Page(t.Context(), scope(), "no cursor"); err == nil {
		t.Error("a cursor of somebody else's is taken")
	}
	if diff := cmp.Diff([]string{`"0" 1000`, `"0" 1000`, `"2" 1000`}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestList_Fails_ExplainsError(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"refused":           {failure(404, 5, "AUTHZ-cdgFk", "membership not found"), idp.ErrForbidden},
		"wrong host":        {reply(404, `{"code":5, "message":"Instance not found"}`), idp.ErrUnexpected},
		"not of a search":   {reply(200, `{}`), idp.ErrUnexpected},
		"web page":          {page(200), idp.ErrUnexpected},
		"connection broken": {lost, idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callSearch: only(found("2", apiApp("1")), tc.answer)})
			ids, err := collect(t, f.platform(t), scope())
			if e := refusalOf(t, err, tc.kind); e.Hint == "" && tc.kind == idp.ErrUnexpected {
				t.Errorf("%v does not say what to do", err)
			}
			if len(ids) != 1 {
				t.Errorf("listed %q", ids)
			}
		})
	}
	_, err := collect(t, serve(t, nil).platform(t), idp.Scope{ProjectID: ".."})
	refusalOf(t, err, idp.ErrInvalid)
}

func TestList_CyclicPages_Fails(t *testing.T) {
	f := serve(t, routes{callSearch: only(found("999999999", apiApp("1")))})
	ids, err := collect(t, f.platform(t), scope())
	if refusalOf(t, err, idp.ErrUnexpected); len(ids) != 1 || f.count(callSearch) != 2000 {
		t.Errorf("%d applications after %d searches", len(ids), f.count(callSearch))
	}
}

func TestListHasOIDCApplicationsAsASingleReadWouldShowThem(t *testing.T) {
	app := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(testdata(t, "get_app_web.json"))), `{"app":`), "}")
	f := serve(t, routes{callSearch: only(found("1", app)), callGet: only(file(t, "get_app_web.json"))})
	p := f.platform(t)
	for listed, err := range idp.List(t.Context(), p, scope()) {
		read, readErr := p.Get(t.Context(), listed)
		if diff := cmp.Diff(read, listed); diff != "" || err != nil || readErr != nil || listed.Unmanaged != "" {
			t.Error(err, readErr, listed.Unmanaged, diff)
		}
	}
}
