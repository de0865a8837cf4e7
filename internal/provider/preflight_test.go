package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// crowd returns a configuration of many new applications on a platform.
func crowd(w *acctest.World, platform string) string {
	return fmt.Sprintf("resource \"idp_application\" \"test\" {\n  count = 40\n  name = %s\n%s\n%s\n}\n", map[string]string{
		"zitadel": `"orders-${count.index}"`, "keycard": `"Orders"`, "lerian": `"plugin-fees"`,
	}[platform], map[string]string{
		"keycard": `identifier = "urn:orders:${count.index}"`, "lerian": `description = "Fees"`,
	}[platform], w.Scopes()[platform])
}

func TestPreflight_CreatesOfAScope_ShareOneList(t *testing.T) {
	for platform, list := range map[string]string{"zitadel": "zitadel.search_apps", "keycard": "keycard.list_applications", "lerian": "lerian.list_applications"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(w.RemoveAll)
			cli := w.Workspace(crowd(w, platform))
			w.Sent()
			cli.Must("plan")
			sent := w.Sent()
			cli.Must("apply")
			if applied := w.Sent()[list]; applied > 2 { // the plan and the apply are separate processes
				t.Errorf("the apply lists %d times", applied)
			}
			if sent[list] != 1 {
				t.Errorf("sent %v", sent)
			}
			for operation, n := range sent {
				if n != 1 {
					t.Errorf("%s: %d requests", operation, n)
				}
			}
		})
	}
}

// A platform that fails during the plan may work during the apply.
func TestPreflight_TemporaryFailure_DoesNotFailPlan(t *testing.T) {
	for name, f := range map[string]fault.Fault{
		"not allowed to list": {Operation: "zitadel.search_apps", Kind: fault.Status, Status: 403, Times: 100},
		"down":                {Operation: "zitadel.search_apps", Kind: fault.Status, Status: 503, Times: 100},
		"rate limit":          {Operation: "zitadel.search_apps", Kind: fault.Status, Status: 429, Times: 100},
		"a web page":          {Operation: "zitadel.search_apps", Kind: fault.HTML, Times: 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Fault(f)
			if said := w.Workspace(crowd(w, "zitadel")).Must("plan"); strings.Contains(said, "Warning") {
				t.Error(said)
			}
		})
	}
}

// Unknown values cause no request; neither does a plan that reads each application individually.
func TestPreflight_UnknownScopeOrIndividualRefresh_SendsNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	unknown := strings.Replace(crowd(w, "zitadel"), `"`+w.ZITADEL.ProjectID()+`"`, "terraform_data.project.id", 1)
	for name, config := range map[string]string{
		"unknown project": "resource \"terraform_data\" \"project\" {}\n" + unknown,
		"individual":      "provider \"idp\" {\n  refresh = \"individual\"\n}\n" + crowd(w, "zitadel"),
	} {
		w.Sent()
		w.Workspace(config).Must("plan")
		if sent := w.Sent(); len(sent) > 0 {
			t.Errorf("%s: sent %v", name, sent)
		}
	}
}

// The run may delete or rename an application of its own state, so only a stranger's name is worth a warning. An apply
// warns of nothing: it either registers the application or fails.
func TestPreflight_NameHeldByThisState_DoesNotWarn(t *testing.T) {
	for _, options := range [][]provider.Option{nil, {provider.WithFastPath()}} {
		e, err := emulator.Start(emulator.Options{Seed: 6})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(e.Close)
		all := e.Applications()["zitadel"]
		own, other, third := all[0], all[1], all[2]
		for name, row := range map[string]struct {
			before func(caller, *tfprotov6.DynamicValue)
			warns  bool
		}{
			"the state has nothing":     {func(caller, *tfprotov6.DynamicValue) {}, true},
			"the state has another one": {func(c caller, _ *tfprotov6.DynamicValue) { c.refresh(c.state("zitadel", other), c.private(other)) }, true},
			"it is read":                {func(c caller, state *tfprotov6.DynamicValue) { c.refresh(state, c.private(own)) }, false},
			"its removal is planned":    {func(c caller, state *tfprotov6.DynamicValue) { c.plan(state, c.null()) }, false},
			"its replacement": {func(c caller, state *tfprotov6.DynamicValue) {
				c.plan(state, c.config("zitadel", state))
			}, false},
			"the run applies": {func(c caller, _ *tfprotov6.DynamicValue) { c.remove(c.state("zitadel", third)) }, false},
		} {
			c := serve(t, e, nil, "", options...)
			state := c.state("zitadel", own)
			row.before(c, state)
			problems := c.plan(c.null(), c.config("zitadel", state))
			if warned := len(problems) == 1 && problems[0].Summary == "Application exists already"; warned != row.warns || len(problems) > 1 {
				t.Errorf("%s: warned: %t, problems: %v", name, warned, problems)
			}
		}
	}
}

