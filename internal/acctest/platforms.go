package acctest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// Platform returns a client of a platform, for use without Terraform.
func (w *World) Platform(name string) idp.Platform {
	w.t.Helper()
	var p idp.Platform
	var err error
	tr := nowait.Transport(w.t)
	switch name {
	case "zitadel":
		p, err = zitadel.New(zitadel.Config{Endpoint: w.Env["ZITADEL_ENDPOINT"], AccessToken: idp.Secret(w.ZITADEL.AccessToken())}, tr)
	case "keycard":
		p, err = keycard.New(keycard.Config{
			Endpoint: w.Env["KEYCARD_ENDPOINT"], ClientID: w.Env["KEYCARD_CLIENT_ID"], ClientSecret: idp.Secret(w.Env["KEYCARD_CLIENT_SECRET"]),
		}, tr)
	case "lerian":
		p, err = lerian.New(lerian.Config{
			IdentityEndpoint: w.Env["LERIAN_IDENTITY_ENDPOINT"], AuthEndpoint: w.Env["LERIAN_AUTH_ENDPOINT"],
			Username: w.Env["LERIAN_USERNAME"], Password: idp.Secret(w.Env["LERIAN_PASSWORD"]),
		}, tr)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// Register registers an application without Terraform, as a console or another provider would.
func (w *World) Register(platform string, wanted idp.Registration) idp.Application {
	w.t.Helper()
	application, err := w.Platform(platform).Create(w.t.Context(), wanted)
	if err != nil {
		w.t.Fatal(err)
	}
	return application
}

// Registrations returns a minimal application for each platform.
func (w *World) Registrations() map[string]idp.Registration {
	return map[string]idp.Registration{
		"zitadel": {Scope: idp.Scope{ProjectID: w.ZITADEL.ProjectID()}, Name: "orders", AuthMethod: idp.ClientSecretBasic},
		"keycard": {Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}, Name: "orders", Identifier: "urn:orders", AuthMethod: idp.ClientSecretBasic},
		"lerian":  {Name: "plugin-fees", Description: "Nightly fees"},
	}
}

// RemoveAll deletes all applications, including those that no resource manages and that would fail the test at its end.
func (w *World) RemoveAll() {
	w.t.Helper()
	for platform, applications := range w.Applications() {
		for _, a := range applications {
			id, _ := a["id"].(string)
			if err := w.Remove(platform, id); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// Scopes returns each platform's block with the scope of the tests' applications.
func (w *World) Scopes() map[string]string {
	return map[string]string{
		"zitadel": fmt.Sprintf("zitadel { project_id = %q }", w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("keycard { zone_id = %q }", w.Keycard.ZoneID()),
		"lerian":  "lerian {}",
	}
}

// ImportID returns the import ID of the application with this ID.
func (w *World) ImportID(platform, id string) string {
	return map[string]string{
		"zitadel": "zitadel/" + w.ZITADEL.ProjectID() + "/", "keycard": "keycard/" + w.Keycard.ZoneID() + "/", "lerian": "lerian/",
	}[platform] + id
}

// Identity returns checks for the resource identity of a platform's only application.
func (w *World) Identity(platform string) map[string]knownvalue.Check {
	null := knownvalue.Null()
	id := map[string]knownvalue.Check{
		"platform": knownvalue.StringExact(platform), "organization_id": null, "project_id": null, "zone_id": null,
		"id": knownvalue.StringFunc(func(id string) error {
			if want := w.ID(platform); id != want {
				return fmt.Errorf("the identity has ID %q, %s has %q", id, platform, want)
			}
			return nil
		}),
	}
	switch platform {
	case "zitadel":
		id["organization_id"], id["project_id"] = knownvalue.StringExact(w.ZITADEL.OrganizationID()), knownvalue.StringExact(w.ZITADEL.ProjectID())
	case "keycard":
		id["zone_id"] = knownvalue.StringExact(w.Keycard.ZoneID())
	}
	return id
}
