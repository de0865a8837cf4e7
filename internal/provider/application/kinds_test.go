package application_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// life is the life of an application of one kind. Its configurations contain these placeholders for IDs: "1" for the
// project, "z" for the zone, "r" for a resource, "o" for the organization.
type life struct {
	platform      string
	first, second attributes
	has           map[string]any // on the platform, after the second apply
	drift         map[string]any // a change outside Terraform after that
	meddle        func(t *testing.T, w *acctest.World, id string)
	said          []string // the warning of a refresh about it
	dependencies  int      // number at Keycard after the second apply
	importID      string   // without the application's ID
	secret        bool     // whether there is a working secret after the second apply
}

var lives = map[string]life{
	"web": {
		platform: "zitadel",
		first:    ofType("web", redirects("https://a.example.com/cb")),
		second: ofType("web", auth("client_secret_post"), redirects("https://a.example.com/cb", "https://*.example.com/cb"), attributes{
			"post_logout_redirect_uris": []string{"https://a.example.com/bye"}, "enabled": false,
		}, inZITADEL(attributes{
			"access_token_type": "jwt",
			"oidc": attributes{
				"grant_types": []string{"authorization_code", "refresh_token"}, "response_types": []string{"code"},
				"access_token_role_assertion": true, "id_token_role_assertion": true, "id_token_userinfo_assertion": true,
				"clock_skew": "1500ms", "additional_origins": []string{"https://b.example.com"},
			},
		})),
		has: map[string]any{
			"type": "web", "auth_method": "client_secret_post", "access_token_type": "jwt", "clock_skew": "1.500s", "enabled": false,
			"grant_types": []string{"authorization_code", "refresh_token"}, "id_token_userinfo_assertion": true, "dev_mode": false,
		},
		drift: map[string]any{
			"type": "native", "access_token_type": "bearer", "grant_types": []any{"authorization_code"}, "dev_mode": true, "clock_skew": "3s",
			"redirect_uris":      []any{"https://*.example.com/cb", "https://a.example.com/cb", "https://evil.example.com", "https://a.example.com/cb"},
			"additional_origins": []any{"https://b.example.com", "https://evil.example.com"},
		},
		said: []string{
			`zitadel.type: "web" -> "native"`, `zitadel.access_token_type: "jwt" -> "bearer"`, `zitadel.oidc.grant_types: removed "refresh_token"`,
			`zitadel.oidc.development_mode: false -> true`, `zitadel.oidc.clock_skew: 1.5s -> 3s`, `redirect_uris: added "https://evil.example.com"` + "\n",
			`zitadel.oidc.additional_origins: added "https://evil.example.com"`,
		},
		importID: "zitadel/1/", secret: true,
	},
	"user agent that becomes native": {
		platform: "zitadel",
		first:    ofType("user_agent", redirects("https://a.example.com/cb")),
		second: ofType("native", auth("none"), redirects("com.example.app:/cb", "http://localhost:8080/cb"), inZITADEL(attributes{
			"oidc": attributes{"skip_native_app_success_page": true, "grant_types": []string{"authorization_code", "urn:ietf:params:oauth:grant-type:device_code"}},
		})),
		has: map[string]any{
			"type": "native", "auth_method": "none", "skip_native_app_success_page": true, "has_secret": false,
			"redirect_uris": []string{"com.example.app:/cb", "http://localhost:8080/cb"},
		},
		drift:    map[string]any{"skip_native_app_success_page": false, "auth_method": "client_secret_basic"},
		said:     []string{`zitadel.oidc.skip_native_app_success_page: true -> false`, `auth_method: "none" -> "client_secret_basic"`},
		importID: "zitadel/1/",
	},
	"service account": {
		platform: "zitadel",
		first:    account(),
		second: account(attributes{"name": "Orders worker", "identifier": "orders:worker", "description": "Takes orders", "enabled": true}, auth("client_secret_basic"),
			inZITADEL(attributes{"access_token_type": "jwt"})),
		has: map[string]any{
			"type": "service_account", "name": "Orders worker", "identifier": "orders:worker", "description": "Takes orders", "access_token_type": "jwt",
			"client_id": "orders:worker", "has_secret": true,
		},
		drift: map[string]any{"description": "", "access_token_type": "bearer", "identifier": "renamed", "has_secret": false},
		said: []string{
			`description: "Takes orders" -> (none)`, `zitadel.access_token_type: "jwt" -> "bearer"`, `identifier: "orders:worker" -> "renamed"`,
			`auth_method: "client_secret_basic" -> "private_key_jwt"`, `client_id: "orders:worker" -> "renamed"`,
		},
		importID: "zitadel/service_account/", secret: true,
	},
	"service account with keys": {
		platform: "zitadel",
		first:    account(),
		second:   account(auth("private_key_jwt")),
		has:      map[string]any{"has_secret": false, "client_id": "orders-worker"},
		drift:    map[string]any{"client_secret": "somebody-made-one", "enabled": false},
		said:     []string{`auth_method: "private_key_jwt" -> "client_secret_basic"`, `enabled: true -> false`},
		importID: "zitadel/service_account/",
	},
	"agent with public keys and dependencies": {
		platform: "keycard",
		first:    agent(keys),
		second: agent(keys, inKeycard(attributes{
			"jwks_uri": "https://b.example.com/keys", "dependency": []attributes{{"resource_id": "r"}},
		})),
		has: map[string]any{"auth_method": "private_key_jwt", "credentials": 1},
		meddle: func(t *testing.T, w *acctest.World, id string) {
			t.Helper()
			resource, _ := w.Keycard.Resource()
			other, err := w.Keycard.AddResource(map[string]any{"name": "Other", "identifier": "urn:other"})
			if err == nil {
				err = errors.Join(w.Keycard.RemoveDependency(id, resource), w.Keycard.AddDependency(id, other))
			}
			if err != nil {
				t.Fatal(err)
			}
		},
		said:         []string{`keycard.dependency: removed "`, `, added "`},
		dependencies: 1, importID: "keycard/z/",
	},
	"agent with keys that are registered elsewhere": {
		platform: "keycard",
		first:    agent(inKeycard(attributes{"dependency": []attributes{{"resource_id": "r"}}})),
		second:   agent(auth("private_key_jwt"), inKeycard(attributes{"consent": "required"})),
		has:      map[string]any{"credentials": 0},
		drift:    map[string]any{"consent": "implicit"},
		said:     []string{`keycard.consent: "required" -> "implicit"`},
		importID: "keycard/z/",
	},
}

