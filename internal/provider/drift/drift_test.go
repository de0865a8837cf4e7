package drift

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestBetween_ReportsUserVisibleDifferences(t *testing.T) {
	before := idp.Application{
		Registration: idp.Registration{
			Name: "orders", Description: "Takes orders", AuthMethod: idp.ClientSecretBasic,
			RedirectURIs: []string{"https://b.example.com", "https://a.example.com"}, Consent: "required", Type: idp.TypeWeb,
			Dependencies: []idp.Dependency{{ResourceID: "r1", WhenAccessing: []string{"r8"}}, {ResourceID: "r2"}},
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
		"another type":  {func(a *idp.Application) { a.Type = idp.TypeNative }, []Difference{{"zitadel.type", `"web" -> "native"`}}},
		"another token": {func(a *idp.Application) { a.AccessTokenType = idp.TokenJWT }, []Difference{{"zitadel.access_token_type", `"bearer" -> "jwt"`}}},
		"what is written out": {func(a *idp.Application) {
			a.AccessTokenType, a.OIDC.GrantTypes, a.OIDC.ResponseTypes = idp.TokenBearer, []string{"authorization_code"}, []string{"code"}
		}, nil},
		"another grant": {func(a *idp.Application) { a.OIDC.GrantTypes = []string{"implicit", "authorization_code"} }, []Difference{{"zitadel.oidc.grant_types", `added "implicit"`}}},
		"other settings": {func(a *idp.Application) {
			a.OIDC.DevelopmentMode, a.OIDC.ClockSkew, a.OIDC.BackChannelLogoutURI = true, 1500*time.Millisecond, "https://a"
		}, []Difference{
			{"zitadel.oidc.development_mode", "false -> true"},
			{"zitadel.oidc.clock_skew", "0s -> 1.5s"},
			{"zitadel.oidc.back_channel_logout_uri", `(none) -> "https://a"`},
		}},
		"other keys": {func(a *idp.Application) { a.JWKSURI = "https://keys" }, []Difference{{"keycard.jwks_uri", `(none) -> "https://keys"`}}},
		"other dependencies": {func(a *idp.Application) {
			a.Dependencies = []idp.Dependency{{ResourceID: "r3"}, {ResourceID: "r1", WhenAccessing: []string{"r9"}}}
		}, []Difference{{"keycard.dependency", `when_accessing of "r1" removed "r8", added "r9", removed "r2", added "r3"`}}},
		"the same dependencies": {func(a *idp.Application) {
			a.Dependencies = []idp.Dependency{{ResourceID: "r2"}, {ResourceID: "r1", WhenAccessing: []string{"r8"}}}
		}, nil},
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

// State may hold the secret encrypted while a server returns it in plain text.
func TestSecretThatIsNotInStateDidNotChange(t *testing.T) {
	if got := Between(idp.Application{ID: "1"}, idp.Application{ID: "1", ClientSecret: "hush"}); got != nil {
		t.Errorf("got %d differences", len(got))
	}
}

func TestBetween_LongValues_AreTruncatedForLogs(t *testing.T) {
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

func TestDependenciesThatAreNotManaged_AreNoDrift(t *testing.T) {
	after := idp.Application{Registration: idp.Registration{Dependencies: []idp.Dependency{{ResourceID: "r1"}}}}
	if got := Between(idp.Application{}, after); got != nil {
		t.Error(got)
	}
}
