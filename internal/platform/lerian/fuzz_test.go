package lerian

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/hostile"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var fuzzBodies = []string{
	`{"code":"IDE-1001","title":"Not Found","message":"no such application"}`, `{"code":"IDE-0012","message":"no such name"}`,
	`{"type":"https://errors.lerian.studio/v1/IDE-1001","title":"Not Found","status":404,"detail":"gone"}`, `{"code":"IDE-0064"}`,
	`{"code":1001,"message":"x"}`, `{"code":"` + strings.Repeat("A", 41) + `"}`, `{"fields":{"name":"x"},"code":"IDE-0001"}`, `{"fields":["name"]}`,
	`{"id":"a1","clientId":"i","clientSecret":"s","name":"midaz","description":"d","createdAt":"x"}`, `{"id":"a1"}`, `{"id":1}`,
	`{"id":"a1","clientId":null,"clientSecret":""}`, `[{"id":"a1"}]`, `[{"id":"a1","name":"midaz","description":"d"},null]`,
}

// Whatever an error's body is, the error can be shown, and says "gone" only in Access Manager's own words.
func FuzzRefusal(f *testing.F) {
	hostile.Seed(f, fuzzBodies...)
	methods := []string{http.MethodGet, http.MethodPost, http.MethodDelete}
	f.Fuzz(func(t *testing.T, method uint8, status uint16, kind, requestID, body string) {
		a := hostile.NewAnswer(status, kind, requestID, body)
		resp := a.Response(httptest.NewRequest(methods[int(method)%len(methods)], "/v1/applications", nil))
		e := refusal(resp, []byte(body))
		hostile.Check(t, e)
		if errors.Is(e, idp.ErrNotFound) || gone(e) && (a.Status != http.StatusNotFound || e.Code != codeNotFound) {
			t.Errorf("not found, with code %q", e.Code)
		}
	})
}

// Whatever is answered, no operation succeeds without what it is for, and none says "not found" but in Lerian's words.
func FuzzAnswer(f *testing.F) {
	hostile.Seed(f, fuzzBodies...)
	server := hostile.Serve(f, "")
	p, err := New(Config{IdentityEndpoint: server.URL, AccessToken: "a-token"}, hostile.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	known := idp.Application{
		ID: "a1", ClientID: "i", ClientSecret: "s",
		Registration: idp.Registration{Name: "midaz", Description: "d", AuthMethod: idp.ClientSecretPost},
	}
	f.Fuzz(func(t *testing.T, operation uint8, status uint16, kind, requestID, body string) {
		a := hostile.NewAnswer(status, kind, requestID, body)
		server.Set(a)
		var app idp.Application
		var err error
		switch operation % 4 {
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
		}
		if err == nil {
			if app.ID == "" || operation%4 > 0 && app.ID != known.ID {
				t.Errorf("success with the ID %q", app.ID)
			}
			return
		}
		hostile.Check(t, err)
		if errors.Is(err, idp.ErrNotFound) && !strings.Contains(body, "1001") {
			t.Error("not found, without Lerian's word for it")
		}
	})
}
