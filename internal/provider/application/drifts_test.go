package application_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// drift is a change outside Terraform, the warning in the plan, and the effect of the next apply.
type drift struct {
	name   string
	change map[string]any
	said   []string // lines of the warning
	then   effect

	act    func(t *testing.T, w *acctest.World, platform, id string) // instead of change
	verify bool                                                      // with secret.verify
}

// effect is what an apply does to the application, its client ID and its client secret.
type effect struct {
	action           plancheck.ResourceActionType
	clientID, secret bool // whether it changes
	words            string
}

var (
	nothing   = effect{plancheck.ResourceActionNoop, false, false, "changes nothing"}
	heals     = effect{plancheck.ResourceActionUpdate, false, false, "restores it in place"}
	rotates   = effect{plancheck.ResourceActionUpdate, false, true, "rotates the client secret"}
	reissues  = effect{plancheck.ResourceActionUpdate, true, true, "creates a new credential: new client ID and secret"}
	replaces  = effect{plancheck.ResourceActionReplace, true, true, "replaces the application: new client ID and secret"}
	registers = effect{plancheck.ResourceActionCreate, true, true, "registers it again: new client ID and secret"}
)

func set(name string, value any) map[string]any { return map[string]any{name: value} }

// drifts lists what is tested here and shown in the guide.
var drifts = map[string][]drift{
	"zitadel": {
		{name: "renamed it", change: set("name", "renamed"), said: []string{`name: "orders" -> "renamed"`}, then: heals},
		{
			name: "changed the authentication method", change: set("auth_method", "private_key_jwt"),
			said: []string{`auth_method: "client_secret_basic" -> "private_key_jwt"`}, then: heals,
		},
		{name: "deactivated it", change: set("enabled", false), said: []string{`enabled: true -> false`}, then: heals},
		{
			name: "did all three", change: map[string]any{"name": "renamed", "auth_method": "private_key_jwt", "enabled": false},
			said: []string{`name: "orders" -> "renamed"`, `auth_method: "client_secret_basic" -> "private_key_jwt"`, `enabled: true -> false`}, then: heals,
		},
		{name: "generated a new secret, which ZITADEL does not show", change: set("client_secret", "another"), then: nothing},
		{
			name: "generated a new secret, with `secret.verify = true`", change: set("client_secret", "another"), verify: true,
			said: []string{`Client secret will be rotated`}, then: rotates,
		},
		{name: "deleted the application", act: remove, said: []string{`Application was deleted outside Terraform`}, then: registers},
	},
	"keycard": {
		{name: "renamed it", change: set("name", "Renamed"), said: []string{`name: "Orders" -> "Renamed"`}, then: heals},
		{name: "changed the identifier", change: set("identifier", "urn:other"), said: []string{`identifier: "https://orders.example.com" -> "urn:other"`}, then: heals},
		{name: "changed the description", change: set("description", "Something else"), said: []string{`description: "Takes orders" -> "Something else"`}, then: heals},
		{name: "removed the description", change: set("description", nil), said: []string{`description: "Takes orders" -> (none)`}, then: heals},
		{
			name: "added a redirect URI", change: set("redirect_uris", []any{"https://a.example.com/cb", "https://b.example.com/cb", "https://evil.example.com"}),
			said: []string{`redirect_uris: added "https://evil.example.com"`}, then: heals,
		},
		{
			name: "removed a redirect URI", change: set("redirect_uris", []any{"https://a.example.com/cb"}),
			said: []string{`redirect_uris: removed "https://b.example.com/cb"`}, then: heals,
		},
		{
			name: "removed all redirect URIs", change: set("redirect_uris", nil),
			said: []string{`redirect_uris: removed "https://a.example.com/cb", removed "https://b.example.com/cb"`}, then: heals,
		},
		{
			name: "changed the post-logout redirect URIs", change: set("post_logout_redirect_uris", []any{"https://evil.example.com"}),
			said: []string{`post_logout_redirect_uris: removed "https://a.example.com/bye", added "https://evil.example.com"`}, then: heals,
		},
		{name: "removed the documentation URL", change: set("docs_url", nil), said: []string{`keycard.docs_url: "https://wiki.example.com" -> (none)`}, then: heals},
		{name: "changed the consent", change: set("consent", "implicit"), said: []string{`keycard.consent: "required" -> "implicit"`}, then: heals},
		{name: "removed the traits", change: set("traits", nil), said: []string{`keycard.traits: removed "gateway"`}, then: heals},
		{name: "deleted the credential", change: set("credential_id", nil), said: []string{`client_id: the credential was deleted`}, then: reissues},
		{name: "created a second credential, which the provider does not read", act: addCredential, then: nothing},
		{
			name:   "reordered the redirect URIs",
			change: set("redirect_uris", []any{"https://b.example.com/cb", "https://a.example.com/cb"}), then: nothing,
		},
		{
			name:   "entered a redirect URI twice",
			change: set("redirect_uris", []any{"https://a.example.com/cb", "https://b.example.com/cb", "https://a.example.com/cb"}), then: nothing,
		},
		{name: "deleted the application", act: remove, said: []string{`Application was deleted outside Terraform`}, then: registers},
	},
	"lerian": {
		{
			name: "changed the name in the database", change: set("name", "midaz"),
			said: []string{`name: "plugin-fees" -> "midaz"`, "Lerian replaces the application"}, then: replaces,
		},
		{
			name: "changed the description in the database", change: set("description", "Something else"),
			said: []string{`description: "Nightly fees" -> "Something else"`, "Lerian replaces the application"}, then: replaces,
		},
		{name: "deleted the application", act: remove, said: []string{`Application was deleted outside Terraform`}, then: registers},
	},
}

