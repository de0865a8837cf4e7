package application_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

type attributes = map[string]any

// and returns a configuration or state with more attributes, also in its blocks.
func and(base attributes, more ...attributes) attributes {
	all := maps.Clone(base)
	for _, m := range more {
		for name, value := range m {
			was, had := all[name].(attributes)
			if inner, ok := value.(attributes); ok && had {
				value = and(was, inner)
			}
			all[name] = value
		}
	}
	return all
}

func ofType(kind string, more ...attributes) attributes {
	return and(attributes{"name": "orders", "zitadel": attributes{"project_id": "1", "type": kind}}, more...)
}

func account(more ...attributes) attributes {
	return and(attributes{"name": "orders", "identifier": "orders-worker", "zitadel": attributes{"type": "service_account"}}, more...)
}

func agent(more ...attributes) attributes {
	return and(attributes{"name": "Orders", "identifier": "urn:orders", "keycard": attributes{"zone_id": "z"}}, more...)
}

// made returns a state's attributes that are not in the configuration, and more.
func made(method string, more ...attributes) attributes {
	return and(attributes{"id": "7", "enabled": true, "auth_method": method, "client_id": "8", "client_secret": "hush"}, more...)
}

// simple returns the application of platforms for tests that run in process.
func simple(w *acctest.World, platform string, more ...attributes) attributes {
	return and(map[string]attributes{
		"zitadel": and(attributes{"name": "orders"}, inZITADEL(attributes{"project_id": w.ZITADEL.ProjectID()})),
		"keycard": and(attributes{"name": "Orders", "identifier": "https://orders.example.com"}, inKeycard(attributes{"zone_id": w.Keycard.ZoneID()})),
		"lerian":  {"name": "plugin-fees", "description": "Nightly fees", "lerian": attributes{}},
	}[platform], more...)
}

func inZITADEL(more attributes) attributes { return attributes{"zitadel": more} }

func inKeycard(more attributes) attributes { return attributes{"keycard": more} }

func auth(method string) attributes { return attributes{"auth_method": method} }

func redirects(uris ...string) attributes { return attributes{"redirect_uris": uris} }

var (
	noSecret = attributes{"client_secret": nil}
	keys     = and(auth("private_key_jwt"), inKeycard(attributes{"jwks_uri": "https://a.example.com/keys"}))
)

