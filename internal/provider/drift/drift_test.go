package drift

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestDifferencesAreWhatAUserSees(t *testing.T) {
	before := idp.Application{
		Registration: idp.Registration{
			Name: "orders", Description: "Takes orders", AuthMethod: idp.ClientSecretBasic,
			RedirectURIs: []string{"https://b.example.com", "https://a.example.com"}, Consent: "required",
		},
		ClientID: "7", ClientSecret: "old-hush", CredentialID: "9", PreviousClientID: "5", PreviousCredentialID: "6", Slug: "orders", CreatedAt: "2026-01-01T00:00:00Z",
	}
	for name, c := range map[string]struct {
		edit func(*idp.Application)
		want []Difference
	}{
		"nothing":        {func(*idp.Application) {}, nil},
		"rename":         {func(a *idp.Application) { a.Name = "payments" }, []Difference{{"name", `"orders" -> "payments"`}}},
		"removed text":   {func(a *idp.Application) { a.Description = "" }, []Difference{{"description", `"Takes orders" -> (none)`}}},
		"added text":     {func(a *idp.Application) { a.DocsURL = "https://x" }, []Difference{{"keycard.docs_url", `(none) -> "https://x"`}}},
		"disabled":       {func(a *idp.Application) { a.Disabled = true }, []Difference{{"enabled", "true -> false"}}},
		"another method": {func(a *idp.Application) { a.AuthMethod = idp.NoAuth }, []Difference{{"auth_method", `"client_secret_basic" -> "none"`}}},
		"another order":  {func(a *idp.Application) { a.RedirectURIs = []string{"https://a.example.com", "https://b.example.com"} }, nil},
		"the same twice": {func(a *idp.Application) { a.RedirectURIs = append(a.RedirectURIs, "https://a.example.com") }, nil},
		"another of a set": {func(a *idp.Application) {
			a.RedirectURIs = []string{"https://a.example.com", "https://evil.example.com"}
		}, []Difference{{"redirect_uris", `removed "https://b.example.com", added "https://evil.example.com"`}}},
		"a secret":                   {func(a *idp.Application) { a.ClientSecret = "new-hush" }, []Difference{{"client_secret", "changed"}}},
		"a secret that is not shown": {func(a *idp.Application) { a.ClientSecret = "" }, nil},
		"no credential any more":     {func(a *idp.Application) { a.ClientID, a.ClientSecret, a.CredentialID = "", "", "" }, []Difference{{"client_id", "the credential was deleted"}}},
		"another client ID":          {func(a *idp.Application) { a.ClientID = "8" }, []Difference{{"client_id", `"7" -> "8"`}}},
		"no previous credential any more": {func(a *idp.Application) { a.PreviousClientID, a.PreviousCredentialID = "", "" }, []Difference{
			{"keycard.previous_client_id", "the credential from before the last rotation was deleted"},
		}},
		"neither of two credentials any more": {func(a *idp.Application) {
			a.ClientID, a.CredentialID, a.PreviousClientID, a.PreviousCredentialID = "", "", "", ""
		}, []Difference{
			{"client_id", "the credential was deleted"}, {"keycard.previous_client_id", "the credential from before the last rotation was deleted"},
		}},
		"what the platform makes": {func(a *idp.Application) { a.Slug, a.CreatedAt, a.OrganizationID = "x", "y", "z" }, nil},
	} {
		after := before
		after.RedirectURIs = append([]string(nil), before.RedirectURIs...)
		c.edit(&after)
		got := Between(before, after)
		if !cmp.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
		if strings.Contains(fmt.Sprint(got), "hush") {
			t.Errorf("%s: a secret is shown", name)
		}
	}
}

// Such as one that state holds encrypted, while a server shows it in clear.
func TestSecretThatIsNotInStateDidNotChange(t *testing.T) {
	if got := Between(idp.Application{ID: "1"}, idp.Application{ID: "1", ClientSecret: "hush"}); got != nil {
		t.Errorf("got %d differences", len(got))
	}
}

func TestDifferencesFitIntoALog(t *testing.T) {
	var many []string
	for n := range 50 {
		many = append(many, fmt.Sprintf("https://%02d.example.com", n))
	}
	evil := "line\nbreak \x1b[31m" + strings.Repeat("x", 3000)
	got := Between(idp.Application{}, idp.Application{Registration: idp.Registration{Name: evil, RedirectURIs: many}})
	said := fmt.Sprint(got)
	if len(said) > 400 || strings.ContainsAny(said, "\n\x1b") || !strings.Contains(said, "and 46 more") {
		t.Errorf("%d characters: %s", len(said), said)
	}
}
