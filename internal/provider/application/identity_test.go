package application_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	fwresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestIdentityStaysThroughUpdates(t *testing.T) {
	changed := map[string]func(*acctest.World) string{
		"zitadel": func(w *acctest.World) string { return zitadelConfig(w, "payments", `auth_method = "private_key_jwt"`) },
		"keycard": func(w *acctest.World) string { return keycardConfig(w, "", `description = "other"`) },
		"lerian":  func(w *acctest.World) string { return with(platforms["lerian"](w), rotated(1)) }, // Lerian cannot change an application
	}
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			same := statecheck.CompareValue(compare.ValuesSame())
			expected := func() []statecheck.StateCheck {
				return []statecheck.StateCheck{
					statecheck.ExpectIdentity(address, identityOf(w, platform)),
					statecheck.ExpectIdentityValueMatchesState(address, at("id")),
					same.AddStateValue(address, at("id")),
				}
			}
			w.Test(
				resource.TestStep{Config: config(w), ConfigStateChecks: expected()},
				resource.TestStep{
					Config: changed[platform](w), ConfigStateChecks: expected(),
					ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
				},
			)
		})
	}
}

// An import by identity results in an empty plan, with or without the organization, if the configuration matches.
func TestImportByIdentityPlansEmpty(t *testing.T) {
	for name, c := range map[string]struct{ platform, scope, block string }{
		"zitadel":                      {"zitadel", `project_id = "PROJECT"`, `zitadel { project_id = "PROJECT" }`},
		"zitadel with an organization": {"zitadel", "project_id = \"PROJECT\"\norganization_id = \"ORG\"", "zitadel {\n  project_id      = \"PROJECT\"\n  organization_id = \"ORG\"\n}"},
		"lerian":                       {"lerian", "", `description = "Nightly fees"` + "\n" + `lerian {}`},
		"keycard":                      {"keycard", `zone_id = "ZONE"`, `identifier = "urn:orders"` + "\n" + `keycard { zone_id = "ZONE" }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			fill := strings.NewReplacer("PROJECT", w.ZITADEL.ProjectID(), "ORG", w.ZITADEL.OrganizationID(), "ZONE", w.Keycard.ZoneID()).Replace
			registration := registrations(w)[c.platform]
			app := register(t, w, c.platform, registration)
			config := fmt.Sprintf("resource \"idp_application\" \"test\" {\n  name = %q\n  %s\n}\n", registration.Name, fill(c.block))
			w.Test(
				resource.TestStep{
					Config: config + fmt.Sprintf("import {\n  to = idp_application.test\n  identity = {\n    platform = %q\n    id = %q\n    %s\n  }\n}",
						c.platform, app.ID, fill(c.scope)),
					ConfigPlanChecks:  before(plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, identityOf(w, c.platform))},
				},
				unchanged(config),
			)
		})
	}
}

func TestWrongIdentityIsExplained(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	refused := func(parts, message string) resource.TestStep {
		return resource.TestStep{
			Config:      zitadelConfig(w, "orders", "") + "\nimport {\n  to = idp_application.test\n  identity = {\n" + parts + "\n  }\n}",
			ExpectError: regexp.MustCompile(message),
		}
	}
	w.Test(
		refused(`platform = "okta"`+"\n"+`id = "1"`, `"okta" is not a supported platform`),
		refused(`platform = "zitadel"`+"\n"+`id = "1"`, `(?s)There is no application to import.*zitadel/service_account/<application_id>`),
		refused(`platform = "keycard"`+"\n"+`id = "1"`+"\n"+`project_id = "1"`, `keycard/<zone_id>/<application_id>`),
		refused(`platform = "lerian"`+"\n"+`id = "1"`+"\n"+`zone_id = "1"`, `lerian/<application_id>`),
		refused(`platform = "lerian"`+"\n"+`id = "a/b"`, `lerian/<application_id>`),
	)
}

func TestStateWithoutIdentityGetsOneAtTheNextRead(t *testing.T) {
	for platform, config := range platforms {
		for name, deleted := range map[string]bool{"": false, "although the application is gone": true} {
			t.Run(strings.TrimSpace(platform+" "+name), func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				old := true
				w.Others = map[string]func() (tfprotov6.ProviderServer, error){
					"idp": func() (tfprotov6.ProviderServer, error) {
						if old {
							return providerserver.NewProtocol6(withoutIdentity{w.Provider()})(), nil
						}
						return providerserver.NewProtocol6(w.Provider())(), nil
					},
				}
				expected := plancheck.ResourceActionNoop
				if deleted {
					expected = plancheck.ResourceActionCreate
				}
				w.Test(
					resource.TestStep{Config: config(w)},
					resource.TestStep{
						PreConfig: func() {
							old = false
							if deleted {
								removeAll(t, w)
							}
						},
						Config:            config(w),
						ConfigPlanChecks:  before(action(expected)),
						ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(address, identityOf(w, platform))},
					},
				)
			})
		}
	}
}

// withoutIdentity is the provider from before its resource had an identity.
type withoutIdentity struct{ provider.Provider }

func (withoutIdentity) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p withoutIdentity) Resources(ctx context.Context) []func() fwresource.Resource {
	var all []func() fwresource.Resource
	for _, create := range p.Provider.Resources(ctx) {
		if r, ok := create().(interface {
			fwresource.ResourceWithConfigure
			fwresource.ResourceWithModifyPlan
		}); ok {
			all = append(all, func() fwresource.Resource {
				return struct {
					fwresource.ResourceWithConfigure
					modifyPlan
				}{r, r}
			})
		}
	}
	return all
}

type modifyPlan interface {
	ModifyPlan(context.Context, fwresource.ModifyPlanRequest, *fwresource.ModifyPlanResponse)
}
