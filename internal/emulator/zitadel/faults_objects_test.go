package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// objects has the IDs of one object of each kind, and of a key of an application and one of a service account.
type objects struct{ oidc, keyed, user, appKey, machineKey string }

func (f fixture) objects() objects {
	f.Helper()
	o := objects{oidc: f.createOIDC(`{"name":"portal"}`).id, keyed: f.createWith(`{"name":"keyed","authMethodType":1}`).id}
	o.user = f.createMachine(`{"userName":"worker","name":"Worker"}`)
	o.appKey = f.apps("POST", "/"+o.keyed+"/keys", jsonKey).string("id")
	o.machineKey = f.users("POST", "/"+o.user+"/keys", jsonKey).string("keyId")
	return o
}

type objectCall struct{ operation, method, path, body, missing string }

// objectWrites returns calls that succeed one after the other, with the error ID of each for a missing object.
func (f fixture) objectWrites(o objects) []objectCall {
	apps, users := f.path(""), "/management/v1/users"
	user := users + "/" + o.user
	return []objectCall{
		{"create_oidc_app", "POST", apps + "/oidc", `{"name":"another"}`, "COMMAND-EbFMN"},
		{"update_oidc_config", "PUT", apps + "/" + o.oidc + "/oidc_config", `{"devMode":true}`, "COMMAND-2n8uU"},
		{"generate_oidc_secret", "POST", apps + "/" + o.oidc + "/oidc_config/_generate_client_secret", ``, "COMMAND-2g66f"},
		{"create_app_key", "POST", apps + "/" + o.keyed + "/keys", jsonKey, "COMMAND-sak25"},
		{"delete_app_key", "DELETE", apps + "/" + o.keyed + "/keys/" + o.appKey, ``, "COMMAND-4m77G"},
		{"create_machine", "POST", users + "/machine", `{"userName":"another","name":"x"}`, ""},
		{"update_machine", "PUT", user + "/machine", `{"name":"another"}`, "COMMAND-5M0od"},
		{"update_username", "PUT", user + "/username", `{"userName":"renamed"}`, "COMMAND-5N9ds"},
		{"create_machine_secret", "PUT", user + "/secret", ``, "QUERY-Dfbg2"},
		{"delete_machine_secret", "DELETE", user + "/secret", ``, "COMMAND-x7s802"},
		{"deactivate_user", "POST", user + "/_deactivate", ``, "COMMAND-3M9ds"},
		{"reactivate_user", "POST", user + "/_reactivate", ``, "COMMAND-4M0sd"},
		{"lock_user", "POST", user + "/_lock", ``, "COMMAND-5M9fs"},
		{"unlock_user", "POST", user + "/_unlock", ``, "COMMAND-M0dos"},
		{"create_machine_key", "POST", user + "/keys", jsonKey, "COMMAND-bnipwm1"},
		{"delete_machine_key", "DELETE", user + "/keys/" + o.machineKey, ``, "COMMAND-4m77G"},
		{"delete_user", "DELETE", user, ``, "COMMAND-m9od"},
	}
}

func TestFaultsOfEachWrite(t *testing.T) {
	f := start(t, Config{})
	for _, c := range f.objectWrites(f.objects()) {
		t.Run(c.operation, func(t *testing.T) {
			call := func() answer { return f.send(f.request(c.method, c.path, c.body)) }
			if c.missing != "" {
				f.arm(c.operation, fault.NotFoundTimes)
				f.equal("denied with", call().id(), c.missing)
			}
			f.arm(c.operation, fault.UniqueViolation)
			a := call()
			f.want(a, 500, "")
			if !strings.Contains(a.string("message"), "SQLSTATE 23505") {
				t.Error(a.text)
			}
			f.want(call(), 200, "") // the failed call changed nothing
		})
	}
}

func TestAnswersOfEachWriteCanBeLost(t *testing.T) {
	f := start(t, Config{})
	again := map[string]int{ // the status of the same call once it has succeeded
		"create_oidc_app": 409, "update_oidc_config": 400, "delete_app_key": 404, "create_machine": 409, "update_machine": 400,
		"update_username": 400, "delete_machine_secret": 400, "deactivate_user": 400, "reactivate_user": 400, "lock_user": 400,
		"unlock_user": 400, "delete_machine_key": 404, "delete_user": 404,
	}
	for _, c := range f.objectWrites(f.objects()) {
		f.arm(c.operation, fault.DropAfterCommit)
		if response, err := f.client.Do(f.request(c.method, c.path, c.body)); err == nil {
			_ = response.Body.Close()
			t.Fatalf("%s: an answer came", c.operation)
		}
		if status, ok := again[c.operation]; ok {
			f.equal(c.operation, f.send(f.request(c.method, c.path, c.body)).status, status)
		}
	}
}

