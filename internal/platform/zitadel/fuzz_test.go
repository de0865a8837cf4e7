package zitadel

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var fuzzBodies = []string{
	`{"code":5,"message":"Errors.App.NotExisting (QUERY-pCP8P)","details":[{"@type":"x","id":"QUERY-pCP8P","message":"y"}]}`,
	`{"code":5,"message":"Application doesn't exist (COMMAND-0po9s)","details":[{"id":"COMMAND-0po9s"}]}`,
	`{"code":6,"message":"Application already exists (V3-DKcYh)"}`, `{"code":3,"message":"invalid AddAPIAppRequest.Name: too long"}`,
	`{"code":2,"message":"ERROR: duplicate key value violates unique constraint \"events2_pkey\" (SQLSTATE 23505) ()"}`,
	`{"code":2,"message":"rpc error: code = Unauthenticated desc = x"}`, `{"message":"x (A-` + strings.Repeat("1", 999) + `)"}`,
	`{"appId":"41","clientId":"42","clientSecret":"s","details":{"creationDate":"2026-01-01T00:00:00Z"}}`, `{"appId":"41"}`, `{"appId":7}`,
	`{"app":{"id":"41","name":"orders","apiConfig":{"clientId":"42"},"details":{}}}`, `{"app":{"id":"41","apiConfig":{"authMethodType":"API_AUTH_METHOD_TYPE_X"}}}`,
	`{"app":{"id":"41","oidcConfig":{}}}`, `{"app":null}`, `{"result":[{"id":"41","name":"Orders"}],"details":{"totalResult":"1"}}`,
	`{"details":{"changeDate":"x"}}`, `{"clientSecret":""}`, `{"clientSecret":"s"}`,
	`{"code":"not_found","message":"membership not found (AUTHZ-cdgFk)"}`, `{"code":5,"message":"Not Found"}`,
	`{"applicationId":"41","apiConfiguration":{"clientId":"42","clientSecret":"s"},"app":{"id":"41","name":"orders","apiConfig":{"clientId":"42"}}}`,
	`{"applicationId":"41","apiConfiguration":{"clientId":"42"},"app":{"id":"41","apiConfig":{"clientId":"42"}},"project":{"id":"1"},"clientSecret":"s"}`,
}

// For any error body, the error can be printed, and is "not found" only if ZITADEL says so.
func FuzzRefusal(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	f.Fuzz(func(t *testing.T, method uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}
		e := refusal(a.Response(httptest.NewRequest(methods[int(method)%len(methods)], "/", nil)), []byte(body))
		malicious.Check(t, e)
		if errors.Is(e, idp.ErrNotFound) && e.Code != codeNoApp {
			t.Errorf("not found, with code %q", e.Code)
		}
	})
}

// operations is the number of operations that FuzzAnswer chooses from.
const operations = 9

// For any response, no operation succeeds without its result, and none returns "not found" unless ZITADEL says so.
func FuzzAnswer(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	server := malicious.Serve(f, "")
	p, err := New(Config{Endpoint: server.URL, AccessToken: "a-token"}, malicious.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	p.newID = func() string { return "41" }
	known := idp.Application{
		ID: "41", ClientID: "42", ClientSecret: "s",
		Registration: idp.Registration{Scope: idp.Scope{ProjectID: "1"}, Name: "orders", AuthMethod: idp.ClientSecretBasic},
	}
	introspection := server.URL + "/introspect"
	if _, err := p.discovered.Get("", func() (OpenIDConfiguration, error) {
		return OpenIDConfiguration{IntrospectionEndpoint: &introspection}, nil
	}); err != nil {
		f.Fatal(err)
	}
	renamed, switched := known.Registration, known.Registration
	renamed.Name, switched.AuthMethod, switched.Disabled = "payments", idp.PrivateKeyJWT, true
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		server.Set(malicious.NewAnswer(status, kind, requestID, body))
		var app idp.Application
		var err error
		switch operation % operations {
		case 0:
			app, err = p.Create(t.Context(), known.Registration)
			if err == nil && (app.ID == "" || app.ClientID == "" || app.ClientSecret == "") {
				t.Error("created without ID, client ID or secret")
			}
		case 1:
			app, err = p.Get(t.Context(), known)
		case 2:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: renamed})
		case 3:
			app, err = p.Update(t.Context(), idp.Change{Before: known, After: switched})
		case 4:
			err = p.Delete(t.Context(), known)
			app.ID = known.ID
		case 5:
			app, err = p.Rotate(t.Context(), known)
			if err == nil && app.ClientSecret == "" {
				t.Error("rotated without a secret")
			}
		case 6:
			err = p.Verify(t.Context(), known)
			app.ID = known.ID
			if errors.Is(err, idp.ErrSecretRefused) && !strings.Contains(body, "client") {
				t.Error("refused, without a word of it")
			}
		case 7:
			var page idp.Page
			page, err = p.Page(t.Context(), known.Scope, "")
			app.ID = known.ID
			for _, listed := range page.Applications {
				if usable(listed.ID) != nil {
					t.Errorf("listed with the ID %q", listed.ID)
				}
			}
		case 8:
			_, err = p.LastChange(t.Context(), known)
			app.ID = known.ID
		}
		if err == nil {
			if app.ID == "" || operation%operations > 0 && app.ID != known.ID {
				t.Errorf("success with the ID %q", app.ID)
			}
			return
		}
		malicious.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !strings.Contains(body, codeNoApp) {
			t.Error("not found, without ZITADEL's word for it")
		}
	})
}