// A plan shows "(known after apply)" only for attributes that will have a value, and no value that the apply changes.
func TestPlan_OfEachType_ShowsWhatWillBe(t *testing.T) {
	const after, null = "(known after apply)", "(null)"
	core := unasked(t)
	for name, c := range map[string]struct {
		state, config            attributes
		method, clientID, secret string
		replaces                 bool
	}{
		"new web application":             {nil, ofType("web", redirects("https://a")), "client_secret_basic", after, after, false},
		"new application without a type":  {nil, attributes{"name": "orders", "zitadel": attributes{"project_id": "1"}}, "client_secret_basic", after, after, false},
		"new user agent application":      {nil, ofType("user_agent", redirects("https://a")), "none", after, null, false},
		"new native application":          {nil, ofType("native", redirects("https://a")), "none", after, null, false},
		"new web application with POST":   {nil, ofType("web", auth("client_secret_post"), redirects("https://a")), "client_secret_post", after, after, false},
		"new service account":             {nil, account(), "client_secret_basic", "orders-worker", after, false},
		"new service account with a key":  {nil, account(auth("private_key_jwt")), "private_key_jwt", "orders-worker", null, false},
		"new account, name not known":     {nil, account(attributes{"identifier": acctest.Unknown}), "client_secret_basic", after, after, false},
		"new application, type not known": {nil, ofType("", inZITADEL(attributes{"type": acctest.Unknown})), after, after, after, false},
		"new agent with public keys":      {nil, agent(keys), "private_key_jwt", after, null, false},
		"new agent with keys elsewhere":   {nil, agent(auth("private_key_jwt")), "private_key_jwt", null, null, false},

		"web to native":      {ofType("web", made("none", noSecret), redirects("https://a")), ofType("native", redirects("https://a")), "none", "8", null, false},
		"native to web":      {ofType("native", made("none", noSecret), redirects("https://a")), ofType("web", auth("client_secret_basic"), redirects("https://a")), "client_secret_basic", "8", after, false},
		"web to API":         {ofType("web", made("client_secret_basic")), ofType("api"), "client_secret_basic", "8", "hush", true},
		"API to web":         {ofType("api", made("client_secret_basic")), ofType("web", redirects("https://a")), "client_secret_basic", "8", "hush", true},
		"API to account":     {ofType("api", made("client_secret_basic")), account(), "client_secret_basic", "orders-worker", "hush", true},
		"type not known yet": {ofType("web", made("client_secret_basic")), ofType("", inZITADEL(attributes{"type": acctest.Unknown})), "client_secret_basic", "8", "hush", true},
		"BASIC to POST":      {ofType("web", made("client_secret_basic"), redirects("https://a")), ofType("web", auth("client_secret_post"), redirects("https://a")), "client_secret_post", "8", "hush", false},
		"BASIC to a key":     {ofType("web", made("client_secret_basic"), redirects("https://a")), ofType("web", auth("private_key_jwt"), redirects("https://a")), "private_key_jwt", "8", null, false},
		"renamed account": {
			account(made("client_secret_basic", attributes{"client_id": "orders-worker"})), account(attributes{"identifier": "worker"}),
			"client_secret_basic", "worker", "hush", false,
		},
		"account whose secret was removed": {
			account(made("private_key_jwt", noSecret, attributes{"client_id": "orders-worker"})), account(auth("client_secret_basic")),
			"client_secret_basic", "orders-worker", after, false,
		},
		"other public keys":         {agent(keys, made("private_key_jwt", noSecret)), agent(keys, inKeycard(attributes{"jwks_uri": "https://b.example.com/keys"})), "private_key_jwt", after, null, false},
		"public keys not known yet": {agent(keys, made("private_key_jwt", noSecret)), agent(keys, inKeycard(attributes{"jwks_uri": acctest.Unknown})), "private_key_jwt", after, null, false},
		"no public keys any more":   {agent(keys, made("private_key_jwt", noSecret)), agent(auth("private_key_jwt")), "private_key_jwt", null, null, false},
		"secret to public keys":     {agent(made("client_secret_basic")), agent(keys), "private_key_jwt", after, null, false},
		"public keys to a secret":   {agent(keys, made("private_key_jwt", noSecret)), agent(auth("client_secret_basic")), "client_secret_basic", after, after, false},
		"public keys to nothing":    {agent(keys, made("private_key_jwt", noSecret)), agent(auth("none")), "none", null, null, false},
		"credential that was deleted": {
			agent(made("private_key_jwt", noSecret, attributes{"client_id": nil})), agent(keys), "private_key_jwt", after, null, false,
		},
		"the same public keys": {agent(keys, made("private_key_jwt", noSecret)), agent(keys), "private_key_jwt", "8", null, false},
	} {
		plan, problems := core.PlanFrom(t.Context(), c.state, c.config)
		if problems.Failed() {
			t.Errorf("%s: %s", name, problems)
			continue
		}
		got := []string{plan.Shows("auth_method"), plan.Shows("client_id"), plan.Shows("client_secret")}
		want := []string{c.method, c.clientID, c.secret}
		if strings.Join(got, ", ") != strings.Join(want, ", ") || plan.Replaces != c.replaces {
			t.Errorf("%s: %s, replaces %v; want %s", name, got, plan.Replaces, want)
		}
	}
}

// A platform that ignores an empty set would keep returning the old values.
func TestPlan_SetThatCannotBeEmptied_IsRefused(t *testing.T) {
	core := unasked(t)
	origins := func(all ...string) attributes {
		return inZITADEL(attributes{"oidc": attributes{"additional_origins": all}})
	}
	state := ofType("web", made("client_secret_basic"), redirects("https://a", "https://b"), attributes{"post_logout_redirect_uris": []string{"https://c"}}, origins("https://d"))
	kept := and(redirects("https://b"), attributes{"post_logout_redirect_uris": []string{"https://c"}}, origins("https://d"))
	for name, c := range map[string]struct {
		change  attributes
		refused string
	}{
		"one of two is removed":     {nil, ""},
		"redirect URIs":             {attributes{"redirect_uris": nil}, "redirect_uris"},
		"an empty set":              {redirects(), "redirect_uris"},
		"not known yet":             {attributes{"redirect_uris": acctest.Unknown}, ""},
		"post-logout URIs":          {attributes{"post_logout_redirect_uris": nil}, "post_logout_redirect_uris"},
		"origins":                   {inZITADEL(attributes{"oidc": attributes{"additional_origins": nil}}), "zitadel.oidc.additional_origins"},
		"the whole block":           {inZITADEL(attributes{"oidc": nil}), "zitadel.oidc.additional_origins"},
		"replaced at the same time": {and(attributes{"redirect_uris": nil}, inZITADEL(attributes{"project_id": "2"})), ""},
	} {
		_, problems := core.PlanFrom(t.Context(), state, ofType("web", kept, c.change))
		said := problems.String()
		if problems.Failed() != (c.refused != "") || c.refused != "" && !strings.Contains(said, "a request to empty "+c.refused) {
			t.Errorf("%s: %s", name, said)
		}
		if problems.Failed() && !strings.Contains(said, "terraform taint") {
			t.Errorf("%s: nothing is said of what to do: %s", name, said)
		}
	}
}

