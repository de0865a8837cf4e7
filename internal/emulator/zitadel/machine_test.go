package zitadel

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// users sends a request about service accounts, as the owner.
func (f fixture) users(method, path, body string) answer {
	f.Helper()
	return f.send(f.request(method, "/management/v1/users"+path, body))
}

// createMachine creates a service account and returns its ID.
func (f fixture) createMachine(body string) string {
	f.Helper()
	a := f.users("POST", "/machine", body)
	f.want(a, 200, "")
	return a.string("userId")
}

// newSecret generates a service account's secret.
func (f fixture) newSecret(id string) string {
	f.Helper()
	a := f.users("PUT", "/"+id+"/secret", "{}")
	f.want(a, 200, "")
	return a.string("clientSecret")
}

func (f fixture) login(id, secret, scope string) answer {
	f.Helper()
	return f.form("/oauth/v2/token", url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}, id, secret)
}

func TestMachineCreate(t *testing.T) {
	f := start(t, Config{})
	long := strings.Repeat("é", 201)
	const length = ": value length must be between 1 and 200 runes, inclusive"
	for _, c := range []struct {
		name, body string
		status     int
		id         string
		message    string
	}{
		{"all", `{"userName":"Worker","name":"Worker","description":"does it","accessTokenType":"ACCESS_TOKEN_TYPE_JWT","userId":"one"}`, 200, "", ""},
		{"the least", `{"userName":"b","name":"Worker"}`, 200, "", ""},
		{"blanks and signs", `{"userName":" a@b/c:dü ","name":"x"}`, 200, "", ""},
		{"unknown token type", `{"userName":"c","name":"x","accessTokenType":"NOPE"}`, 200, "", ""},
		{"token type out of range", `{"userName":"d","name":"x","accessTokenType":7}`, 400, "", "invalid AddMachineUserRequest.AccessTokenType"},
		{"no user name", `{"name":"x"}`, 400, "", "invalid AddMachineUserRequest.UserName" + length},
		{"no name", `{"userName":"d"}`, 400, "", "invalid AddMachineUserRequest.Name" + length},
		{"long user name", `{"userName":"` + long + `","name":"x"}`, 400, "", "invalid AddMachineUserRequest.UserName" + length},
		{"long description", `{"userName":"d","name":"x","description":"` + strings.Repeat("x", 501) + `"}`, 400, "", "invalid AddMachineUserRequest.Description: value length must be at most 500 runes"},
		{"name taken", `{"userName":"wORKER","name":"x"}`, 409, "V3-DKcYh", "User already exists (V3-DKcYh)"},
		{"ID taken", `{"userName":"d","name":"x","userId":"one"}`, 400, "COMMAND-k2una", "Errors.User.AlreadyExisting (COMMAND-k2una)"},
		{"ID goes before the name", `{"userName":"Worker","name":"x","userId":"one"}`, 400, "COMMAND-k2una", ""},
		{"wrong type", `{"userName":5}`, 400, "", "invalid value for string field userName: 5"},
		{"not storable", `{"userName":"\u0000","name":"x"}`, 500, "", "SQLSTATE 22P05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.users("POST", "/machine", c.body)
			f.want(a, c.status, c.id)
			if !strings.Contains(a.string("message"), c.message) {
				t.Error(a.text)
			}
			if c.status == 200 && (a.at("details.creationDate") == nil || a.at("details.changeDate") != nil) {
				t.Error(a.text)
			}
		})
	}
}

func TestMachineRead(t *testing.T) {
	f := start(t, Config{})
	f.createMachine(`{"userName":"worker","name":"Worker","description":"does it","accessTokenType":1,"userId":"one"}`)
	f.newSecret("one")
	a := f.users("GET", "/one", "")
	f.want(a, 200, "")
	for path, want := range map[string]any{
		"user.id": "one", "user.state": "USER_STATE_ACTIVE", "user.userName": "worker", "user.preferredLoginName": "worker",
		"user.machine.name": "Worker", "user.machine.description": "does it", "user.machine.hasSecret": true,
		"user.machine.accessTokenType": "ACCESS_TOKEN_TYPE_JWT", "user.details.resourceOwner": f.server.OrganizationID(),
		"user.details.creationDate": "2026-09-01T10:00:00.123456Z", "user.details.changeDate": "2026-09-01T10:00:00.123456Z",
	} {
		f.equal(path, a.at(path), want)
	}
	f.equal("login names", fmt.Sprint(a.at("user.loginNames")), "[worker]")
	f.createMachine(`{"userName":"plain","name":"Plain","userId":"two"}`)
	a = f.users("GET", "/two", "")
	for _, path := range []string{"description", "hasSecret", "accessTokenType"} {
		f.equal(path, a.at("user.machine."+path), nil)
	}
	f.want(f.users("GET", "/"+unknownID, ""), 404, "QUERY-Dfbg2")
}

