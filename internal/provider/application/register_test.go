package application_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/eager"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// register makes an application without Terraform, as a console or another provider would.
func register(t *testing.T, w *acctest.World, platform string, wanted idp.Registration) idp.Application {
	t.Helper()
	application, err := connect(t, w, platform).Create(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	return application
}

// connect asks a platform without Terraform.
func connect(t *testing.T, w *acctest.World, platform string) idp.Platform {
	t.Helper()
	var p idp.Platform
	var err error
	tr := eager.Transport(t)
	switch platform {
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
		t.Fatal(err)
	}
	return p
}

// registrations has a plain application for each platform.
func registrations(w *acctest.World) map[string]idp.Registration {
	return map[string]idp.Registration{
		"zitadel": {Scope: idp.Scope{ProjectID: w.ZITADEL.ProjectID()}, Name: "orders", AuthMethod: idp.ClientSecretBasic},
		"keycard": {Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}, Name: "orders", Identifier: "urn:orders", AuthMethod: idp.ClientSecretBasic},
		"lerian":  {Name: "plugin-fees", Description: "Nightly fees"},
	}
}
