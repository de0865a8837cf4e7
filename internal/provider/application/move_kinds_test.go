package application_test

import (
	"fmt"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The states are in the format of ZITADEL's own provider. The move keeps the secret, and the plan after it is empty.
func TestMove_OfEachKindFromZITADELsProvider_KeepsTheSecret(t *testing.T) {
	const settings = `"redirect_uris":["https://a.example.com/cb"],"response_types":["OIDC_RESPONSE_TYPE_CODE"],"grant_types":["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
		"post_logout_redirect_uris":null,"app_type":%q,"auth_method_type":%q,"version":"OIDC_VERSION_1_0","clock_skew":"0s","dev_mode":false,
		"access_token_type":"OIDC_TOKEN_TYPE_BEARER","access_token_role_assertion":false,"id_token_role_assertion":false,"id_token_userinfo_assertion":false,
		"additional_origins":[],"skip_native_app_success_page":false,"client_id":%q,"client_secret":%q`
	owned := inZITADEL(attributes{"organization_id": "o"})
	web := idp.Registration{Type: idp.TypeWeb, Name: "orders", AuthMethod: idp.ClientSecretPost, RedirectURIs: []string{"https://a.example.com/cb"}}
	native := idp.Registration{Type: idp.TypeNative, Name: "orders", AuthMethod: idp.NoAuth, RedirectURIs: []string{"https://a.example.com/cb"}}
	worker := idp.Registration{Type: idp.TypeServiceAccount, Name: "orders", Identifier: "orders-worker", AuthMethod: idp.ClientSecretBasic}
	signer := worker
	signer.AuthMethod = idp.PrivateKeyJWT
	for name, c := range map[string]struct {
		registered idp.Registration
		from       string
		state      func(app idp.Application) string
		config     attributes
	}{
		"web": {web, "zitadel_application_oidc", func(app idp.Application) string {
			return fmt.Sprintf(`{"id":%q,"name":"orders","org_id":%q,"project_id":%q,`+settings+`}`, app.ID, app.OrganizationID, app.Scope.ProjectID,
				"OIDC_APP_TYPE_WEB", "OIDC_AUTH_METHOD_TYPE_POST", app.ClientID, app.ClientSecret.Reveal())
		}, ofType("web", auth("client_secret_post"), redirects("https://a.example.com/cb"), owned)},
		"native of the newer resource": {native, "zitadel_application_v2", func(app idp.Application) string {
			return fmt.Sprintf(`{"id":%q,"name":"orders","org_id":null,"project_id":%q,"state":"APPLICATION_STATE_ACTIVE","api":[],"saml":[],"oidc":[{`+settings+
				`,"none_compliant":false,"compliance_problems":[],"login_version":[{"login_v1":false,"login_v2":[]}]}]}`, app.ID, app.Scope.ProjectID,
				"OIDC_APP_TYPE_NATIVE", "OIDC_AUTH_METHOD_TYPE_NONE", app.ClientID, "")
		}, ofType("native", redirects("https://a.example.com/cb"))},
		"service account":                  {worker, "zitadel_machine_user", machineUser, account(owned)},
		"service account without a secret": {signer, "zitadel_machine_user", machineUser, account(auth("private_key_jwt"), owned)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(func() { removeAll(t, w) })
			if c.registered.Type.IsOIDC() {
				c.registered.Scope.ProjectID = w.ZITADEL.ProjectID()
			}
			app := register(t, w, "zitadel", c.registered)
			core := w.Core()
			w.Sent()
			if problems := core.Move(t.Context(), "registry.terraform.io/zitadel/zitadel", c.from, c.state(app)); len(problems) > 0 {
				t.Fatal(problems)
			}
			if changed, problems := core.Apply(t.Context(), life{}.at(w, c.config)); changed || len(problems) > 0 {
				t.Errorf("changed %v: %s", changed, problems)
			}
			expectOnlyReads(t, w)
			got := []string{core.Text("id"), core.Text("client_id"), core.Text("client_secret"), core.Text("zitadel", "type")}
			if want := []string{app.ID, app.ClientID, app.ClientSecret.Reveal(), string(app.Type)}; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%v instead of %v", got, want)
			}
		})
	}
}

func machineUser(app idp.Application) string {
	return fmt.Sprintf(`{"id":%q,"user_id":%[1]q,"org_id":%q,"user_name":%q,"name":%q,"description":"","access_token_type":"ACCESS_TOKEN_TYPE_BEARER",
		"state":"USER_STATE_ACTIVE","login_names":["orders-worker@acme"],"preferred_login_name":"orders-worker@acme","with_secret":%t,"client_id":%[3]q,"client_secret":%[6]q}`,
		app.ID, app.OrganizationID, app.Identifier, app.Name, app.ClientSecret != "", app.ClientSecret.Reveal())
}
