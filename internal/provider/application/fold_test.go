package application_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

const (
	crowd = 50
	fifty = `
locals { crowd = toset([for n in range(50) : tostring(n)]) }
`
)

// many returns the configuration of fifty applications that the platforms can tell apart.
var many = map[string]func(*acctest.World) string{
	"zitadel": func(w *acctest.World) string {
		return fmt.Sprintf(`
resource "idp_application" "test" {
  for_each = local.crowd
  name     = "app-${each.key}"
  zitadel { project_id = %q }
}`+fifty, w.ZITADEL.ProjectID())
	},
	"keycard": func(w *acctest.World) string {
		return fmt.Sprintf(`
resource "idp_application" "test" {
  for_each   = local.crowd
  name       = "App ${each.key}"
  identifier = "urn:app:${each.key}"
  keycard { zone_id = %q }
}`+fifty, w.Keycard.ZoneID())
	},
	"lerian": func(*acctest.World) string {
		return `
resource "idp_application" "test" {
  for_each    = local.crowd
  name        = "plugin-fees"
  description = "Fees ${each.key}"
  lerian {}
}` + fifty
	},
}

// expectFolded expects a single full warning for all applications.
func expectFolded(t *testing.T, output, summary string) {
	t.Helper()
	if strings.Count(output, "Warning: ") != 1 || strings.Count(output, "Warning: "+summary+"\n") != 1 ||
		!strings.Contains(flat(output), "(and 49 more similar warnings elsewhere)") {
		t.Errorf("the warnings are not folded:\n%s", output)
	}
}

// Terraform folds warnings with the same summary, so that the same event for fifty applications is a single warning.
func TestWarnings_FiftyApplications_AreOne(t *testing.T) {
	for platform, config := range many {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(func() { removeAll(t, w) })
			cli := w.Workspace(config(w))
			cli.Must("apply")

			imports := w.Workspace(config(w) + imported(w, platform))
			if said := imports.Must("plan"); strings.Count(said, "Warning: ") != 1 || !strings.Contains(said, "Warning: Client secret is not known\n") {
				t.Errorf("there is not one warning:\n%s", said)
			}

			change := map[string]any{"name": "midaz"} // which Lerian allows
			for i, application := range w.Applications()[platform] {
				if platform != "lerian" {
					change["name"] = fmt.Sprintf("renamed %d", i)
				}
				if err := w.Change(platform, application["id"].(string), change); err != nil {
					t.Fatal(err)
				}
			}
			expectFolded(t, cli.Must("apply", "-refresh-only"), "Application was changed outside Terraform")

			removeAll(t, w)
			expectFolded(t, cli.Must("plan"), "Application was deleted outside Terraform")
		})
	}
}

// imported returns import blocks for all fifty, by the number in their name or description.
func imported(w *acctest.World, platform string) string {
	ids := map[string]string{}
	for _, application := range w.Applications()[platform] {
		name := map[string]string{"zitadel": "name", "keycard": "name", "lerian": "description"}[platform]
		words := strings.FieldsFunc(application[name].(string), func(r rune) bool { return r == ' ' || r == '-' })
		ids[words[len(words)-1]] = importIDOf(w, platform, application["id"].(string))
	}
	encoded, _ := json.Marshal(ids) // also valid in the configuration language
	return fmt.Sprintf("\nimport {\n  for_each = %s\n  to = idp_application.test[each.key]\n  id = each.value\n}\n", encoded)
}

// expectOneExplanation expects that one error explains the cause, and that the others only refer to it.
func expectOneExplanation(t *testing.T, output string, status int, summary string) {
	t.Helper()
	errors := strings.Split(output, "Error: ")[1:]
	explained := 0
	for _, e := range errors {
		heading, detail, _ := strings.Cut(e, "{\n\n")
		if !strings.HasPrefix(heading, summary+"\n") {
			t.Errorf("another error: %s", e)
		}
		if detail != "" && strings.TrimSpace(detail) != "Another error with this summary explains why." {
			explained++
		}
	}
	if status != 1 || explained != 1 || len(errors) > crowd || t.Failed() {
		t.Errorf("status %d, %d errors, %d of which explain the cause:\n%s", status, len(errors), explained, output)
	}
}

// Terraform does not fold errors, so a cause that all applications of a platform share is explained once.
func TestErrors_OneCauseForFiftyApplications_IsExplainedOnce(t *testing.T) {
	const nobody = "http://127.0.0.1:1" // a port that no other test gets
	endpoints := map[string]string{"zitadel": "ZITADEL_ENDPOINT", "keycard": "KEYCARD_ENDPOINT", "lerian": "LERIAN_IDENTITY_ENDPOINT"}
	for platform, title := range map[string]string{"zitadel": "ZITADEL", "keycard": "Keycard", "lerian": "Lerian"} {
		for summary, env := range map[string]map[string]string{
			title + " refused the provider's credentials": {
				"ZITADEL_JWT_PROFILE_JSON": "", "ZITADEL_ACCESS_TOKEN": "expired", "KEYCARD_CLIENT_SECRET": "expired",
				"LERIAN_USERNAME": "", "LERIAN_PASSWORD": "", "LERIAN_ACCESS_TOKEN": "expired",
			},
			title + " is unreachable":    {endpoints[platform]: nobody, "LERIAN_USERNAME": "", "LERIAN_PASSWORD": "", "LERIAN_ACCESS_TOKEN": w0},
			title + " is not configured": {endpoints[platform]: "", "KEYCARD_CLIENT_ID": ""},
		} {
			t.Run(summary, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				cli := w.Workspace(many[platform](w))
				cli.Must("apply")
				t.Cleanup(func() { removeAll(t, w) })
				for name, value := range env {
					w.Env[name] = value
				}
				output, status := cli.Run("plan")
				expectOneExplanation(t, output, status, summary)
			})
		}
	}
}

const w0 = "a token that nobody reads"
