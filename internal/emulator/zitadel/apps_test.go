package zitadel

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCreate(t *testing.T) {
	f := start(t, Config{})
	a := f.apps("POST", "/api", `{"name":"orders","authMethodType":"API_AUTH_METHOD_TYPE_BASIC"}`)
	f.want(a, 200, "")
	for path, pattern := range map[string]string{
		"appId": `^\d{18}$`, "clientId": `^\d{18}$`, "clientSecret": `^[a-zA-Z0-9]{64}$`,
		"details.sequence": `^\d+$`, "details.creationDate": `^2026-09-01T10:00:00.123456Z$`, "details.resourceOwner": `^\d{18}$`,
	} {
		if !regexp.MustCompile(pattern).MatchString(a.string(path)) {
			t.Errorf("%s = %v", path, a.at(path))
		}
	}
	f.equal("changeDate", a.at("details.changeDate"), nil)
	f.equal("secret works", f.server.VerifySecret(a.string("clientId"), a.string("clientSecret")), true)

	b := f.apps("POST", "/api", `{"name":"keys","authMethodType":"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"}`)
	f.want(b, 200, "")
	f.equal("secret", b.at("clientSecret"), nil)
	f.equal("no secret works", f.server.VerifySecret(b.string("clientId"), ""), false)
}

func TestCreateRequests(t *testing.T) {
	const nameRule = "invalid AddAPIAppRequest.Name: value length must be between 1 and 200 runes, inclusive"
	f := start(t, Config{})
	for _, c := range []struct {
		name, body string
		message    string // "" means that the create succeeds
		keyBased   bool
	}{
		{"snake case", `{"name":"a","auth_method_type":"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"}`, "", true},
		{"enum as number", `{"name":"b","authMethodType":1}`, "", true},
		{"unknown enum name", `{"name":"c","authMethodType":"NOPE"}`, "", false},
		{"unknown member", `{"name":"d","authMethod":"API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT","appId":"x"}`, "", false},
		{"null", `{"name":"e","authMethodType":null}`, "", false},
		{"spaces", `{"name":"  "}`, "", false},
		{"200 two-byte characters", `{"name":"` + strings.Repeat("é", 200) + `"}`, "", false},
		{"201 characters", `{"name":"` + strings.Repeat("x", 201) + `"}`, nameRule, false},
		{"no name", `{}`, nameRule, false},
		{"no body", ``, nameRule, false},
		{"number out of range", `{"name":"f","authMethodType":7}`, "invalid AddAPIAppRequest.AuthMethodType: value must be one of the defined enum values", false},
		{"cut off", `{"name":`, "unexpected EOF", false},
		{"not an object", `[]`, "proto: syntax error (line 1:1): unexpected token []", false},
		{"wrong type", `{"name": 5}`, "proto: (line 1:10): invalid value for string field name: 5", false},
		{"wrong enum type", "{\n\"name\":\"g\",\n\"authMethodType\":true}", "proto: (line 3:18): invalid value for enum field authMethodType: true", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps("POST", "/api", c.body)
			if c.message != "" {
				f.want(a, 400, "")
				f.equal("code", a.at("code"), 3.0)
				f.equal("message", a.at("message"), c.message)
				return
			}
			f.want(a, 200, "")
			f.equal("without secret", a.at("clientSecret") == nil, c.keyBased)
		})
	}
}

func TestIDsAreValidated(t *testing.T) {
	f := start(t, Config{})
	long := strings.Repeat("x", 201)
	a := f.apps("GET", "/"+long, "")
	f.equal("message", a.at("message"), "invalid GetAppByIDRequest.AppId: value length must be between 1 and 200 runes, inclusive")
	a = f.send(f.request("POST", "/management/v1/projects/"+long+"/apps/_search", ""))
	f.equal("message", a.at("message"), "invalid ListAppsRequest.ProjectId: value length must be between 1 and 200 runes, inclusive")
}

func TestNames(t *testing.T) {
	f := start(t, Config{})
	orders, other := f.create("Orders"), f.create("other")
	a := f.apps("POST", "/api", `{"name":"oRDERS"}`)
	f.want(a, 409, "V3-DKcYh")
	f.equal("message", a.at("message"), "Application already exists (V3-DKcYh)")
	f.want(f.apps("POST", "/api", `{"name":"SEEDED-portal"}`), 409, "V3-DKcYh") // the name of an OIDC application
	f.want(f.apps("PUT", "/"+other.id, `{"name":"orders"}`), 409, "V3-DKcYh")
	f.want(f.apps("POST", "/api", `{"name":" orders "}`), 200, "")
	f.want(f.apps("PUT", "/"+orders.id, `{"name":"ORDERS"}`), 200, "")
	f.want(f.apps("PUT", "/"+orders.id, `{"name":"sales"}`), 200, "")
	f.want(f.apps("PUT", "/"+other.id, `{"name":"orders"}`), 200, "")
	f.want(f.apps("DELETE", "/"+orders.id, ""), 200, "")
	f.create("sales")
}

func TestParallelCreatesOfOneName(t *testing.T) {
	f := start(t, Config{})
	var group sync.WaitGroup
	statuses := make([]int, 16)
	for i := range statuses {
		group.Go(func() { statuses[i] = f.apps("POST", "/api", `{"name":"one"}`).status })
	}
	group.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	if count[200] != 1 || count[409] != 15 {
		t.Errorf("statuses %v", count)
	}
}