func remove(t *testing.T, w *acctest.World, platform, id string) {
	t.Helper()
	if err := w.Remove(platform, id); err != nil {
		t.Fatal(err)
	}
}

func addCredential(t *testing.T, w *acctest.World, platform, id string) {
	t.Helper()
	there := find(t, w, platform, id)
	app := idp.Application{
		Registration: idp.Registration{Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}, AuthMethod: idp.ClientSecretBasic, KeepPreviousCredential: true},
		ID:           id, ClientID: there["client_id"].(string), CredentialID: there["credential_id"].(string),
	}
	if _, err := connect(t, w, platform).Rotate(t.Context(), app); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "write the table of drifts into the guide")

const (
	driftGuide = "../../../templates/guides/drift-detection.md.tmpl"
	tableBegin = "| At | Someone | The plan warns | The next apply |\n"
)

// The guide's table lists exactly the tested drifts.
func TestGuideShowsTheDriftsThatAreTested(t *testing.T) {
	content, err := os.ReadFile(driftGuide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(content), tableBegin)
	_, after, ended := strings.Cut(rest, "\n\n")
	if !found || !ended {
		t.Fatal("the guide has no table of drifts")
	}
	want := before + tableBegin + driftTable() + "\n" + after
	if want == string(content) {
		return
	}
	if !*update {
		t.Fatal("the guide's table of drifts is outdated; update it with: go test -run TestGuideShowsTheDrifts ./internal/provider/application -update")
	}
	if err := os.WriteFile(driftGuide, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}

func driftTable() string {
	var b strings.Builder
	b.WriteString("|---|---|---|---|\n")
	for _, platform := range []struct{ name, title string }{{"zitadel", "ZITADEL"}, {"keycard", "Keycard"}, {"lerian", "Lerian"}} {
		for _, d := range drifts[platform.name] {
			said := "–"
			if len(d.said) > 0 {
				said = "`" + strings.Join(d.said, "`<br>`") + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", platform.title, d.name, said, d.then.words)
		}
	}
	return b.String()
}
