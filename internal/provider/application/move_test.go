package application_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ZITADEL's own provider wrote the state; its IDs and secrets are replaced with those of existing applications.
func TestMoveFromZITADELsProvider(t *testing.T) {
	for _, r := range saved(t, "zitadel-provider.tfstate") {
		t.Run(r.Type+" "+r.Name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			attributes := maps.Clone(r.Instances[0].Attributes)
			method := idp.ClientSecretBasic
			if strings.Contains(fmt.Sprint(attributes), "PRIVATE_KEY_JWT") {
				method = idp.PrivateKeyJWT
			}
			name := attributes["name"].(string)
			app := register(t, w, "zitadel", idp.Registration{
				Scope: idp.Scope{ProjectID: w.ZITADEL.ProjectID()}, Name: name, AuthMethod: method,
			})
			organization := ""
			attributes["id"], attributes["project_id"] = app.ID, w.ZITADEL.ProjectID()
			if attributes["org_id"] != nil {
				attributes["org_id"] = app.OrganizationID
				organization = fmt.Sprintf("organization_id = %q", app.OrganizationID)
			}
			credential := attributes
			if api, ok := attributes["api"].([]any); ok {
				credential = maps.Clone(api[0].(map[string]any))
				attributes["api"] = []any{credential}
			}
			credential["client_id"], credential["client_secret"] = app.ClientID, app.ClientSecret.Reveal()
			w.Others = standIn{"zitadel", map[string]map[string]any{r.Type: attributes}}.providers()

			config := fmt.Sprintf(`
resource "idp_application" "test" {
  name        = %q
  auth_method = %q
  zitadel {
    project_id = %q
    %s
  }
}`, name, method, w.ZITADEL.ProjectID(), organization)
			expectMoved(t, w, r.Type, "", config, app)
		})
	}
}

// expectMoved applies the old configuration, and moves one of its resources to idp_application.test. It expects an empty
// plan, the secret in state, and only reads and logins. rest is the part of the old configuration that stays.
func expectMoved(t *testing.T, w *acctest.World, from, rest, config string, app idp.Application) {
	t.Helper()
	var secret knownvalue.Check = knownvalue.Null()
	if app.ClientSecret != "" {
		secret = text(app.ClientSecret.Reveal())
	}
	w.Test(
		resource.TestStep{Config: fmt.Sprintf("resource %q \"old\" {}\n%s", from, rest)},
		resource.TestStep{
			PreConfig:        func() { w.Sent() },
			Config:           fmt.Sprintf("moved {\n  from = %s.old\n  to   = idp_application.test\n}\n%s", from, config),
			ConfigPlanChecks: before(action(plancheck.ResourceActionNoop)),
			ConfigStateChecks: []statecheck.StateCheck{
				has(text(app.ID), "id"), has(text(app.ClientID), "client_id"), has(secret, "client_secret"),
				statecheck.ExpectIdentityValueMatchesState(address, at("id")),
			},
			Check: func(*terraform.State) error { expectOnlyReads(t, w); return nil },
		},
		unchanged(config),
	)
}

// register returns the application's secret, which keycard_application's state does not contain.
func TestMoveFromKeycardsProvider(t *testing.T) {
	resources := map[string]map[string]any{}
	for _, r := range saved(t, "keycard-provider.tfstate") {
		resources[r.Type] = r.Instances[0].Attributes
	}
	const application, secret = "keycard_application", "keycard_application_client_secret"
	for name, c := range map[string]struct {
		from, rest, removed string
		secret              bool
	}{
		"application alone":                  {from: application},
		"application with its client secret": {secret, "resource \"keycard_application\" \"billing\" {}", application, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			app := register(t, w, "keycard", idp.Registration{
				Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}, Name: "Billing agent", Identifier: "https://billing.example.com",
				Description: "Sends the invoices", AuthMethod: idp.ClientSecretBasic, DocsURL: "https://wiki.example.com/billing",
				RedirectURIs: []string{"https://billing.example.com/callback"},
			})
			attributes := map[string]map[string]any{application: maps.Clone(resources[application]), secret: maps.Clone(resources[secret])}
			attributes[application]["id"], attributes[application]["zone_id"] = app.ID, w.Keycard.ZoneID()
			maps.Copy(attributes[secret], map[string]any{
				"id": app.CredentialID, "application_id": app.ID, "zone_id": w.Keycard.ZoneID(),
				"client_id": app.ClientID, "client_secret": app.ClientSecret.Reveal(),
			})
			w.Others = standIn{"keycard", attributes}.providers()
			config := fmt.Sprintf(`
resource "idp_application" "test" {
  name          = "Billing agent"
  description   = "Sends the invoices"
  identifier    = "https://billing.example.com"
  redirect_uris = ["https://billing.example.com/callback"]
  keycard {
    zone_id  = %q
    docs_url = "https://wiki.example.com/billing"
  }
}`, w.Keycard.ZoneID())
			if c.removed != "" {
				config += fmt.Sprintf("\nremoved {\n  from = %s.billing\n  lifecycle {\n    destroy = false\n  }\n}", c.removed)
			}
			if !c.secret {
				app.ClientSecret = ""
			}
			expectMoved(t, w, c.from, c.rest, config, app)
		})
	}
}

