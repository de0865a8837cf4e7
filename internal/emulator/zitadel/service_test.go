package zitadel

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const createPath = servicePath + "CreateApplication"

// message returns a request to create an application in the default project.
func (f fixture) message(id, name string) string {
	return fmt.Sprintf(`{"projectId":%q,"applicationId":%q,"name":%q,"apiConfiguration":{}}`, f.server.ProjectID(), id, name)
}

// called calls a method of the application service with a token.
func (f fixture) called(token, path, body string) answer {
	f.Helper()
	r := f.request(http.MethodPost, path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return f.send(r)
}

// register creates an application with the application service, as the owner.
func (f fixture) register(id, name string) answer {
	f.Helper()
	return f.called(f.server.AccessToken(), createPath, f.message(id, name))
}

// wantWord checks the status, the code and the error ID of a response of the service.
func (f fixture) wantWord(a answer, status int, word, id string) {
	f.Helper()
	got := ""
	if list := a.list("details"); len(list) > 0 {
		debug, _ := list[0]["debug"].(map[string]any)
		got, _ = debug["id"].(string)
		value, _ := list[0]["value"].(string)
		if raw, err := base64.RawStdEncoding.DecodeString(value); err != nil || !strings.Contains(string(raw), got) {
			f.Errorf("the details hold %q", value)
		}
	}
	if a.status != status || a.at("code") != word || got != id {
		f.Errorf("answer %d %v %q, want %d %s %q: %s", a.status, a.at("code"), got, status, word, id, a.text)
	}
}

func TestServiceCreatesWithTheCallersID(t *testing.T) {
	f := start(t, Config{})
	a := f.register("6b1f0d8e-4c1c-4a55-9a33-0c9d5b0b7f10", "orders")
	f.want(a, 200, "")
	id, clientID, secret := a.string("applicationId"), a.string("apiConfiguration.clientId"), a.string("apiConfiguration.clientSecret")
	f.equal("id", id, "6b1f0d8e-4c1c-4a55-9a33-0c9d5b0b7f10")
	f.equal("date", a.string("creationDate"), "2026-09-01T10:00:00.123456Z")
	f.equal("secret", f.server.VerifySecret(clientID, secret), true)
	f.equal("read", f.apps("GET", "/"+id, "").string("app.apiConfig.clientId"), clientID)
	f.wantWord(f.register(id, "orders"), 409, "already_exists", "V3-DKcYh") // because of the name

	f.want(f.apps("PUT", "/"+id, `{"name":"sales"}`), 200, "")
	f.want(f.apps("DELETE", "/"+id, ""), 200, "")
	f.want(f.register(id, "orders"), 200, "") // ID and name are free again
	f.want(f.apps("GET", "/"+id, ""), 200, "")
}

// The service accepts an ID twice, but the second application never works.
func TestService_DuplicateID_SecondApplicationNeverWorks(t *testing.T) {
	f := start(t, Config{})
	first, second := f.register("one", "orders"), f.register("one", "sales")
	f.want(second, 200, "")
	f.equal("secret", f.server.VerifySecret(second.string("apiConfiguration.clientId"), second.string("apiConfiguration.clientSecret")), false)
	f.equal("read", f.apps("GET", "/one", "").string("app.apiConfig.clientId"), first.string("apiConfiguration.clientId"))
	f.wantWord(f.register("two", "sales"), 409, "already_exists", "V3-DKcYh")
}

func TestServiceMakesAnIDWhereNoneIsGiven(t *testing.T) {
	f := start(t, Config{})
	body := strings.Replace(f.message("", "orders"), `{}`, `{"authMethodType":"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"}`, 1)
	a := f.called(f.server.AccessToken(), createPath, body)
	f.want(a, 200, "")
	f.equal("secret", a.at("apiConfiguration.clientSecret"), nil)
	f.equal("method", f.apps("GET", "/"+a.string("applicationId"), "").at("app.apiConfig.authMethodType"), apiAuthMethods[1])
}

func TestServiceRefusals(t *testing.T) {
	f := start(t, Config{})
	owner, message := f.server.AccessToken(), f.message
	other := strings.Replace(message("", "x"), f.server.ProjectID(), f.server.OtherProjectID(), 1)
	for _, c := range []struct {
		name, token, body string
		status            int
		word, id, message string
	}{
		{"bad token", "wrong", message("", "x"), 401, "unauthenticated", "AUTH-7fs1e", ""},
		{"no role", f.server.StrangerToken(), message("", ""), 404, "not_found", "AUTHZ-cdgFk", ""},
		{"read only", f.server.ViewerToken(), message("", "x"), 403, "permission_denied", "AUTH-AWfge", ""},
		{"empty name", owner, message("", ""), 400, "invalid_argument", "", "invalid CreateApplicationRequest.Name: value length must be between 1 and 200 runes, inclusive"},
		{"long name", owner, message("", strings.Repeat("é", 201)), 400, "invalid_argument", "", "invalid CreateApplicationRequest.Name"},
		{"long ID", owner, message(strings.Repeat("é", 201), "x"), 400, "invalid_argument", "", "invalid CreateApplicationRequest.ApplicationId: value length must be at most 200 runes"},
		{"no project", owner, `{"name":"x","apiConfiguration":{}}`, 400, "invalid_argument", "", "invalid CreateApplicationRequest.ProjectId"},
		{"no type", owner, `{"projectId":"1","name":"x"}`, 400, "invalid_argument", "", "invalid CreateApplicationRequest.ApplicationType: value is required"},
		{"unknown project", owner, `{"projectId":"1","name":"x","apiConfiguration":{}}`, 400, "failed_precondition", "COMMAND-EbFMN", ""},
		{"name taken", owner, message("", "Seeded-Portal"), 409, "already_exists", "V3-DKcYh", ""},
		{"no body", owner, "", 400, "invalid_argument", "", "unmarshal message"},
		{"half a body", owner, "{", 400, "invalid_argument", "", "unmarshal message: unexpected EOF"},
		{"wrong type", owner, `{"projectId":5}`, 400, "invalid_argument", "", "invalid value for string field projectId"},
		{"cannot be stored", owner, strings.Replace(message("", "x"), `"x"`, `"\u0000"`, 1), 500, "unknown", "", "SQLSTATE 22P05"},
		{"another organization's project needs no header", owner, other, 200, "", "", ""},
		{"no role there", f.server.OrganizationOwnerToken(), other, 404, "not_found", "AUTHZ-cdgFk", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.called(c.token, createPath, c.body)
			if c.status == 200 {
				f.want(a, 200, "")
				return
			}
			f.wantWord(a, c.status, c.word, c.id)
			if !strings.Contains(a.string("message"), c.message) {
				t.Errorf("message %q", a.string("message"))
			}
		})
	}
}