// For any response to a login, the error can be printed, and credentials are rejected only by an OAuth error.
func FuzzLogin(f *testing.F) {
	malicious.Seed(f,
		`{"issuer":"https://z.example","token_endpoint":"https://z.example/token"}`, `{"issuer":"https://z.example","token_endpoint":"http://z.example/token"}`,
		`{"issuer":7,"token_endpoint":"%zz"}`, `{"error":"invalid_client","error_description":"x"}`, `{"error":"invalid_request","error_description":"line\nbreak"}`,
		`{"access_token":"t","token_type":"Bearer","expires_in":3600}`, `{"access_token":"","expires_in":"x"}`, `{"active":false}`, `{"error":"unauthorized_client"}`,
	)
	server := malicious.Serve(f, "")
	tr := malicious.Transport(f)
	e := exchange{base: server.URL, transport: tr, client: tr.Client()}
	f.Fuzz(func(t *testing.T, choice uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		server.Set(a)
		var err error
		switch choice % 3 {
		case 0:
			var found OpenIDConfiguration
			found, err = e.discover(t.Context())
			if err == nil && (found.Issuer == "" || found.TokenEndpoint == "") {
				t.Error("found without issuer or token endpoint")
			}
		case 1:
			var token *oauth2.Token
			token, err = e.loginWithBackoff(t.Context(), settingClient, "s", clientcredentials.Config{ClientID: "i", ClientSecret: "s", TokenURL: server.URL + "/token"})
			if err == nil && token.AccessToken == "" {
				t.Error("logged in without a token")
			}
		case 2:
			err = introspectionRefusal(a.Response(httptest.NewRequest(http.MethodPost, "/", nil)), []byte(body))
			if errors.Is(err, idp.ErrSecretRefused) && a.Status != http.StatusBadRequest && a.Status != http.StatusUnauthorized {
				t.Errorf("refused, with status %d", a.Status)
			}
		}
		if err != nil {
			malicious.Check(t, err)
		}
		if errors.Is(err, idp.ErrUnauthenticated) && choice%3 == 1 && !strings.Contains(body, "error") {
			t.Error("refused, without a word of it")
		}
	})
}

// Neither an error nor a key shows anything of the text that it was parsed from.
func FuzzParseKey(f *testing.F) {
	const canary = "c4n4ry-7f"
	pem := strings.ReplaceAll(pkcs1(f), "\n", `\n`)
	for _, text := range []string{
		`|`, `{"type":"|"}`, `{"type":"serviceaccount","keyId":"|"`, `{"type":"application","key":"|"}`,
		`{"type":"serviceaccount","keyId":"|","key":"` + pem + `","userId":"1"}`,
		`{"type":"serviceaccount","keyId":"1","key":"-----BEGIN RSA PRIVATE KEY-----\n|\n-----END RSA PRIVATE KEY-----","userId":"1"}`,
		`{"type":"serviceaccount","keyId":1,"key":"|"}`,
	} {
		before, after, _ := strings.Cut(text, "|")
		f.Add(before, after)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		key, err := ParseKey(idp.Secret(before + canary + after))
		if shown := fmt.Sprintf("%v %+v %#v %s %v", key, key, key, key, err); strings.Contains(shown, canary) {
			t.Errorf("shown: %s", shown)
		}
		if err != nil {
			malicious.Check(t, err)
		} else if key.id == "" || key.userID == "" || key.private == nil {
			t.Error("a key without ID, user or private key")
		}
	})
}