// All commands on one service account, one after the other.
func TestMachineCommands(t *testing.T) {
	f := start(t, Config{})
	f.createMachine(`{"userName":"worker","name":"Worker","description":"d","accessTokenType":1,"userId":"one"}`)
	f.createMachine(`{"userName":"other","name":"Other","userId":"two"}`)
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		id                       string
	}{
		{"same", "PUT", "/one/machine", `{"name":"Worker","description":"d","accessTokenType":1}`, 400, "COMMAND-2n8vs"},
		{"no name", "PUT", "/one/machine", `{}`, 400, ""},
		{"left out is cleared", "PUT", "/one/machine", `{"name":"Worker"}`, 200, ""},
		{"so nothing changes", "PUT", "/one/machine", `{"name":"Worker"}`, 400, "COMMAND-2n8vs"},
		{"wrong type", "PUT", "/one/machine", `{"name":5}`, 400, ""},
		{"user name of a wrong type", "PUT", "/one/username", `{"userName":5}`, 400, ""},
		{"unknown", "PUT", "/nobody/machine", `{"name":"x"}`, 404, "COMMAND-5M0od"},
		{"same user name", "PUT", "/one/username", `{"userName":"worker"}`, 400, "COMMAND-6m9gs"},
		{"padded, which is trimmed", "PUT", "/one/username", `{"userName":" worker "}`, 400, "COMMAND-6m9gs"},
		{"only the case", "PUT", "/one/username", `{"userName":"WORKER"}`, 200, ""},
		{"taken", "PUT", "/one/username", `{"userName":"OTHER"}`, 409, "V3-DKcYh"},
		{"none", "PUT", "/one/username", `{}`, 400, ""},
		{"user name of nobody", "PUT", "/nobody/username", `{"userName":"x"}`, 404, "COMMAND-5N9ds"},
		{"remove no secret", "DELETE", "/one/secret", ``, 400, "COMMAND-coi82n"},
		{"secret", "PUT", "/one/secret", `{}`, 200, ""},
		{"secret of nobody", "PUT", "/nobody/secret", `{}`, 404, "QUERY-Dfbg2"},
		{"remove the secret", "DELETE", "/one/secret", ``, 200, ""},
		{"remove nobody's secret", "DELETE", "/nobody/secret", ``, 400, "COMMAND-x7s802"},
		{"reactivate active", "POST", "/one/_reactivate", `{}`, 400, "COMMAND-6M0sf"},
		{"deactivate", "POST", "/one/_deactivate", `{}`, 200, ""},
		{"again", "POST", "/one/_deactivate", `{}`, 400, "COMMAND-5M0sf"},
		{"secret while inactive", "PUT", "/one/secret", `{}`, 200, ""},
		{"lock inactive", "POST", "/one/_lock", `{}`, 400, "COMMAND-3NN8v"},
		{"reactivate", "POST", "/one/_reactivate", `{}`, 200, ""},
		{"unlock", "POST", "/one/_unlock", `{}`, 400, "COMMAND-4M0ds"},
		{"lock", "POST", "/one/_lock", `{}`, 200, ""},
		{"unlock locked", "POST", "/one/_unlock", `{}`, 200, ""},
		{"deactivate nobody", "POST", "/nobody/_deactivate", `{}`, 404, "COMMAND-3M9ds"},
		{"delete", "DELETE", "/one", ``, 200, ""},
		{"delete again", "DELETE", "/one", ``, 404, "COMMAND-m9od"},
		{"deleted", "GET", "/one", ``, 404, "QUERY-Dfbg2"},
		{"the name is free", "PUT", "/two/username", `{"userName":"worker"}`, 200, ""},
		{"the ID too", "POST", "/machine", `{"userName":"third","name":"x","userId":"one"}`, 200, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.users(c.method, c.path, c.body)
			f.want(a, c.status, c.id)
			if c.status == 200 && c.method == "PUT" && a.at("details.changeDate") == nil {
				t.Error(a.text)
			}
		})
	}
}