func TestFaultsOfEachRead(t *testing.T) {
	f := start(t, Config{})
	o := f.objects()
	for _, c := range []struct{ operation, method, path, missing string }{
		{"get_app_key", http.MethodGet, f.path("/" + o.keyed + "/keys/" + o.appKey), "QUERY-Dgr3g"},
		{"get_machine_key", http.MethodGet, "/management/v1/users/" + o.user + "/keys/" + o.machineKey, "QUERY-Dgr3g"},
		{"get_user", http.MethodGet, "/management/v1/users/" + o.user, "QUERY-Dfbg2"},
		{"list_app_keys", http.MethodPost, f.path("/" + o.keyed + "/keys/_search"), ""},
		{"list_machine_keys", http.MethodPost, "/management/v1/users/" + o.user + "/keys/_search", ""},
		{"list_users", http.MethodPost, "/management/v1/users/_search", ""},
		{"search_user_changes", http.MethodPost, "/management/v1/users/" + o.user + "/changes/_search", ""},
	} {
		t.Run(c.operation, func(t *testing.T) {
			f.arm(c.operation, fault.NotFoundTimes)
			a := f.send(f.request(c.method, c.path, ""))
			f.equal("id", a.id(), c.missing)
			f.equal("found", len(a.list("result")), 0)
			a = f.send(f.request(c.method, c.path, ""))
			f.want(a, 200, "")
			f.equal("found again", c.missing != "" || len(a.list("result")) > 0, true)
		})
	}
}

// Objects that the read side lost exist for commands only.
func TestLostObjects(t *testing.T) {
	f := start(t, Config{})
	o := f.objects()
	f.arm("create_oidc_app", fault.LostRead)
	app := f.createOIDC(`{"name":"lost"}`)
	f.want(f.apps("GET", "/"+app.id, ""), 404, "QUERY-pCP8P")
	f.equal("secret", f.server.VerifySecret(app.clientID, app.secret), false)
	f.want(f.apps("POST", "/oidc", `{"name":"lost"}`), 409, "V3-DKcYh")
	f.want(f.apps("PUT", "/"+app.id+"/oidc_config", `{"devMode":true}`), 200, "")

	f.arm("create_app_key", fault.LostRead)
	a := f.apps("POST", "/"+o.keyed+"/keys", jsonKey)
	r := f.received(a)
	f.want(f.apps("GET", "/"+o.keyed+"/keys/"+a.string("id"), ""), 404, "QUERY-Dgr3g")
	f.equal("list", f.keyIDs(f.apps("POST", "/"+o.keyed+"/keys/_search", "")), o.appKey)
	f.equal("login", f.introspect(f.assertion(r, r.file["clientId"])).status, 400)
	f.want(f.apps("DELETE", "/"+o.keyed+"/keys/"+a.string("id"), ""), 200, "")

	f.arm("create_machine", fault.LostRead)
	id := f.createMachine(`{"userName":"lost","name":"Lost"}`)
	f.want(f.users("GET", "/"+id, ""), 404, "QUERY-Dfbg2")
	f.want(f.users("POST", "/machine", `{"userName":"other","name":"x","userId":"`+id+`"}`), 400, "COMMAND-k2una")
	f.equal("token", f.login("lost", f.newSecret(id), apiScope).at("error_description"), "client not found")
	f.want(f.users("DELETE", "/"+id, ""), 200, "")
}

func TestLostDeletesOfKeysAndUsers(t *testing.T) {
	f := start(t, Config{})
	o := f.objects()
	secret := f.newSecret(o.user)
	f.arm("delete_app_key", fault.LostDelete)
	f.want(f.apps("DELETE", "/"+o.keyed+"/keys/"+o.appKey, ""), 200, "")
	f.want(f.apps("GET", "/"+o.keyed+"/keys/"+o.appKey, ""), 200, "")
	f.want(f.apps("DELETE", "/"+o.keyed+"/keys/"+o.appKey, ""), 404, "COMMAND-4m77G")
	f.arm("delete_user", fault.LostDelete)
	f.want(f.users("DELETE", "/"+o.user, ""), 200, "")
	f.want(f.users("GET", "/"+o.user, ""), 200, "")
	f.want(f.login("worker", secret, apiScope), 200, "")
	f.want(f.users("DELETE", "/"+o.user, ""), 404, "COMMAND-m9od")
	f.want(f.users("POST", "/machine", `{"userName":"worker","name":"x"}`), 200, "") // the name is free
}
