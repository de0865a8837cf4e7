package lerian

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var fuzzBodies = []string{
	`{"code":"IDE-1001","title":"Not Found","message":"no such application"}`, `{"code":"IDE-0012","message":"no such name"}`,
	`{"type":"https://errors.lerian.studio/v1/IDE-1001","title":"Not Found","status":404,"detail":"gone"}`, `{"code":"IDE-0064"}`,
	`{"code":1001,"message":"x"}`, `{"code":"` + strings.Repeat("A", 41) + `"}`, `{"fields":{"name":"x"},"code":"IDE-0001"}`, `{"fields":["name"]}`,
	`{"id":"a1","clientId":"i","clientSecret":"s","name":"midaz","description":"d","createdAt":"x"}`, `{"id":"a1"}`, `{"id":1}`,
	`{"accessToken":"t","expiresIn":3600}`, `{"accessToken":"","mfaToken":"m"}`, `{"code":"AUT-1004","message":"x"}`, `{"code":"AUT-1011"}`, `{"code":"AUT-0021"}`,
	`{"id":"a1","clientId":null,"clientSecret":""}`, `[{"id":"a1"}]`, `[{"id":"a1","name":"midaz","description":"d"},null]`,
}

// For any error body, the error can be printed, and is "not found" only if Access Manager says so.
func FuzzRefusal(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	methods := []string{http.MethodGet, http.MethodPost, http.MethodDelete}
	f.Fuzz(func(t *testing.T, method uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		resp := a.Response(httptest.NewRequest(methods[int(method)%len(methods)], "/v1/applications", nil))
		e := refusal(resp, []byte(body))
		malicious.Check(t, e)
		if errors.Is(e, idp.ErrNotFound) || gone(e) && (a.Status != http.StatusNotFound || e.Code != codeNotFound) {
			t.Errorf("not found, with code %q", e.Code)
		}
	})
}

// operations is the number of operations that FuzzAnswer chooses from.
const operations = 7

// For any response, no operation succeeds without its result, and none returns "not found" unless Lerian says so.
func FuzzAnswer(f *testing.F) {
	malicious.Seed(f, fuzzBodies...)
	server := malicious.Serve(f, "")
	p, err := New(Config{IdentityEndpoint: server.URL, AuthEndpoint: server.URL, AccessToken: "a-token"}, malicious.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	known := idp.Application{
		ID: "a1", ClientID: "i", ClientSecret: "s",
		Registration: idp.Registration{Name: "midaz", Description: "d", AuthMethod: idp.ClientSecretPost},
	}
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		a := malicious.NewAnswer(status, kind, requestID, body)
		server.Set(a)
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
			app, err = p.Get(t.Context(), idp.Application{ID: known.ID})
		case 3:
			err = p.Delete(t.Context(), known)
			app.ID = known.ID
			if err == nil && a.Status != http.StatusNoContent && a.Status != http.StatusNotFound {
				t.Errorf("deleted, with status %d", a.Status)
			}
		case 4:
			err = p.Verify(t.Context(), known)
			app.ID = known.ID
			if errors.Is(err, idp.ErrSecretRefused) && !strings.Contains(body, "AUT-10") {
				t.Error("refused, without Lerian's word for it")
			}
		case 5:
			var token idp.Token
			token, err = p.IssueToken(t.Context(), idp.TokenRequest{ClientID: "i", ClientSecret: "s"})
			app.ID = known.ID
			if err == nil && token.Value == "" {
				t.Error("a token without a value")
			}
		case 6:
			var page idp.Page
			page, err = p.Page(t.Context(), idp.Scope{}, "")
			app.ID = known.ID
			for _, listed := range page.Applications {
				if checkID(listed.ID) != nil {
					t.Errorf("listed with the ID %q", listed.ID)
				}
			}
		}
		if err == nil {
			if app.ID == "" || operation%operations > 0 && app.ID != known.ID {
				t.Errorf("success with the ID %q", app.ID)
			}
			return
		}
		malicious.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !strings.Contains(body, "1001") {
			t.Error("not found, without Lerian's word for it")
		}
	})
}

// For any response of the Auth plugin, a login error can be printed and does not quote the request, and a successful login
// has a token.
func FuzzLogin(f *testing.F) {
	const canary = "hunter2-7f"
	for i, body := range []string{
		`{"code":"AUT-1002","message":"no user with |"}`, `{"code":"AUT-1004","title":"Invalid \u0068unter2-7f |"}`, `{"accessToken":"t","expiresIn":1}`,
		`{"accessToken":null,"mfaToken":"|"}`, `{"accessToken":7}`, `{"type":"https://errors.lerian.studio/v1/AUT-0021","detail":"|"}`, `|`, `{"code":401,"message":"|"}`,
	} {
		before, after, _ := strings.Cut(body, "|")
		for _, status := range []uint16{0, 1, 200, 201, 203, 204, 222, 229, 300, 303, 1000} {
			f.Add(uint8(i), status, jsonType, "r-1", before, after)
		}
		f.Add(uint8(i), uint16(201), textType, "r-1", before, after)
	}
	server := malicious.Serve(f, "")
	carrier := malicious.Transport(f)
	f.Fuzz(func(t *testing.T, client uint8, status uint16, kind, requestID, before, after string) {
		server.Set(malicious.NewAnswer(status, kind, requestID, before+canary+after))
		config := Config{AuthEndpoint: server.URL, Username: "admin", Password: canary}
		if client%2 == 1 {
			config = Config{AuthEndpoint: server.URL, ClientID: "i", ClientSecret: canary}
		}
		login, err := newLogin(config, carrier)
		if err != nil {
			t.Fatal(err)
		}
		token, err := login(t.Context())
		if err == nil {
			if token.AccessToken == "" {
				t.Error("logged in without a token")
			}
			return
		}
		malicious.Check(t, err)
		if e, ok := errors.AsType[*idp.Error](err); ok && strings.Contains(e.Message+e.Hint+e.Code, canary) {
			t.Errorf("shown: %v", e)
		}
	})
}