// at replaces the placeholders in a configuration.
func (l life) at(w *acctest.World, configuration attributes) attributes {
	resource, _ := w.Keycard.Resource()
	ids := map[string]string{"1": w.ZITADEL.ProjectID(), "z": w.Keycard.ZoneID(), "r": resource, "o": w.ZITADEL.OrganizationID()}
	all := attributes{}
	for name, value := range configuration {
		switch v := value.(type) {
		case attributes:
			value = l.at(w, v)
		case []attributes:
			var blocks []attributes
			for _, block := range v {
				blocks = append(blocks, l.at(w, block))
			}
			value = blocks
		case string:
			if id, ok := ids[v]; ok {
				value = id
			}
		}
		all[name] = value
	}
	return all
}

func TestLifecycle_EachKind_CreateToDestroy(t *testing.T) {
	for name, l := range lives {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(func() { removeAll(t, w) })
			core := w.Core()
			apply := func(configuration attributes, want bool) acctest.Problems {
				t.Helper()
				changed, problems := core.Apply(t.Context(), l.at(w, configuration))
				if problems.Failed() || changed != want {
					t.Fatalf("changed %v\n%s", changed, problems)
				}
				return problems
			}
			apply(l.first, true)
			id := core.Text("id")
			apply(l.first, false)
			apply(l.second, true)
			if problems := apply(l.second, false); len(problems) > 0 || core.Text("id") != id {
				t.Fatalf("%s instead of %s: %s", core.Text("id"), id, problems)
			}
			l.expectPlatform(t, w, core)

			w.Drift(l.platform, l.drift)
			if l.meddle != nil {
				l.meddle(t, w, id)
			}
			said := core.Refresh(t.Context()).String()
			for _, line := range l.said {
				if !strings.Contains(said, line) {
					t.Errorf("not said: %s\n%s", line, said)
				}
			}
			apply(l.second, true)
			apply(l.second, false)
			l.expectPlatform(t, w, core)

			w.FastAnswers()
			if problems := core.Import(t.Context(), l.imported(w)+id); problems.Failed() {
				t.Fatal(problems)
			}
			l.expectNothingButDefaults(t, w, core)
			if problems := core.Destroy(t.Context()); problems.Failed() || core.Has() || len(w.Applications()[l.platform]) > 0 {
				t.Error(problems)
			}
		})
	}
}