// Terraform reads an application before it plans its update, and plans the update again in the apply, without a read. Names
// may swap then, and the apply tells.
func TestPreflight_UpdateThatAnApplyPlansAgain_WarnsOfNothing(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 6})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	own, other := e.Applications()["zitadel"][0], e.Applications()["zitadel"][1]
	for read, want := range map[bool][]string{true: {existsAlready}, false: nil} {
		c := serve(t, e, nil, "", provider.WithFastPath())
		state, renamed := c.state("zitadel", own), maps.Clone(own)
		if renamed["name"] = other["name"]; read {
			c.refresh(state, c.private(own))
		}
		expectSaid(t, c.plan(state, c.state("zitadel", renamed)), want...)
	}
}

// said returns the summaries of diagnostics.
func said(problems []*tfprotov6.Diagnostic) (all []string) {
	for _, d := range problems {
		all = append(all, d.Severity.String()+": "+d.Summary)
	}
	return all
}

func expectSaid(t *testing.T, problems acctest.Problems, want ...string) {
	t.Helper()
	if !slices.Equal(said(problems), want) {
		t.Errorf("the plan says %q, not %q\n%s", said(problems), want, problems)
	}
}

const (
	existsAlready = "WARNING: Application exists already"
	noScope       = "WARNING: Project, organization or zone not found"
)

// The zone has two pages. The reads of the plan fetch both.
func TestPreflight_NameOnAPageThatTheReadsFetched_Warns(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 150})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	all := e.Applications()["keycard"]
	states := c.states("keycard", all)
	for at, where := range map[int]string{0: "first", len(all) - 1: "last"} {
		c := serve(t, e, nil, "")
		refresh(t, c, slices.Delete(slices.Clone(states), at, at+1)) // of which Terraform knows nothing
		e.Journal.Reset()
		config := c.config("keycard", states[at].value)
		planned, err := c.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "idp_application", Config: config, ProposedNewState: config, PriorState: c.dynamic(tftypes.NewValue(c.typ, nil)),
		})
		c.check(err, nil)
		expectSaid(t, planned.Diagnostics, existsAlready)
		if sent := e.Journal.Total(); sent > 0 {
			t.Errorf("the %s application: %d requests", where, sent)
		}
	}
}

func TestPreflight_RenameToATakenName_Warns(t *testing.T) {
	for platform, row := range map[string]struct {
		list   string
		config func(w *acctest.World, name string) values
	}{
		"zitadel": {"zitadel.search_apps", func(w *acctest.World, name string) values {
			return values{"name": name, "zitadel": values{"project_id": w.ZITADEL.ProjectID()}}
		}},
		"keycard": {"keycard.list_applications", func(w *acctest.World, name string) values {
			return values{"name": "Orders", "identifier": name, "keycard": values{"zone_id": w.Keycard.ZoneID()}}
		}},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(w.RemoveAll)
			other := w.Registrations()[platform]
			other.Name, other.Identifier = "invoices", strings.Replace(other.Identifier, "urn:orders", "invoices", 1)
			w.Register(platform, other)
			core := w.Core()
			if _, problems := core.Apply(t.Context(), row.config(w, "orders")); problems.Failed() {
				t.Fatal(problems)
			}
			for name, want := range map[string][]string{"invoices": {existsAlready}, "orders-2": nil, "ORDERS": nil, "orders": nil} {
				w.Sent()
				_, problems := core.Plan(t.Context(), row.config(w, name))
				expectSaid(t, problems, want...)
				if lists := w.Sent()[row.list]; (lists > 0) != (name != "orders") || lists > 1 {
					t.Errorf("the plan of %q lists %d times", name, lists)
				}
			}
		})
	}
}

