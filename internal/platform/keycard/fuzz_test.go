package keycard

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var fuzzBodies = []string{
	`{"message":"Application not found","code":"not_found","status":404}`, `{"message":"Zone not found"}`, `{"code":"application_not_found"}`,
	`{"message":"GET /zones/z/applications/a not found"}`, `{"message":"Route not found"}`, `{"code":"conflict","message":"taken","details":[{"field":"identifier"}]}`,
	`{"message":"no","details":["name"],"request_id":"` + strings.Repeat("r", 999) + `"}`,
	`{"id":"a1","name":"Orders","identifier":"https://o","organization_id":"o","slug":"orders","created_at":"x"}`, `{"id":7}`, `{"id":"","identifier":"https://o"}`,
	`{"id":"c1","application_id":"a1","type":"password","identifier":"i","password":"p","created_at":"x"}`, `{"id":"c1","password":""}`,
	`{"id":"a1","metadata":null,"protocols":{"oauth2":{"redirect_uris":[null]}},"traits":"x"}`,
	`{"items":[{"id":"a1","identifier":"https://o","type":"password"}],"pagination":{"after_cursor":"x"}}`, `{"items":null,"pagination":{}}`,
}

// For any error body, the error can be printed, and is "not found" only if the body says so.
func FuzzRefusal(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	paths := []string{"/zones/z/applications/a1", "/zones/z/application-credentials/c1", "/zones/z/applications"}
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete}
	f.Fuzz(func(t *testing.T, choice uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		request := httptest.NewRequest(methods[int(choice)%len(methods)], paths[int(choice)%len(paths)], nil)
		e := refused(a.Response(request), []byte(body))
		malicious.Check(t, e)
		if errors.Is(e, idp.ErrNotFound) && !saysNotFound(a.Status, body) {
			t.Errorf("not found, though it says %q", body)
		}
	})
}

// saysNotFound decides independently whether a response says "not found": a 404 whose body is an object with its own code or
// message.
func saysNotFound(status int, body string) bool {
	var said map[string]json.RawMessage
	if status != http.StatusNotFound || json.Unmarshal([]byte(body), &said) != nil {
		return false
	}
	for name, value := range said {
		if name = strings.ToLower(name); (name == "code" || name == "message") && len(value) > 2 {
			return true
		}
	}
	return false
}

// operations is the number of operations that FuzzAnswer chooses from.
const operations = 20

// listedWell reads a page and checks that each item has a usable ID.
func listedWell(t *testing.T, p *Platform, scope idp.Scope, cursor string) error {
	t.Helper()
	page, err := p.Page(t.Context(), scope, cursor)
	for _, app := range page.Applications {
		if !isSegment(app.ID) {
			t.Errorf("listed with the ID %q", app.ID)
		}
	}
	for _, c := range page.Credentials {
		if !isSegment(c.ID) {
			t.Errorf("listed a credential with the ID %q", c.ID)
		}
	}
	return err
}