func (l life) imported(w *acctest.World) string {
	return strings.NewReplacer("/1/", "/"+w.ZITADEL.ProjectID()+"/", "/z/", "/"+w.Keycard.ZoneID()+"/").Replace(l.importID)
}

// expectPlatform checks the values on the platform, and that the secret in state works.
func (l life) expectPlatform(t *testing.T, w *acctest.World, core *acctest.Core) {
	t.Helper()
	got := w.Only(l.platform)
	for name, want := range l.has {
		if !equal(got[name], want) {
			t.Errorf("%s is %v, and not %v", name, got[name], want)
		}
	}
	if n := len(w.Keycard.Dependencies(core.Text("id"))); n != l.dependencies {
		t.Errorf("Keycard has %d dependencies, not %d", n, l.dependencies)
	}
	if l.secret != (core.Text("client_secret") != "") {
		t.Errorf("the state has a secret: %v", !l.secret)
	}
	if l.secret && got["enabled"] != false && !w.ZITADEL.VerifySecret(core.Text("client_id"), core.Text("client_secret")) {
		t.Error("the secret in state does not work")
	}
	if id, _ := got["client_id"].(string); id != core.Text("client_id") {
		t.Errorf("the state has client ID %q, the platform %q", core.Text("client_id"), id)
	}
}

// expectNothingButDefaults applies the second configuration after an import. Defaults that it sets explicitly are not in
// state yet, and are added without a request.
func (l life) expectNothingButDefaults(t *testing.T, w *acctest.World, core *acctest.Core) {
	t.Helper()
	w.Sent()
	if changed, problems := core.Apply(t.Context(), l.at(w, l.second)); problems.Failed() {
		t.Errorf("changed %v: %s", changed, problems)
	}
	expectOnlyReads(t, w)
	if changed, problems := core.Apply(t.Context(), l.at(w, l.second)); changed || problems.Failed() {
		t.Errorf("changed %v: %s", changed, problems)
	}
}

// User names of service accounts are unique in the organization. The error for a taken one says how to import the account.
func TestCreate_TakenUserName_SaysHowToImport(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	first, second := w.Core(), w.Core()
	if _, problems := first.Apply(t.Context(), account()); problems.Failed() {
		t.Fatal(problems)
	}
	_, problems := second.Apply(t.Context(), account(attributes{"identifier": "ORDERS-worker"}))
	said := problems.String()
	if !problems.Failed() || second.Has() || !strings.Contains(said, `id = "zitadel/service_account/`+first.Text("id")+`"`) || !strings.Contains(said, "already has this identifier") {
		t.Error(said)
	}
}

// The error of a plan that would empty a set says what to do, and following it works.
func TestTaint_EmptiesSet(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(body string) string {
		return required + fmt.Sprintf(`
resource "idp_application" "test" {
  name = "orders"
  %s
  zitadel {
    project_id = %q
    type       = "web"
  }
}`, body, w.ZITADEL.ProjectID())
	}
	cli := w.Workspace(config(`redirect_uris = ["https://a.example.com/cb"]`))
	cli.Must("apply")
	first := w.ID("zitadel")
	cli.Write("main.tf", config(""))
	if output, status := cli.Run("plan"); status != 1 || !strings.Contains(flat(output), "run terraform taint ADDRESS, then apply") {
		t.Errorf("%d: %s", status, output)
	}
	cli.Script("terraform taint " + address)
	cli.Must("apply")
	if app := w.Only("zitadel"); app["id"] == first || !isEmpty(app["redirect_uris"]) {
		t.Errorf("ZITADEL has %v", app)
	}
	expectNoPlan(t, cli)
	cli.Must("destroy")
}
