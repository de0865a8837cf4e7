package keycard

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	postApp  = "POST " + apps + ` {"identifier":"i","name":"n"}`
	postCred = "POST " + creds + ` {"application_id":"a1","identifier":"x","type":"password"}`
)

func TestCreateReturnsClientIDAndSecret(t *testing.T) {
	tests := map[string]struct {
		method      idp.AuthMethod
		app, cred   answer
		want        idp.Application
		wantRequest string
	}{
		"with a secret":      {idp.ClientSecretBasic, ok(appBody), ok(credBody), registered(), lines(postApp, postCred, listCred)},
		"by default":         {"", ok(appBody), ok(credBody), registered(), lines(postApp, postCred, listCred)},
		"without credential": {idp.NoAuth, ok(appBody), answer{}, bare(idp.NoAuth), postApp},
		"status 201":         {idp.ClientSecretBasic, says(201, appBody), says(201, credBody), registered(), lines(postApp, postCred, listCred)},
		"another success, another type": {
			idp.ClientSecretBasic, answer{status: 202, body: appBody, kind: "text/plain"}, ok(credBody), registered(), lines(postApp, postCred, listCred),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {tc.app}, "POST " + creds: {tc.cred}})
			got, err := s.platform().Create(t.Context(), wanted(tc.method))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if sent := s.requests(); sent != tc.wantRequest {
				t.Errorf("sent %s, want %s", sent, tc.wantRequest)
			}
		})
	}
}

// The response is incomplete but contains the ID. A read can return the rest.
func TestCreate_IncompleteResponse_KeepsApplication(t *testing.T) {
	odd := ok(strings.Replace(appBody, `"slug":"s"`, `"slug":7`, 1))
	for name, tc := range map[string]struct {
		method idp.AuthMethod
		reads  []answer
		want   idp.Application
		hint   string
	}{
		"read":                  {idp.ClientSecretBasic, []answer{ok(appBody)}, registered(), ""},
		"read late":             {idp.ClientSecretBasic, []answer{says(404, noApp), says(404, noApp), ok(appBody)}, registered(), ""},
		"read, no credential":   {idp.NoAuth, []answer{ok(appBody)}, bare(idp.NoAuth), ""},
		"unread":                {idp.ClientSecretBasic, []answer{odd}, bare(idp.ClientSecretBasic), "It stays in state. Apply again to replace it"},
		"unread, no credential": {idp.NoAuth, []answer{html(502)}, bare(idp.NoAuth), "It stays in state. Apply again to replace it"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {odd}, getApp: tc.reads, "POST " + creds: {ok(credBody)}})
			app, err := s.platform().Create(t.Context(), wanted(tc.method))
			if tc.hint == "" && err != nil {
				t.Error(err)
			}
			if tc.hint != "" {
				tc.want.Slug = "" // it was malformed
				if e := refusal(t, err, idp.ErrAmbiguous); !strings.Contains(e.Hint, tc.hint) {
					t.Errorf("hint: %s", e.Hint)
				}
			}
			if diff := cmp.Diff(tc.want, app); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCreate_Refused_ReturnsErrorKindAndAttribute(t *testing.T) {
	tests := map[string]struct {
		answer    answer
		kind      idp.Kind
		attribute idp.Attribute
	}{
		"bad field":    {says(400, `{"message":"no","code":"bad_request","details":[{"field":"protocols.oauth2.redirect_uris[0]"}]}`), idp.ErrInvalid, idp.AttributeRedirectURIs},
		"unknown zone": {says(404, `{"message":"Zone not found","code":"not_found","status":404}`), idp.ErrInvalid, idp.AttributeZoneID},
		"bare 404":     {says(404, `{"message":"Not found","code":"not_found","status":404}`), idp.ErrUnexpected, ""},
		"forbidden":    {says(403, `{"message":"no"}`), idp.ErrForbidden, ""},
		"later":        {says(429, ``), idp.ErrRateLimited, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {tc.answer}})
			app, err := s.platform().Create(t.Context(), wanted(idp.NoAuth))
			if e := refusal(t, err, tc.kind); e.Attribute != tc.attribute || app.ID != "" {
				t.Errorf("blames %q and has %q, want %q and none", e.Attribute, app.ID, tc.attribute)
			}
		})
	}
}

func TestDuplicateIdentifierNamesTheOwner(t *testing.T) {
	const other = `{"id":"a0","identifier":"I"}`
	tests := map[string]struct {
		list []answer
		want string
	}{
		"found":             {[]answer{ok(`{"items":[` + other + `,` + appBody + `]}`)}, "a1"},
		"on a later page":   {[]answer{ok(`{"items":[` + other + `],"pagination":{"after_cursor":"next"}}`), ok(`{"items":[` + appBody + `]}`)}, "a1"},
		"not found":         {[]answer{ok(`{"items":[` + other + `],"pagination":null}`)}, ""},
		"cursor stays":      {[]answer{ok(`{"items":[],"pagination":{"after_cursor":"next"}}`)}, ""},
		"look-up forbidden": {[]answer{says(403, `{"message":"no"}`)}, ""},
		"look-up broken":    {[]answer{html(502)}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {says(409, string(testdata(t, "error-full.json")))}, "GET " + apps: tc.list})
			_, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAlreadyExists)
			id := tc.want
			if id == "" {
				id = "<application_id>"
			}
			if e.ExistingID != tc.want || e.Attribute != idp.AttributeIdentifier || e.Code != "conflict" {
				t.Errorf("got owner %q, attribute %q, code %q", e.ExistingID, e.Attribute, e.Code)
			}
			if !strings.Contains(e.Hint, "as keycard/z/"+id) || !strings.Contains(e.Hint, "rotate_when_changed") {
				t.Errorf("hint: %s", e.Hint)
			}
			if e.RequestID != "5c2b0c1e-7d46-4d8c-9a57-0b8f3a3d8f10" {
				t.Errorf("request ID %q is not the platform's", e.RequestID)
			}
			if second := strings.Split(s.requests(), "\n")[1]; second != "GET "+apps+"?identifier=i&limit=100" {
				t.Errorf("looked it up with %s", second)
			}
		})
	}
}

func TestConflictOfAProxyIsNoDuplicate(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + apps: {html(409)}})
	_, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
	refusal(t, err, idp.ErrUnexpected)
}

func TestNoCredentialIsStartedAfterCancellation(t *testing.T) {
	s := newStub(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	app, _, err := issueOn(ctx, s.platform())
	refusal(t, err, idp.ErrUnavailable)
	if app.ID != "a1" || s.requests() != "" {
		t.Errorf("sent %s", s.requests())
	}
}

func issueOn(ctx context.Context, p *Platform) (idp.Application, orphans, error) {
	app := bare(idp.ClientSecretBasic)
	wanted, _ := own(app.Registration, app.ID)
	issued, o, err := p.issue(ctx, app, wanted, p.recovery.Backoff(ctx))
	if issued.ID != "" {
		app = withIssued(app, issued)
	}
	return app, o, err
}