func TestMachineSecretAndLogin(t *testing.T) {
	f := start(t, Config{})
	id := f.createMachine(`{"userName":"a:worker","name":"Worker"}`)
	refused := func(what string, a answer, code, description string) {
		t.Helper()
		f.want(a, 400, "")
		f.equal(what, a.string("error")+" "+a.string("error_description"), code+" "+description)
	}
	refused("no secret", f.login("a:worker", "x", apiScope), "invalid_request", "Errors.User.Machine.Secret.NotExisting")
	a := f.users("PUT", "/"+id+"/secret", "")
	f.equal("client ID", a.string("clientId"), "a:worker")
	f.equal("length", len(a.string("clientSecret")), 64)
	first := a.string("clientSecret")
	f.want(f.login("a:worker", first, apiScope), 200, "")
	second := f.newSecret(id)
	refused("the old one", f.login("a:worker", first, apiScope), "invalid_request", "Errors.User.Machine.Secret.Invalid")
	token := f.login("a:worker", second, apiScope).string("access_token")

	f.users("PUT", "/"+id+"/username", `{"userName":"worker"}`)
	refused("the old name", f.login("a:worker", second, apiScope), "invalid_client", "client not found")
	f.want(f.login("worker", second, apiScope), 200, "")
	f.want(f.as(token, "", "POST", f.path("/_search"), ""), 404, "AUTHZ-cdgFk") // it has a token but no role
	f.equal("verified", f.server.VerifySecret("worker", second), true)

	f.users("POST", "/"+id+"/_deactivate", "")
	refused("inactive", f.login("worker", second, apiScope), "invalid_request", "Errors.User.NotActive")
	f.want(f.as(token, "", "POST", f.path("/_search"), ""), 401, "AUTH-7fs1e")
	f.users("POST", "/"+id+"/_reactivate", "")
	f.users("DELETE", "/"+id+"/secret", "")
	refused("removed", f.login("worker", second, apiScope), "invalid_request", "Errors.User.Machine.Secret.NotExisting")
	f.want(f.as(token, "", "POST", f.path("/_search"), ""), 404, "AUTHZ-cdgFk") // issued tokens remain valid
	f.users("DELETE", "/"+id, "")
	f.want(f.as(token, "", "POST", f.path("/_search"), ""), 401, "AUTH-7fs1e")
}

func TestUserSearch(t *testing.T) {
	f := start(t, Config{})
	f.createMachine(`{"userName":"Worker","name":"Worker"}`)
	f.createMachine(`{"userName":"worker-2","name":"Worker"}`)
	const seeded = "terraform,project-owner,organization-owner,project-viewer,stranger"
	named := func(name, method string) string {
		return fmt.Sprintf(`{"queries":[{"userNameQuery":{"userName":%q,"method":%q}}]}`, name, method)
	}
	for _, c := range []struct{ name, body, want, total string }{
		{"all", `{}`, seeded + ",Worker,worker-2", "7"},
		{"no body", ``, seeded + ",Worker,worker-2", "7"},
		{"machines", `{"queries":[{"typeQuery":{"type":"TYPE_MACHINE"}}]}`, seeded + ",Worker,worker-2", "7"},
		{"people", `{"queries":[{"typeQuery":{"type":"TYPE_HUMAN"}}]}`, "", ""},
		{"equals", named("Worker", "TEXT_QUERY_METHOD_EQUALS"), "Worker", "1"},
		{"case matters", named("worker", "TEXT_QUERY_METHOD_EQUALS"), "", ""},
		{"ignoring case", named("wORKER", "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"), "Worker", "1"},
		{"both", `{"queries":[{"typeQuery":{"type":2}},{"userNameQuery":{"userName":"worker","method":2}}]}`, "worker-2", "1"},
		{"page", `{"query":{"offset":5,"limit":1001}}`, "Worker,worker-2", "7"},
		{"limit", `{"query":{"limit":1}}`, "terraform", "7"},
		{"beyond the end", `{"query":{"offset":50}}`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.users("POST", "/_search", c.body)
			f.want(a, 200, "")
			var names []string
			for _, u := range a.list("result") {
				names = append(names, fmt.Sprint(u["userName"]))
			}
			f.equal("names", strings.Join(names, ","), c.want)
			f.equal("total", a.string("details.totalResult"), c.total)
		})
	}
	a := f.users("POST", "/_search", `{"queries":[{"emailQuery":{}}]}`)
	f.want(a, 400, "")
	f.equal("other filters", strings.HasSuffix(a.string("message"), "invalid SearchQuery.Query: value is required"), true)
	for _, body := range []string{`{"query":5}`, `{"queries":[{"typeQuery":5}]}`, `{"queries":[{"userNameQuery":{"userName":5}}]}`, `{"queries":5}`} {
		f.want(f.users("POST", "/_search", body), 400, "")
	}
}