// For any response, no operation succeeds without its result, and none returns "not found" unless Keycard says so.
func FuzzAnswer(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	server := malicious.Serve(f, "/service-account-token")
	p, err := New(Config{Endpoint: server.URL, ClientID: "id", ClientSecret: "secret"}, malicious.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	known := idp.Application{
		ID: "a1", ClientID: "i", ClientSecret: "p", CredentialID: "c1",
		Registration: idp.Registration{Scope: idp.Scope{ZoneID: "z"}, Name: "Orders", Identifier: "https://o", AuthMethod: idp.ClientSecretBasic},
	}
	if _, err := p.zones.Get("z", func() (zone, error) { return zone{token: server.URL + "/token"}, nil }); err != nil {
		f.Fatal(err)
	}
	renamed, switched, imported := known.Registration, known.Registration, known
	renamed.Name, switched.AuthMethod, imported.AuthMethod = "Payments", idp.NoAuth, ""
	keyed := known.Registration
	keyed.AuthMethod, keyed.JWKSURI, keyed.Dependencies = idp.PrivateKeyJWT, "https://o/jwks.json", []idp.Dependency{{ResourceID: "r1"}}
	managed := known
	managed.Dependencies = keyed.Dependencies
	stored := idp.Credential{Scope: known.Scope, ID: "c1", ApplicationID: "a1", Kind: idp.CredentialWorkloadIdentity, ProviderID: "p1", Subject: "s"}
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		server.Set(a)
		var app idp.Application
		var err error
		switch operation % operations {
		case 0:
			app, err = p.Create(t.Context(), known.Registration)
			if err == nil && (app.ID == "" || app.CredentialID == "" || app.ClientSecret == "") {
				t.Error("created without ID, credential or secret")
			}
		case 1:
			app, err = p.Get(t.Context(), known)
		case 2:
			app, err = p.Get(t.Context(), imported)
		case 3:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: renamed})
		case 4:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: switched})
		case 5:
			err = p.Delete(t.Context(), known)
			app.ID = known.ID
		case 6:
			app, err = p.Rotate(t.Context(), known)
			if err == nil && (app.CredentialID == known.CredentialID || app.CredentialID == "" || app.ClientSecret == "") {
				t.Error("rotated without another credential")
			}
		case 7:
			err = p.Verify(t.Context(), known)
			app.ID = known.ID
			if errors.Is(err, idp.ErrSecretRefused) && !strings.Contains(body, "invalid") {
				t.Error("refused, without a word of it")
			}
		case 8:
			var token idp.Token
			token, err = p.IssueToken(t.Context(), idp.TokenRequest{Scope: known.Scope, ClientID: "i", ClientSecret: "p", Resource: "urn:r"})
			app.ID = known.ID
			if err == nil && token.Value == "" {
				t.Error("a token without a value")
			}
		case 9, 10:
			cursor := progress{Turn: operation%operations == 10}.cursor()
			app.ID = known.ID
			err = listedWell(t, p, known.Scope, cursor)
		case 11:
			app, err = p.Create(t.Context(), keyed)
			if err == nil && (app.CredentialID == "" || app.ClientID == "" || app.ClientSecret != "") {
				t.Error("created without a client ID, or with a secret")
			}
			if err == nil {
				app.ID = known.ID
			}
		case 12:
			app, err = p.Get(t.Context(), managed)
		case 13:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: keyed})
		case 14, 15:
			app.ID = known.ID
			wanted := stored
			wanted.ID = ""
			if operation%operations == 15 {
				wanted.Kind = idp.CredentialClientSecret
			}
			var issued idp.Issued
			issued, err = p.Issue(t.Context(), wanted)
			if err == nil && (issued.ID == "" || wanted.Kind == idp.CredentialClientSecret && issued.ClientSecret == "") {
				t.Error("issued without an ID or a secret")
			}
		case 16:
			var c idp.Credential
			c, err = p.GetCredential(t.Context(), stored)
			app.ID = known.ID
			if err == nil && (c.ID != stored.ID || c.ApplicationID != stored.ApplicationID || c.Kind != stored.Kind) {
				t.Errorf("read another credential: %+v", c)
			}
		case 17:
			changed := stored
			changed.Subject = "t"
			_, err = p.UpdateCredential(t.Context(), stored, changed)
			app.ID = known.ID
		case 18:
			err = p.Revoke(t.Context(), stored)
			app.ID = known.ID
		case 19:
			var r idp.Resource
			r, err = p.FindResource(t.Context(), known.Scope, idp.Resource{Identifier: "https://o"})
			app.ID = known.ID
			if err == nil && (r.ID == "" || r.Identifier != "https://o") {
				t.Errorf("found %+v", r)
			}
			if errors.Is(err, idp.ErrNotFound) {
				return // the zone is visible, and its list does not contain one
			}
		}
		if err == nil {
			if app.ID == "" || operation%operations > 0 && app.ID != known.ID {
				t.Errorf("success with the ID %q", app.ID)
			}
			return
		}
		malicious.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !saysNotFound(a.Status, body) {
			t.Errorf("not found, though it says %q", body)
		}
		if shown := fmt.Sprintf("%+v", app); strings.Contains(shown, "hunter2") {
			t.Errorf("shown: %s", shown)
		}
	})
}
