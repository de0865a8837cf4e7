package application_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// drift is a change behind Terraform's back, and what the next plan makes of it.
type drift struct {
	name   string
	change map[string]any
	action plancheck.ResourceActionType
}

// drifts are tested, and the guide shows them.
var drifts = map[string][]drift{
	"zitadel": {
		{"renamed it", map[string]any{"name": "renamed"}, plancheck.ResourceActionUpdate},
		{"changed the authentication method", map[string]any{"auth_method": "private_key_jwt"}, plancheck.ResourceActionUpdate},
		{"deactivated it", map[string]any{"enabled": false}, plancheck.ResourceActionUpdate},
		{"did all of that", map[string]any{"name": "renamed", "auth_method": "private_key_jwt", "enabled": false}, plancheck.ResourceActionUpdate},
		{"made a new secret, which ZITADEL does not show", map[string]any{"client_secret": "another"}, plancheck.ResourceActionNoop},
	},
	"keycard": {
		{"renamed it", map[string]any{"name": "Renamed"}, plancheck.ResourceActionUpdate},
		{"changed the identifier", map[string]any{"identifier": "urn:other"}, plancheck.ResourceActionUpdate},
		{"changed the description", map[string]any{"description": "Something else"}, plancheck.ResourceActionUpdate},
		{"removed the description", map[string]any{"description": nil}, plancheck.ResourceActionUpdate},
		{"added a redirect URI", map[string]any{"redirect_uris": []any{"https://a.example.com/cb", "https://b.example.com/cb", "https://evil.example.com"}}, plancheck.ResourceActionUpdate},
		{"removed a redirect URI", map[string]any{"redirect_uris": []any{"https://a.example.com/cb"}}, plancheck.ResourceActionUpdate},
		{"removed all redirect URIs", map[string]any{"redirect_uris": nil}, plancheck.ResourceActionUpdate},
		{"changed the post-logout redirect URIs", map[string]any{"post_logout_redirect_uris": []any{"https://evil.example.com"}}, plancheck.ResourceActionUpdate},
		{"removed the documentation URL", map[string]any{"docs_url": nil}, plancheck.ResourceActionUpdate},
		{"changed the consent", map[string]any{"consent": "implicit"}, plancheck.ResourceActionUpdate},
		{"removed the traits", map[string]any{"traits": nil}, plancheck.ResourceActionUpdate},
		{"deleted the credential", map[string]any{"credential_id": nil}, plancheck.ResourceActionUpdate},
		{
			"put the redirect URIs in another order, which means nothing",
			map[string]any{"redirect_uris": []any{"https://b.example.com/cb", "https://a.example.com/cb"}},
			plancheck.ResourceActionNoop,
		},
		{
			"entered a redirect URI twice, which means nothing",
			map[string]any{"redirect_uris": []any{"https://a.example.com/cb", "https://b.example.com/cb", "https://a.example.com/cb"}},
			plancheck.ResourceActionNoop,
		},
	},
	"lerian": {
		{"changed the name", map[string]any{"name": "midaz"}, plancheck.ResourceActionReplace},
		{"changed the description", map[string]any{"description": "Something else"}, plancheck.ResourceActionReplace},
	},
}

var update = flag.Bool("update", false, "write the table of drifts into the guide")

const (
	driftGuide = "../../../templates/guides/drift-detection.md.tmpl"
	tableBegin = "| At | Somebody | The next plan |\n"
)

// The guide's table of drifts is the one that is tested.
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
		t.Fatal("the guide's table of drifts is an old one; write it anew with: go test -run TestGuideShowsTheDrifts ./internal/provider/application -update")
	}
	if err := os.WriteFile(driftGuide, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}

func driftTable() string {
	var b strings.Builder
	b.WriteString("|---|---|---|\n")
	plans := map[plancheck.ResourceActionType]string{
		plancheck.ResourceActionUpdate: "changes it back in place", plancheck.ResourceActionReplace: "registers a new application", plancheck.ResourceActionNoop: "is empty",
		plancheck.ResourceActionCreate: "registers it again",
	}
	for _, platform := range []struct{ name, title string }{{"zitadel", "ZITADEL"}, {"keycard", "Keycard"}, {"lerian", "Lerian"}} {
		for _, d := range append(drifts[platform.name], drift{"deleted the application", nil, plancheck.ResourceActionCreate}) {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", platform.title, d.name, plans[d.action])
		}
	}
	return b.String()
}