func TestUserHistory(t *testing.T) {
	f := start(t, Config{})
	id := f.createMachine(`{"userName":"worker","name":"Worker"}`)
	f.newSecret(id)
	f.users("POST", "/"+id+"/_lock", "")
	if err := f.server.Remove(id); err != nil {
		t.Fatal(err)
	}
	history := func(body, query string) string {
		t.Helper()
		a := f.users("POST", "/"+id+"/changes/_search"+query, body)
		f.want(a, 200, "")
		return strings.ReplaceAll(kinds(a.list("result")), "EventTypes.user.", "")
	}
	f.equal("all", history(``, ``), "removed locked machine.secret.set machine.added")
	f.equal("as many as asked for", history(`{"query":{"limit":2,"asc":true}}`, ``), "machine.added machine.secret.set")
	f.equal("the query string is ignored", history(``, `?query.limit=1`), "removed locked machine.secret.set machine.added")
	list := f.users("POST", "/"+id+"/changes/_search", "").list("result")
	f.equal("editor of the drift", list[0]["editorDisplayName"], "ZITADEL Admin")
	f.equal("editor", list[3]["editorPreferredLoginName"], ownerLogin)
	f.equal("unknown", f.users("POST", "/"+unknownID+"/changes/_search", "").text, "{}")
	f.want(f.users("POST", "/"+id+"/changes/_search", `{"query":5}`), 400, "")
}

func TestUsers_Permissions(t *testing.T) {
	f := start(t, Config{})
	s := f.server
	id := f.createMachine(`{"userName":"worker","name":"Worker"}`)
	path := "/management/v1/users/" + id
	for _, c := range []struct {
		name, token, method, path, body string
		status                          int
		id                              string
	}{
		{"organization owner creates", s.OrganizationOwnerToken(), "POST", "/management/v1/users/machine", `{"userName":"x","name":"x"}`, 200, ""},
		{"organization owner changes", s.OrganizationOwnerToken(), "PUT", path + "/machine", `{"name":"x"}`, 200, ""},
		{"project owner reads", s.ProjectOwnerToken(), "GET", path, ``, 200, ""},
		{"project owner searches", s.ProjectOwnerToken(), "POST", "/management/v1/users/_search", ``, 200, ""},
		{"project owner creates", s.ProjectOwnerToken(), "POST", "/management/v1/users/machine", `{}`, 403, "AUTH-5mWD2"},
		{"project owner makes a secret", s.ProjectOwnerToken(), "PUT", path + "/secret", ``, 403, "AUTH-5mWD2"},
		{"project owner deletes", s.ProjectOwnerToken(), "DELETE", path, ``, 403, "AUTH-5mWD2"},
		{"viewer reads", s.ViewerToken(), "GET", path, ``, 200, ""},
		{"viewer changes", s.ViewerToken(), "PUT", path + "/machine", `{"name":"y"}`, 403, "AUTH-5mWD2"},
		{"no role", s.StrangerToken(), "GET", path, ``, 404, "AUTHZ-cdgFk"},
		{"organization owner deletes", s.OrganizationOwnerToken(), "DELETE", path, ``, 200, ""},
	} {
		t.Run(c.name, func(t *testing.T) { f.want(f.as(c.token, "", c.method, c.path, c.body), c.status, c.id) })
	}
}

// A user belongs to the organization in the header.
func TestUsersOfAnotherOrganization(t *testing.T) {
	f := start(t, Config{})
	other, owner := f.server.OtherOrganizationID(), f.server.AccessToken()
	a := f.as(owner, other, "POST", "/management/v1/users/machine", `{"userName":"worker","name":"Worker"}`)
	f.want(a, 200, "")
	f.equal("owner", a.string("details.resourceOwner"), other)
	path := "/management/v1/users/" + a.string("userId")
	f.want(f.as(owner, "", "GET", path, ""), 404, "QUERY-Dfbg2")
	f.want(f.as(owner, "", "DELETE", path, ""), 404, "COMMAND-m9od")
	f.equal("history", f.as(owner, "", "POST", path+"/changes/_search", "").text, "{}")
	key := f.as(owner, other, "POST", path+"/keys", jsonKey).string("keyId")
	f.want(f.as(owner, other, "GET", path+"/keys/"+key, ""), 200, "")
	f.want(f.as(owner, "", "GET", path+"/keys/"+key, ""), 404, "QUERY-Dgr3g")
	f.want(f.as(owner, "", "DELETE", path+"/keys/"+key, ""), 404, "COMMAND-4m77G")
	f.want(f.as(owner, "", "POST", path+"/keys", jsonKey), 400, "COMMAND-bnipwm1")
	f.equal("keys", f.keyIDs(f.as(owner, "", "POST", path+"/keys/_search", "")), "")
	f.equal("search", len(f.as(owner, other, "POST", "/management/v1/users/_search", "").list("result")), 1)
	f.want(f.users("POST", "/machine", `{"userName":"WORKER","name":"x"}`), 409, "V3-DKcYh")
	f.want(f.as(owner, other, "DELETE", path, ""), 200, "")
}
