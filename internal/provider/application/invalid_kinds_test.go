package application_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Each row is refused with one error, whose path is as written in the configuration.
func TestValidate_WhatATypeDoesNotHave_IsRefused(t *testing.T) {
	core := unasked(t)
	oidc := func(settings attributes) attributes { return inZITADEL(attributes{"oidc": settings}) }
	web := func(more ...attributes) attributes { return ofType("web", and(redirects("https://a"), more...)) }
	dependencies := func(all ...attributes) attributes { return inKeycard(attributes{"dependency": all}) }
	long := strings.Repeat("ä", 501)
	for name, c := range map[string]struct {
		config   attributes
		at, said string
	}{
		"no such type":                          {ofType("saml"), "zitadel.type", `must be one of api, web, user_agent, native, service_account, not "saml"`},
		"empty type":                            {ofType("api", inZITADEL(attributes{"type": ""})), "zitadel.type", "must not be empty"},
		"web application without a project":     {web(inZITADEL(attributes{"project_id": nil})), "zitadel.project_id", "ZITADEL web applications require zitadel.project_id."},
		"service account in a project":          {account(inZITADEL(attributes{"project_id": "1"})), "zitadel.project_id", "ZITADEL service accounts have no zitadel.project_id. Remove it."},
		"service account without an identifier": {account(attributes{"identifier": nil}), "identifier", "ZITADEL service accounts require identifier."},
		"long user name":                        {account(attributes{"identifier": long}), "identifier", "at most 200 characters"},
		"long description":                      {account(attributes{"description": long}), "description", "at most 500 characters"},
		"redirect URIs of a service account":    {account(redirects("https://a")), "redirect_uris", "ZITADEL service accounts have no redirect_uris"},
		"service account with PKCE":             {account(auth("none")), "auth_method", `ZITADEL service accounts cannot authenticate with "none". Use one of client_secret_basic, private_key_jwt.`},
		"API application with POST":             {ofType("api", auth("client_secret_post")), "auth_method", "ZITADEL API applications cannot authenticate"},
		"identifier of a web application":       {web(attributes{"identifier": "x"}), "identifier", "ZITADEL web applications have no identifier"},
		"description of a native application":   {ofType("native", redirects("https://a"), attributes{"description": "x"}), "description", "ZITADEL native applications have no description"},
		"token type of an API application":      {ofType("api", inZITADEL(attributes{"access_token_type": "jwt"})), "zitadel.access_token_type", "API applications have no zitadel.access_token_type"},
		"no such token type":                    {account(inZITADEL(attributes{"access_token_type": "JWT"})), "zitadel.access_token_type", `must be one of bearer, jwt, not "JWT"`},
		"OIDC settings of an API application":   {ofType("api", oidc(attributes{"development_mode": true})), "zitadel.oidc", "ZITADEL API applications have no zitadel.oidc. Remove it."},
		"OIDC settings of a service account":    {account(oidc(attributes{"grant_types": []string{"implicit"}})), "zitadel.oidc", "service accounts have no zitadel.oidc"},
		"empty OIDC block":                      {ofType("api", oidc(attributes{})), "zitadel.oidc", "have no zitadel.oidc"},
		"no such grant type":                    {web(oidc(attributes{"grant_types": []string{"authorization_code", "password"}})), `zitadel.oidc.grant_types["password"]`, "must be one of authorization_code, implicit"},
		"no such response type":                 {web(oidc(attributes{"response_types": []string{"token"}})), `zitadel.oidc.response_types["token"]`, "must be one of code, id_token, id_token token"},
		"clock skew that is none":               {web(oidc(attributes{"clock_skew": "1"})), "zitadel.oidc.clock_skew", `must be a duration from 0s to 5s such as 1.5s, not "1"`},
		"long clock skew":                       {web(oidc(attributes{"clock_skew": "5001ms"})), "zitadel.oidc.clock_skew", "from 0s to 5s"},
		"negative clock skew":                   {web(oidc(attributes{"clock_skew": "-1s"})), "zitadel.oidc.clock_skew", "from 0s to 5s"},
		"origin with a slash":                   {web(oidc(attributes{"additional_origins": []string{"https://a/"}})), `zitadel.oidc.additional_origins["https://a/"]`, "must be an origin"},
		"origin that is none":                   {web(oidc(attributes{"additional_origins": []string{"a.example.com"}})), `zitadel.oidc.additional_origins["a.example.com"]`, "must be an origin"},
		"logout URI that is none":               {web(oidc(attributes{"back_channel_logout_uri": "bye"})), "zitadel.oidc.back_channel_logout_uri", "must be an absolute URI"},
		"redirect URI with a blank in front":    {web(redirects(" https://a")), `redirect_uris[" https://a"]`, "start or end with spaces"},

		"public keys and a secret": {agent(inKeycard(attributes{"jwks_uri": "https://a"}), auth("client_secret_basic")), "keycard.jwks_uri", `Set auth_method to "private_key_jwt"`},
		"public keys by default":   {agent(inKeycard(attributes{"jwks_uri": "https://a"})), "keycard.jwks_uri", `Set auth_method to "private_key_jwt"`},
		"public keys nowhere":      {agent(auth("private_key_jwt"), inKeycard(attributes{"jwks_uri": "keys"})), "keycard.jwks_uri", "must be an absolute URI"},
		"dependency on nothing":    {agent(dependencies(attributes{"resource_id": ""})), "keycard.dependency", "resource_id must not be empty"},
		"dependency on a path":     {agent(dependencies(attributes{"resource_id": "a/b"})), "keycard.dependency", "resource_id must not contain any of"},
		"condition that is a path": {agent(dependencies(attributes{"resource_id": "a", "when_accessing": []string{"../b"}})), "keycard.dependency", "an ID in when_accessing must not contain any of"},
		"two dependencies on one":  {agent(dependencies(attributes{"resource_id": "a"}, attributes{"resource_id": "a", "when_accessing": []string{"b"}})), "keycard.dependency", `Resource "a" has more than one dependency block`},

		"verification without a secret": {ofType("api", auth("private_key_jwt"), attributes{"secret": attributes{"verify": true}}), "secret.verify", `auth_method "private_key_jwt" has no client secret`},
		"rotation without a secret":     {account(auth("private_key_jwt"), attributes{"rotate_when_changed": attributes{"round": "1"}}), "rotate_when_changed", "Remove rotate_when_changed, or set another auth_method"},
		"rotation with PKCE by default": {ofType("native", redirects("https://a"), attributes{"rotate_when_changed": attributes{"round": "1"}}), "rotate_when_changed", `auth_method "none" has no client secret`},
	} {
		_, problems := core.PlanFrom(t.Context(), nil, c.config)
		if len(problems) != 1 || !strings.Contains(problems[0].Detail, c.said) || !strings.HasPrefix(place(problems[0]), c.at) {
			t.Errorf("%s: %s", name, problems)
			for _, problem := range problems {
				t.Log(place(problem))
			}
		}
	}
}