func TestRead(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	f.clock.Advance(time.Minute)
	f.want(f.apps("POST", "/"+app.id+"/_deactivate", ""), 200, "")
	a := f.apps("GET", "/"+app.id, "")
	f.want(a, 200, "")
	for path, want := range map[string]any{
		"app.id": app.id, "app.name": "orders", "app.state": "APP_STATE_INACTIVE", "app.apiConfig.clientId": app.clientID,
		"app.apiConfig.authMethodType": nil, "app.details.creationDate": "2026-09-01T10:00:00.123456Z",
		"app.details.changeDate": "2026-09-01T10:01:00.123456Z", "app.details.resourceOwner": f.server.OrganizationID(),
	} {
		f.equal(path, a.at(path), want)
	}
	if strings.Contains(a.text, app.secret) || !regexp.MustCompile(`"sequence": ?"\d+"`).MatchString(a.text) {
		t.Error(a.text)
	}
	f.want(f.apps("PUT", "/"+app.id+"/api_config", `{"authMethodType":1}`), 200, "")
	a = f.apps("GET", "/"+app.id, "")
	f.equal("method", a.at("app.apiConfig.authMethodType"), "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT")

	a = f.apps("GET", "/"+f.server.OIDCApplicationID(), "")
	f.want(a, 200, "")
	f.equal("apiConfig", a.at("app.apiConfig"), nil)
	f.equal("clockSkew", a.at("app.oidcConfig.clockSkew"), "0s")

	f.want(f.apps("GET", "/"+unknownID, ""), 404, "QUERY-pCP8P")
	f.want(f.send(f.request("GET", "/management/v1/projects/"+f.server.OtherProjectID()+"/apps/"+app.id, "")), 404, "QUERY-pCP8P")
}

// All commands on one application, one after the other.
func TestCommands(t *testing.T) {
	f := start(t, Config{})
	app, oidc := "/"+f.create("orders").id, "/"+f.server.OIDCApplicationID()
	const secret = "/api_config/_generate_client_secret"
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		id                       string
	}{
		{"rename to the same", "PUT", app, `{"name":"orders"}`, 400, "COMMAND-2m8vx"},
		{"rename to nothing", "PUT", app, `{}`, 400, ""},
		{"rename with a number", "PUT", app, `{"name":1}`, 400, ""},
		{"rename unknown", "PUT", "/" + unknownID, `{"name":"x"}`, 404, "COMMAND-28di9"},
		{"rename", "PUT", app, `{"name":"sales"}`, 200, ""},
		{"same config", "PUT", app + "/api_config", `{}`, 400, "COMMAND-1m88i"},
		{"config out of range", "PUT", app + "/api_config", `{"authMethodType":-1}`, 400, ""},
		{"config of a wrong type", "PUT", app + "/api_config", `{"authMethodType":{}}`, 400, ""},
		{"config", "PUT", app + "/api_config", `{"authMethodType":1}`, 200, ""},
		{"empty config is BASIC", "PUT", app + "/api_config", `{}`, 200, ""},
		{"config unknown", "PUT", "/" + unknownID + "/api_config", `{}`, 404, "COMMAND-2n8uU"},
		{"config of an OIDC app", "PUT", oidc + "/api_config", `{}`, 400, "COMMAND-Gnwt3"},
		{"secret", "POST", app + secret, ``, 200, ""},
		{"secret unknown", "POST", "/" + unknownID + secret, ``, 404, "COMMAND-2g66f"},
		{"secret of an OIDC app", "POST", oidc + secret, ``, 400, "COMMAND-aeH4"},
		{"reactivate active", "POST", app + "/_reactivate", `{}`, 400, "COMMAND-1n8cM"},
		{"deactivate", "POST", app + "/_deactivate", `{}`, 200, ""},
		{"deactivate inactive", "POST", app + "/_deactivate", `{}`, 400, "COMMAND-dsh35"},
		{"config while inactive", "PUT", app + "/api_config", `{"authMethodType":1}`, 200, ""},
		{"reactivate", "POST", app + "/_reactivate", `{}`, 200, ""},
		{"deactivate unknown", "POST", "/" + unknownID + "/_deactivate", `{}`, 404, "COMMAND-ov9d3"},
		{"delete", "DELETE", app, ``, 200, ""},
		{"delete again", "DELETE", app, ``, 404, "COMMAND-0po9s"},
		{"get deleted", "GET", app, ``, 404, "QUERY-pCP8P"},
		{"delete an OIDC app", "DELETE", oidc, ``, 200, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps(c.method, c.path, c.body)
			f.want(a, c.status, c.id)
			if c.status == 200 && (a.at("details.changeDate") == nil || a.at("details.creationDate") != nil) {
				t.Errorf("details of a change: %s", a.text)
			}
		})
	}
}

func TestDeletedProject(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	if err := f.server.DeleteProject(f.server.ProjectID()); err != nil {
		t.Fatal(err)
	}
	if f.server.DeleteProject(f.server.ProjectID()) == nil || f.server.DeleteProject(unknownID) == nil {
		t.Error("deleted twice")
	}
	f.want(f.apps("GET", "/"+app.id, ""), 404, "QUERY-pCP8P")
	f.want(f.apps("DELETE", "/"+app.id, ""), 404, "COMMAND-0po9s")
	f.want(f.apps("POST", "/api", `{"name":"x"}`), 400, "COMMAND-EbFMN")
	f.equal("applications", len(f.server.Applications()), 0)
	f.equal("secret works", f.server.VerifySecret(app.clientID, app.secret), false)
}
