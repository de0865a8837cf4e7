package zitadel

import (
	"errors"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// For any response, no operation on a service account or a key succeeds without its result, and none returns "not found"
// unless ZITADEL says so.
func FuzzAccountAnswer(f *testing.F) {
	malicious.Seed(f, append(fuzzBodies,
		`{"code":5,"message":"User could not be found (QUERY-Dfbg2)"}`, `{"code":5,"message":"User could not be found (COMMAND-m9od)"}`,
		`{"code":5,"message":"Errors.AuthNKey.NotFound (QUERY-Dgr3g)"}`, `{"code":5,"message":"Application key not found (COMMAND-4m77G)"}`,
		`{"code":9,"message":"Errors.User.AlreadyExisting (COMMAND-k2una)"}`, `{"code":6,"message":"User already exists (V3-DKcYh)"}`,
		`{"user":{"id":"41","userName":"u","machine":{"hasSecret":true}},"userId":"41","clientSecret":"s","details":{}}`,
		`{"user":{"id":"41","machine":{"accessTokenType":"X"}},"userId":"42","org":{"id":"1"}}`, `{"user":{"id":"41","human":{}}}`,
		`{"result":[{"id":"41","userName":"u","machine":{}},{"id":"a/b"},{"id":"7"}],"details":{"totalResult":"3"}}`,
		`{"user":{"id":"41","machine":{}},"keyId":"43","keyDetails":"e30=","key":{"id":"43","expirationDate":"x"},"details":{}}`,
		`{"user":{"id":"41","machine":{}},"keyId":"../x","keyDetails":"!"}`,
		`{"error":"invalid_request","error_description":"Errors.User.Machine.Secret.Invalid"}`, `{"access_token":"t","token_type":"Bearer"}`,
	)...)
	server := malicious.Serve(f, "")
	p, err := New(Config{Endpoint: server.URL, AccessToken: "a-token"}, malicious.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	p.newID = func() string { return "41" }
	if _, err := p.discovered.Get("", func() (OpenIDConfiguration, error) {
		return OpenIDConfiguration{TokenEndpoint: server.URL + "/grant"}, nil
	}); err != nil {
		f.Fatal(err)
	}
	known := idp.Application{
		ID: "41", ClientID: "u", ClientSecret: "s", OrganizationID: "1",
		Registration: idp.Registration{Type: idp.TypeServiceAccount, Name: "n", Identifier: "u", AuthMethod: idp.ClientSecretBasic},
	}
	key := idp.Credential{Kind: idp.CredentialKey, ApplicationID: "41", ID: "43"}
	changed := known.Registration
	changed.Name, changed.Identifier, changed.AuthMethod, changed.Disabled = "m", "v", idp.PrivateKeyJWT, true
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		server.Set(malicious.NewAnswer(status, kind, requestID, body))
		var err error
		switch operation % 10 {
		case 0:
			var app idp.Application
			app, err = p.Create(t.Context(), known.Registration)
			if err == nil && (app.ID == "" || app.ClientSecret == "") {
				t.Error("created without ID or secret")
			}
		case 1:
			var app idp.Application
			app, err = p.Get(t.Context(), known)
			if err == nil && app.ID != known.ID {
				t.Errorf("read the ID %q", app.ID)
			}
		case 2:
			_, err = p.Update(t.Context(), idp.Change{Before: known, After: changed})
		case 3:
			err = p.Delete(t.Context(), known)
		case 4:
			var app idp.Application
			app, err = p.Rotate(t.Context(), known)
			if err == nil && app.ClientSecret == "" {
				t.Error("rotated without a secret")
			}
		case 5:
			err = p.Verify(t.Context(), known)
			if errors.Is(err, idp.ErrSecretRefused) && !strings.Contains(body, "invalid_client") && !strings.Contains(body, "Secret") {
				t.Error("refused, without a word of it")
			}
		case 6:
			var page idp.Page
			page, err = p.Page(t.Context(), idp.Scope{}, "")
			for _, listed := range page.Applications {
				if usable(listed.ID) != nil {
					t.Errorf("listed with the ID %q", listed.ID)
				}
			}
		case 7:
			var issued idp.Issued
			issued, err = p.Issue(t.Context(), key)
			if err == nil && (issued.ID == "" || issued.KeyFile == "") {
				t.Error("made without ID or key file")
			}
		case 8:
			_, err = p.GetCredential(t.Context(), key)
		case 9:
			err = p.Revoke(t.Context(), key)
		}
		if err == nil {
			return
		}
		malicious.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !strings.Contains(body, codeNoUser) && !strings.Contains(body, codeNoKey) && !strings.Contains(body, codeRemoveNoKey) {
			t.Error("not found, without ZITADEL's word for it")
		}
	})
}