// place returns the path of a diagnostic as written in a configuration.
func place(d *tfprotov6.Diagnostic) string {
	return strings.NewReplacer(`AttributeName("`, "", `")`, "", `.ElementKeyValue(tftypes.String<"`, `["`, `">)`, `"]`).Replace(d.Attribute.String())
}

// Checks that depend on unknown values wait until the values are known.
func TestValidate_UnknownValues_AreNotChecked(t *testing.T) {
	core := unasked(t)
	for name, config := range map[string]attributes{
		"type": ofType("", inZITADEL(attributes{"type": acctest.Unknown, "project_id": nil, "oidc": attributes{"development_mode": true}}), redirects("https://a"),
			attributes{"identifier": "x", "description": "y"}, auth("none")),
		"auth method with public keys": agent(inKeycard(attributes{"jwks_uri": "https://a"}), auth("private_key_jwt"), attributes{"auth_method": acctest.Unknown}),
		"auth method with a rotation":  ofType("web", redirects("https://a"), attributes{"auth_method": acctest.Unknown, "rotate_when_changed": attributes{"round": "1"}}),
		"identifier":                   account(attributes{"identifier": acctest.Unknown}),
		"project":                      ofType("web", redirects("https://a"), inZITADEL(attributes{"project_id": acctest.Unknown})),
		"OIDC settings": ofType("web", redirects("https://a"), inZITADEL(attributes{"oidc": attributes{
			"grant_types": acctest.Unknown, "response_types": []string{"id_token"}, "clock_skew": acctest.Unknown, "development_mode": acctest.Unknown,
		}})),
		"a block that may be absent": ofType("api", inZITADEL(attributes{"oidc": attributes{"development_mode": acctest.Unknown}})),
		"dependencies":               agent(inKeycard(attributes{"dependency": acctest.Unknown})),
		"a resource": agent(inKeycard(attributes{"dependency": []attributes{
			{"resource_id": acctest.Unknown, "when_accessing": acctest.Unknown}, {"resource_id": "a"},
		}})),
	} {
		if _, problems := core.PlanFrom(t.Context(), nil, config); problems.Failed() {
			t.Errorf("%s: %s", name, problems)
		}
	}
}

// unasked returns a core whose plans do not ask a platform whether the project or zone exists.
func unasked(t *testing.T) *acctest.Core {
	t.Helper()
	w := acctest.New(t)
	w.Env["IDP_REFRESH"] = "individual"
	return w.Core()
}
