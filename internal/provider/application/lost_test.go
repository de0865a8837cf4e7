package application_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// expectWorking checks that state has the platform's application, with a working secret.
func expectWorking(t *testing.T, w *acctest.World, platform string) resource.TestCheckFunc {
	t.Helper()
	return func(s *terraform.State) error {
		got := s.RootModule().Resources[address].Primary.Attributes
		works := true
		switch platform {
		case "zitadel":
			works = w.ZITADEL.VerifySecret(got["client_id"], got["client_secret"])
		case "keycard":
			works = w.Keycard.VerifySecret(got["client_id"], got["client_secret"]) && w.Only(platform)["credentials"] == 1
		}
		if !works || got["client_secret"] == "" || got["id"] != w.ID(platform) {
			t.Errorf("state has application %s, the platform %s; the secret works: %t", got["id"], w.ID(platform), works)
		}
		return nil
	}
}

// The platform registers the application or its credential, and the response is lost.
func TestCreate_LostResponse_SucceedsInSameApply(t *testing.T) {
	for _, row := range []struct{ platform, operation string }{
		{"zitadel", "zitadel.create_application"},
		{"keycard", "keycard.create_application"},
		{"keycard", "keycard.create_credential"},
	} {
		for _, f := range []fault.Fault{
			{Kind: fault.DropAfterCommit},
			{Kind: fault.Truncate},
			{Kind: fault.Status, Status: 500, Body: `{"message":"internal error"}`},
		} {
			t.Run(row.operation+" "+string(f.Kind), func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				f.Operation = row.operation
				core := coreOf(t, w)
				w.Fault(f)
				core.apply(simple(w, row.platform))
				core.expectWorking(w, row.platform)
			})
		}
	}
}

func TestCreate_LostResponse_DisablesApplicationWithKey(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := zitadelConfig(w, "orders", "enabled = false\n  auth_method = \"private_key_jwt\"")
	w.Test(
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.DropAfterCommit})
			},
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "client_secret"), has(knownvalue.Bool(false), "enabled")},
			Check: func(*terraform.State) error {
				expectSent(t, w, map[string]int{"zitadel.create_application": 1, "zitadel.search_apps": 2, "zitadel.generate_secret": 0})
				return nil
			},
		},
		unchanged(config),
	)
}

// ZITADEL's reads never return the application. It stays in state until it is replaced by one that they return.
func TestCreate_NeverReadable_StaysInState(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := zitadelConfig(w, "orders", "")
	w.Test(
		resource.TestStep{
			PreConfig: func() { w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.LostRead}) },
			Config:    config,
		},
		unchanged(config),
		resource.TestStep{
			Taint: []string{address}, Config: config,
			ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
			Check:            expectWorking(t, w, "zitadel"),
		},
		resource.TestStep{PreConfig: func() { w.Sent() }, Config: config, PlanOnly: true},
	)
	if n := w.Sent()["zitadel.search_changes"]; n != 0 {
		t.Errorf("a read that shows the application was doubted %d times", n)
	}
}

func TestRead_ApplicationDeleted_WarnsWithHistory(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(zitadelConfig(w, "orders", ""))
	cli.Must("apply")
	if err := w.Remove("zitadel", w.ID("zitadel")); err != nil {
		t.Fatal(err)
	}
	output := cli.Must("plan")
	if !regexp.MustCompile(`(?s)Application was deleted outside Terraform.*no\s+longer\s+has\s+application\s+"orders"`).MatchString(output) ||
		!regexp.MustCompile(`(?s)\S+.*removed\s+it\s+at\s+20`).MatchString(output) {
		t.Error(output)
	}

	w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.LostRead})
	cli.Must("apply")
	w.Fault(fault.Fault{Operation: "zitadel.get_app", Kind: fault.NotFoundTimes, Times: 9})
	if output = cli.Must("plan"); !regexp.MustCompile(`ZITADEL\s+does\s+not\s+show\s+application\s+"orders"\s+\(`+w.ID("zitadel")+`\)`).MatchString(output) ||
		!strings.Contains(output, "-replace=ADDRESS") || !strings.Contains(output, "No changes") {
		t.Error(output)
	}
	if output := cli.Must("destroy"); len(w.Applications()["zitadel"]) != 0 {
		t.Error(output)
	}
}

// A platform returns 404 once or twice for an application that exists, on a read or on its deletion.
func TestTemporary404_KeepsStateAndCompletesDestroy(t *testing.T) {
	for platform, operations := range map[string]string{
		"zitadel": "zitadel.get_app zitadel.delete_app",
		"keycard": "keycard.get_application keycard.get_credential keycard.delete_application",
		"lerian":  "lerian.get_application lerian.delete_application",
	} {
		for operation := range strings.FieldsSeq(operations) {
			t.Run(operation, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				core, config := coreOf(t, w), simple(w, platform)
				core.apply(config)
				w.Fault(fault.Fault{Operation: operation, Kind: fault.NotFoundTimes})
				if changes := core.plan(config); len(changes) > 0 {
					t.Errorf("the plan changes %q", changes)
				}
				core.apply(config)
				core.expectWorking(w, platform)
				if problems := core.Destroy(t.Context()); problems.Failed() || len(w.Applications()[platform]) > 0 {
					t.Errorf("destroyed, but there are %d applications: %s", len(w.Applications()[platform]), problems)
				}
			})
		}
	}
}

// All tokens expire while only some of the applications are registered.
func TestTokenThatEndsInTheMiddleOfAnApplyIsRenewed(t *testing.T) {
	for platform, row := range map[string]struct {
		login  string
		expire func(*acctest.World)
	}{
		"zitadel": {"zitadel.token", func(w *acctest.World) { w.ZITADEL.ExpireTokens() }},
		"keycard": {"keycard.token", func(w *acctest.World) { w.Keycard.ExpireTokens() }},
		"lerian":  {"lerian.login", func(w *acctest.World) { w.Lerian.ExpireTokens() }},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			var w *acctest.World
			var creates atomic.Int32
			w = acctest.New(t, func(o *emulator.Options) {
				wrap := o.Backend
				o.Backend = func(platform string, next http.Handler) http.Handler {
					next = wrap(platform, next)
					return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
						if isCreate(r) && creates.Add(1) == 5 {
							row.expire(w)
						}
						next.ServeHTTP(rw, r)
					})
				}
			})
			config := strings.Replace(platforms[platform](w), "{\n", "{\n  count = 20\n", 1)
			config = strings.Replace(config, `"orders"`, `"orders-${count.index}"`, 1)
			config = strings.Replace(config, `orders.example.com`, `orders-${count.index}.example.com`, 1)
			w.Test(resource.TestStep{Config: config, Check: func(*terraform.State) error {
				if logins := w.Sent()[row.login]; logins != 3 || len(w.Applications()[platform]) != 20 {
					t.Errorf("%d logins for %d applications, want 3 for 20 (plan, apply, renewal)", logins, len(w.Applications()[platform]))
				}
				return nil
			}})
		})
	}
}