func TestPreflight_Credential_NeedsALoginAndAScope(t *testing.T) {
	at := map[string]func(w *acctest.World) values{
		"keycard": func(w *acctest.World) values {
			return values{"keycard": values{"zone_id": w.Keycard.ZoneID()}, "client_secret": values{}}
		},
		"zitadel": func(w *acctest.World) values {
			return values{"zitadel": values{"project_id": w.ZITADEL.ProjectID()}, "key": values{}}
		},
		"service account": func(*acctest.World) values { return values{"zitadel": values{}, "key": values{}} },
	}
	for name, row := range map[string]struct {
		of     string
		change func(*acctest.World, values)
		want   []string
	}{
		"Keycard":         {"keycard", func(*acctest.World, values) {}, nil},
		"ZITADEL":         {"zitadel", func(*acctest.World, values) {}, nil},
		"service account": {"service account", func(*acctest.World, values) {}, nil},
		"other zone": {"keycard", func(_ *acctest.World, config values) {
			config["keycard"] = values{"zone_id": "ujzde8gxd6ncf10epf91dhodzd"}
		}, []string{noScope}},
		"other project": {"zitadel", func(_ *acctest.World, config values) {
			config["zitadel"] = values{"project_id": "404404404404404404"}
		}, []string{noScope}},
		"zone that is not known yet": {"keycard", func(_ *acctest.World, config values) {
			config["keycard"] = values{"zone_id": acctest.Unknown}
		}, nil},
		"refused by Keycard": {"keycard", func(w *acctest.World, _ values) {
			w.Env["KEYCARD_CLIENT_SECRET"] = "wrong"
		}, []string{"ERROR: Keycard refused the provider's credentials"}},
		"refused by ZITADEL": {"service account", func(w *acctest.World, _ values) {
			delete(w.Env, "ZITADEL_JWT_PROFILE_FILE")
			delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
			w.Env["ZITADEL_ACCESS_TOKEN"] = "wrong"
		}, []string{"ERROR: ZITADEL refused the provider's credentials"}},
		"cannot list": {"keycard", func(w *acctest.World, _ values) {
			w.Fault(fault.Fault{Operation: "keycard.list_applications", Kind: fault.Status, Status: 503, Times: 100})
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := at[row.of](w)
			config["application_id"] = acctest.Unknown
			row.change(w, config)
			_, problems := w.CoreOf(credentialType).Plan(t.Context(), config)
			expectSaid(t, problems, row.want...)
		})
	}
}

func TestPreflight_CredentialsAndApplicationsOfAZone_ShareOneList(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(crowd(w, "keycard") + fmt.Sprintf(`
resource "idp_application_credential" "test" {
  count          = 40
  application_id = idp_application.test[count.index].id
  client_secret {}
  %s
}`, w.Scopes()["keycard"]))
	w.Sent()
	cli.Must("plan")
	for operation, n := range w.Sent() {
		if n != 1 {
			t.Errorf("%s: %d requests", operation, n)
		}
	}
}

func (c caller) null() *tfprotov6.DynamicValue { return c.dynamic(tftypes.NewValue(c.typ, nil)) }

// plan plans a change of a state, either of which may be null, and returns the diagnostics.
func (c caller) plan(state, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	planned, err := c.server.PlanResourceChange(c.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "idp_application", Config: config, PriorState: state, ProposedNewState: config,
	})
	c.check(err, nil)
	return planned.Diagnostics
}

func (c caller) remove(state *tfprotov6.DynamicValue) {
	removed, err := c.server.ApplyResourceChange(c.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "idp_application", Config: c.null(), PriorState: state, PlannedState: c.null(),
	})
	c.check(err, removed.Diagnostics)
}
