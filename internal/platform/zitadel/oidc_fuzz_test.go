package zitadel

import (
	"errors"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// For any response about an OpenID Connect application, no operation succeeds without its result.
func FuzzOIDCAnswer(f *testing.F) {
	malicious.Seed(f, append(fuzzBodies,
		`{"applicationId":"41","oidcConfiguration":{"clientId":"42","clientSecret":"s"},"app":{"id":"41","name":"orders","oidcConfig":{"clientId":"42"}}}`,
		`{"applicationId":"43","oidcConfiguration":{"clientId":"42"},"app":{"id":"43","oidcConfig":{"clockSkew":"x","grantTypes":[null,"y"]}}}`,
		`{"app":{"id":"41","name":"orders","oidcConfig":{"clientId":"42","appType":"OIDC_APP_TYPE_NATIVE","redirectUris":["",null],"complianceProblems":[{},{"key":"x"}]}}}`,
	)...)
	server := malicious.Serve(f, "")
	p, err := New(Config{Endpoint: server.URL, AccessToken: "a-token"}, malicious.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	p.newID = func() string { return "41" }
	known := idp.Application{
		ID: "41", ClientID: "42", ClientSecret: "s",
		Registration: idp.Registration{Scope: idp.Scope{ProjectID: "1"}, Type: idp.TypeWeb, Name: "orders", AuthMethod: idp.ClientSecretBasic},
	}
	other := known.Registration
	other.Type, other.AuthMethod, other.RedirectURIs = idp.TypeNative, idp.NoAuth, []string{"https://a.example"}
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		server.Set(malicious.NewAnswer(status, kind, requestID, body))
		var app idp.Application
		var err error
		switch operation % 4 {
		case 0:
			app, err = p.Create(t.Context(), known.Registration)
			if err == nil && (app.ClientID == "" || app.ClientSecret == "" && app.AuthMethod.HasSecret()) {
				t.Error("created without client ID or secret")
			}
		case 1:
			app, err = p.Get(t.Context(), known)
		case 2:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: other})
		case 3:
			app, err = p.Rotate(t.Context(), known)
			if err == nil && app.ClientSecret == "" {
				t.Error("rotated without a secret")
			}
		}
		if err == nil {
			if app.ID == "" || operation%4 > 0 && app.ID != known.ID || !app.Type.IsOIDC() {
				t.Errorf("success with the ID %q of type %q", app.ID, app.Type)
			}
			return
		}
		malicious.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !strings.Contains(body, codeNoApp) {
			t.Error("not found, without ZITADEL's word for it")
		}
	})
}