func TestServiceTransport(t *testing.T) {
	f := start(t, Config{})
	get := f.send(f.request("GET", createPath, ""))
	f.equal("GET", get.status, 405)
	f.equal("Allow", get.header.Get("Allow"), "POST")
	f.equal("text", f.send(f.request("POST", createPath, "{}")).status, 415) // without a content type
	unknown := f.called(f.server.AccessToken(), servicePath+"Nothing", "{}")
	f.equal("unknown method", unknown.status, 404)
	f.equal("its answer", unknown.text, "404 page not found\n")
	r := f.request("POST", createPath, "{}")
	r.Header.Set("Content-Type", "application/json")
	r.Host = "elsewhere"
	f.wantWord(f.send(r), 404, "not_found", "")
}

func TestOlderReleasesHaveNoService(t *testing.T) {
	for _, version := range []string{"v3.4.9", "v4.4.0"} {
		f := start(t, Config{Version: version})
		a := f.register("one", "orders")
		f.want(a, 404, "")
		f.equal("message", a.at("message"), "Not Found")
		f.equal("code", a.at("code"), 5.0)
	}
	f := start(t, Config{Version: "v4.5.0"})
	f.want(f.register("one", "orders"), 200, "")
}

func TestServiceFaults(t *testing.T) {
	f := start(t, Config{})
	f.arm("create_application", fault.UniqueViolation)
	f.wantWord(f.register("one", "orders"), 500, "unknown", "")
	f.equal("applications", len(f.server.Applications()), 0)
	f.arm("create_application", fault.LostRead)
	a := f.register("one", "orders")
	f.want(f.apps("GET", "/one", ""), 404, "QUERY-pCP8P")
	f.want(f.form(introspectPath, url.Values{"token": {"x"}}, a.string("apiConfiguration.clientId"), a.string("apiConfiguration.clientSecret")), 400, "")
	f.want(f.apps("DELETE", "/one", ""), 200, "")
	f.want(f.register("two", "orders"), 200, "")
}