// Of ZITADEL's client secrets, only that of a service account can be removed.
func TestPlan_SwitchToAKey_WarnsOfASecretThatStays(t *testing.T) {
	core := unasked(t)
	const stays = "Client secret stays valid"
	for name, c := range map[string]struct {
		state, config attributes
		warned        bool
	}{
		"web":                    {ofType("web", made("client_secret_post"), redirects("https://a")), ofType("web", auth("private_key_jwt"), redirects("https://a")), true},
		"web to PKCE":            {ofType("web", made("client_secret_basic"), redirects("https://a")), ofType("web", auth("none"), redirects("https://a")), true},
		"another kind of secret": {ofType("web", made("client_secret_basic"), redirects("https://a")), ofType("web", auth("client_secret_post"), redirects("https://a")), false},
		"replaced as well":       {ofType("web", made("client_secret_basic"), redirects("https://a")), ofType("api", auth("private_key_jwt")), false},
		"service account":        {account(made("client_secret_basic")), account(auth("private_key_jwt")), false},
		"Keycard":                {agent(made("client_secret_basic")), agent(keys), false},
	} {
		_, problems := core.PlanFrom(t.Context(), c.state, c.config)
		if problems.Failed() || strings.Contains(problems.String(), stays) != c.warned {
			t.Errorf("%s: %s", name, problems)
		}
	}
}

// What a platform refuses stops the plan. What it accepts anyway is a warning, if the plan changes something.
func TestPlan_AttributesThatDoNotGoTogether_AreNamed(t *testing.T) {
	core := unasked(t)
	grants := func(all ...string) attributes { return inZITADEL(attributes{"oidc": attributes{"grant_types": all}}) }
	const problem, refused = "WARNING: ZITADEL reports compliance problems", "ERROR: Conflicting attributes"
	plain := redirects("http://a.example.com/cb")
	for name, c := range map[string]struct {
		state, config attributes
		said, at      string
	}{
		"no redirect URI":           {nil, ofType("web"), problem, "redirect_uris"},
		"http in a browser":         {nil, ofType("user_agent", plain), problem, "redirect_uris"},
		"http on a server":          {nil, ofType("web", plain), "", ""},
		"a secret in a browser":     {nil, ofType("user_agent", auth("client_secret_basic"), redirects("https://a")), problem, "auth_method"},
		"renamed":                   {ofType("user_agent", made("none", noSecret), plain), ofType("user_agent", attributes{"name": "payments"}, plain), problem, "redirect_uris"},
		"as it is":                  {ofType("user_agent", made("none", noSecret), plain), ofType("user_agent", plain), "", ""},
		"redirect URIs not known":   {nil, ofType("user_agent", attributes{"redirect_uris": acctest.Unknown}), "", ""},
		"grants that do not fit":    {nil, ofType("web", redirects("https://a"), grants("implicit")), refused, "zitadel.oidc.grant_types"},
		"grants and a bad name":     {nil, ofType("web", redirects("https://a"), grants("implicit"), attributes{"name": ""}), "ERROR: Invalid name", "name"},
		"keys of a method by drift": {agent(keys, made("client_secret_basic")), agent(inKeycard(attributes{"jwks_uri": "https://a"})), refused, "keycard.jwks_uri"},
	} {
		_, problems := core.PlanFrom(t.Context(), c.state, c.config)
		switch {
		case c.said == "" && len(problems) > 0, c.said != "" && len(problems) != 1:
			t.Errorf("%s: %s", name, problems)
		case c.said != "" && (!strings.HasPrefix(problems.String(), c.said) || place(problems[0]) != c.at):
			t.Errorf("%s: at %s: %s", name, place(problems[0]), problems)
		}
	}
}