// move asks the provider to move a state.
func move(t *testing.T, provider, resourceType string, version int64, state string) *tfprotov6.MoveResourceStateResponse {
	t.Helper()
	server, err := acctest.New(t).Server()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: resourceType, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "idp_application",
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestMoveTakesStatesOfAnySchemaVersion(t *testing.T) {
	for version := range int64(3) {
		for _, file := range []string{"zitadel-provider.tfstate", "keycard-provider.tfstate"} {
			for _, r := range saved(t, file) {
				attributes := maps.Clone(r.Instances[0].Attributes)
				attributes["added_later"] = map[string]any{"deep": []any{1, true, nil}}
				state, err := json.Marshal(attributes)
				if err != nil {
					t.Fatal(err)
				}
				provider := strings.TrimSuffix(strings.TrimPrefix(r.Provider, `provider["`), `"]`)
				if resp := move(t, provider, r.Type, version, string(state)); len(resp.Diagnostics) > 0 || resp.TargetState == nil {
					t.Errorf("%s of schema version %d: %v", r.Type, version, resp.Diagnostics)
				}
			}
		}
	}
}

func TestMoveRefusesWhatItCannotTakeOver(t *testing.T) {
	const zitadel, keycard = "registry.terraform.io/zitadel/zitadel", "registry.terraform.io/keycardai/keycard"
	for name, c := range map[string]struct{ provider, resourceType, state, message string }{
		"another provider's type of this name": {"registry.terraform.io/acme/acme", "zitadel_application_api", `{"id":"1","project_id":"2"}`, "A moved block may start from zitadel_application_"},
		"another type of that provider":        {zitadel, "zitadel_application_saml", `{"id":"1","project_id":"2"}`, "A moved block may start from zitadel_application_"},
		"a SAML application":                   {zitadel, "zitadel_application_v2", `{"id":"1","project_id":"2","api":[],"oidc":[],"saml":[{}]}`, "no api or oidc block"},
		"a service account without a name":     {zitadel, "zitadel_machine_user", `{"id":"1","client_secret":"hush"}`, "lacks the ID"},
		"a state without a project":            {zitadel, "zitadel_application_api", `{"id":"1","client_secret":"hush"}`, "lacks the ID"},
		"a state without a zone":               {keycard, "keycard_application", `{"id":"1"}`, "lacks the ID"},
		"a secret without an application":      {keycard, "keycard_application_client_secret", `{"id":"1","zone_id":"2","client_secret":"hush"}`, "lacks the ID"},
		"a state that is another":              {zitadel, "zitadel_application_api", `{"id":"1","project_id":["hush"]}`, "cannot be read"},
		"a state that is none":                 {keycard, "keycard_application", `hush`, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			resp := move(t, c.provider, c.resourceType, 0, c.state)
			said := fmt.Sprint(slices.Collect(details(resp.Diagnostics)))
			if resp.TargetState != nil || !strings.Contains(said, c.message) || strings.Contains(said, "hush") {
				t.Errorf("moved: %v; said: %s", resp.TargetState != nil, said)
			}
		})
	}
}

func details(diagnostics []*tfprotov6.Diagnostic) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, d := range diagnostics {
			if !yield(strings.Join(strings.Fields(d.Summary+": "+d.Detail), " ")) {
				return
			}
		}
	}
}
