package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
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
func TestPreflight_FailureThatMayPass_FailsNoPlan(t *testing.T) {
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
func TestPreflight_NothingToAsk(t *testing.T) {
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

// The run may delete or rename an application that it has read.
func TestPreflight_NameOfThisState_WarnsOfNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(w.RemoveAll)
	config := func(label string) string {
		return fmt.Sprintf("resource \"idp_application\" %q {\n  name = \"orders\"\n%s\n}\n", label, w.Scopes()["zitadel"])
	}
	cli := w.Workspace(config("old"))
	cli.Must("apply")
	cli.Write("main.tf", config("old")+config("new"))
	if said := acctest.Flat(cli.Must("plan")); !strings.Contains(said, "1 to add") {
		t.Error(said)
	}
	cli.Write("main.tf", "moved {\n  from = idp_application.old\n  to = idp_application.new\n}\n"+config("new"))
	if said := cli.Must("plan"); strings.Contains(said, "Warning") {
		t.Error(said)
	}
}
