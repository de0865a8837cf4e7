package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// Service accounts belong to no project: the list that finds them and the identity that imports them have no project ID.
func TestListResource_ServiceAccounts_AreImportedByIdentity(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	p, err := zitadel.New(zitadel.Config{Endpoint: e.Environment()["ZITADEL_ENDPOINT"], AccessToken: idp.Secret(e.ZITADEL.AccessToken())}, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	wanted := idp.Registration{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "invoices", AuthMethod: idp.PrivateKeyJWT, AccessTokenType: idp.TokenJWT}
	app, err := p.Create(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	c := serve(t, e, nil, "")
	block := c.listing.AttributeTypes["zitadel"].(tftypes.Object)
	values, parts := nulls(c.listing), nulls(block)
	known(parts, block, map[string]any{"type": "service_account"})
	known(values, c.listing, map[string]any{"identifier": "invoices"})
	values["zitadel"] = tftypes.NewValue(block, parts)
	got := c.list(c.dynamic(tftypes.NewValue(c.listing, values)), true, all, all)
	if len(got.ids) != 1 || got.ids[0] != app.ID || got.said != nil {
		t.Fatalf("listed: %v", got)
	}
	listed := *got.resources[0]

	identity := nulls(c.id)
	known(identity, c.id.(tftypes.Object), map[string]any{"platform": "zitadel", "organization_id": e.ZITADEL.OrganizationID(), "id": app.ID})
	imported, err := c.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: "idp_application", Identity: &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(tftypes.NewValue(c.id, identity))},
	})
	c.check(err, imported.Diagnostics)
	if read := c.value(c.read(imported.ImportedResources[0].State)); !read.Equal(listed) {
		t.Errorf("listed as %s, and read as %s", listed, read)
	}
}
