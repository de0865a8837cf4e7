package application

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

func allPlatforms() catalog {
	return newCatalog(rules.Catalog{zitadel.Capabilities(), keycard.Capabilities(), lerian.Capabilities()})
}

// A platform's values survive being written to state and read back. Reading them into that state again changes nothing, so
// that no plan shows a change.
func TestState_RoundTrip_KeepsPlatformValues(t *testing.T) {
	c := allPlatforms()
	for _, capabilities := range c.Catalog {
		for seed := range uint64(200) {
			t.Run(fmt.Sprint(capabilities.Platform, " ", seed), func(t *testing.T) {
				app := randomApplication(rand.New(rand.NewPCG(seed, 1)), capabilities)
				written, diags := imported(t, c, capabilities).refreshed(t.Context(), capabilities.Platform, app)
				if diags.HasError() {
					t.Fatal(diags)
				}
				kept := stored(t, c, written)
				read, diags := c.expand(kept)
				if diags.HasError() {
					t.Fatal(diags)
				}
				read.Application = remembered(t, app).complete(read.Application)
				app.Slug = "" // only data sources return it
				app.Registration, read.Registration = app.WithDefaults(), read.WithDefaults()
				byResource := cmpopts.SortSlices(func(a, b idp.Dependency) bool { return a.ResourceID < b.ResourceID })
				if diff := cmp.Diff(app, read.Application, cmpopts.EquateEmpty(), cmpopts.SortSlices(func(a, b string) bool { return a < b }), byResource, revealed()); diff != "" {
					t.Errorf("state makes something else of it: %s", diff)
				}
				again, diags := kept.refreshed(t.Context(), capabilities.Platform, read.Application)
				if diags.HasError() {
					t.Fatal(diags)
				}
				if a, b := stored(t, c, again), kept; !cmp.Equal(a, b) {
					t.Errorf("a second read changes the state: %s", cmp.Diff(b, a))
				}
			})
		}
	}
}

// hidden is private state.
type hidden map[string][]byte

func (h hidden) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return h[key], nil }

func (h hidden) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	h[key] = value
	return nil
}

// remembered writes an application to private state, and returns the memory read back from it.
func remembered(t *testing.T, app idp.Application) memory {
	t.Helper()
	kept := hidden{}
	diags := memory{}.of(app).write(t.Context(), kept)
	m, d := private.Recall[memory](t.Context(), kept, memoryKey)
	if diags.Append(d...); diags.HasError() {
		t.Fatal(diags)
	}
	return m
}

// revealed compares secrets by value.
func revealed() cmp.Option {
	return cmp.Comparer(func(a, b idp.Secret) bool { return a.Reveal() == b.Reveal() })
}

// imported returns a state that contains only a platform's block.
func imported(t *testing.T, c catalog, capabilities idp.Capabilities) model {
	t.Helper()
	state := emptyState(t, c)
	at := path.Root(capabilities.Platform)
	switch capabilities.Platform {
	case "zitadel":
		at = at.AtName("project_id")
	case "keycard":
		at = at.AtName("zone_id")
	}
	diags := state.SetAttribute(t.Context(), path.Root("id"), "x")
	if capabilities.Platform == "lerian" {
		diags.Append(state.SetAttribute(t.Context(), at, types.ObjectValueMust(nil, nil))...)
	} else {
		diags.Append(state.SetAttribute(t.Context(), at, "x")...)
	}
	var m model
	diags.Append(state.Get(t.Context(), &m)...)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return m
}

func emptyState(t *testing.T, c catalog) tfsdk.State {
	t.Helper()
	s := c.schema()
	return tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
}

// stored writes a model to a state, and returns the model read back from it.
func stored(t *testing.T, c catalog, m model) model {
	t.Helper()
	state := emptyState(t, c)
	diags := state.Set(t.Context(), m)
	var kept model
	diags.Append(state.Get(t.Context(), &kept)...)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return kept
}

// randomApplication returns an application that has any of the attributes that the platform supports.
func randomApplication(r *rand.Rand, platform idp.Capabilities) idp.Application {
	kind := idp.Type("")
	if n := len(platform.Variants); n > 0 {
		kind = platform.Variants[r.IntN(n)].Type
	}
	c := platform.Of(kind)
	text := func(a idp.Attribute) string {
		rule, supported := c.Rules[a]
		if !supported || !rule.Required && r.IntN(2) == 0 {
			return ""
		}
		if len(rule.Values) > 0 {
			return rule.Values[r.IntN(len(rule.Values))]
		}
		return conforming(r, rule)
	}
	set := func(a idp.Attribute) (values []string) {
		for range r.IntN(4) {
			if value := text(a); value != "" {
				values = append(values, value)
			}
		}
		return distinct(values)
	}
	app := idp.Application{Registration: idp.Registration{Type: kind, JWKSURI: text(idp.AttributeJWKSURI)}}
	app.AccessTokenType = idp.TokenType(text(idp.AttributeAccessTokenType))
	if c.Supports(idp.AttributeOIDC) {
		flip := func() bool { return r.IntN(2) == 0 }
		app.OIDC = idp.OIDC{
			GrantTypes: set(idp.AttributeGrantTypes), ResponseTypes: set(idp.AttributeResponseTypes), AdditionalOrigins: set(idp.AttributeAdditionalOrigins),
			AccessTokenRoleAssertion: flip(), IDTokenRoleAssertion: flip(), IDTokenUserinfoAssertion: flip(), DevelopmentMode: flip(),
			SkipNativeAppSuccessPage: flip(), ClockSkew: time.Duration(r.IntN(5001)) * time.Millisecond, BackChannelLogoutURI: text(idp.AttributeBackChannelLogoutURI),
		}
	}
	if c.Supports(idp.AttributeDependency) {
		for _, id := range distinct([]string{"a", "b", "c"}[r.IntN(4):]) {
			app.Dependencies = append(app.Dependencies, idp.Dependency{ResourceID: id, WhenAccessing: set(idp.AttributeDocsURL)})
		}
	}
	app.Name, app.Description, app.Identifier = text(idp.AttributeName), text(idp.AttributeDescription), text(idp.AttributeIdentifier)
	app.Scope = idp.Scope{
		ProjectID: text(idp.AttributeProjectID), OrganizationID: text(idp.AttributeOrganizationID), ZoneID: text(idp.AttributeZoneID),
	}
	app.AuthMethod = c.AuthMethods[r.IntN(len(c.AuthMethods))]
	app.RedirectURIs, app.PostLogoutRedirectURIs = set(idp.AttributeRedirectURIs), set(idp.AttributePostLogoutRedirectURIs)
	app.Disabled = c.Supports(idp.AttributeEnabled) && r.IntN(2) == 0
	app.DocsURL, app.Consent, app.Traits = text(idp.AttributeDocsURL), text(idp.AttributeConsent), set(idp.AttributeTraits)
	for _, computed := range []*string{&app.ID, &app.ClientID, &app.CredentialID, &app.OrganizationID, &app.Slug, &app.CreatedAt} {
		if r.IntN(3) > 0 {
			*computed = randomText(r)
		}
	}
	app.ClientSecret = idp.Secret(randomText(r))
	return app
}

// conforming returns a random string that a rule accepts.
func conforming(r *rand.Rand, rule idp.Rule) string {
	for {
		value := randomText(r)
		switch rule.Format {
		case idp.FormatURI:
			value = "https://example.com/" + url.PathEscape(value)
		case idp.FormatOrigin:
			value = fmt.Sprintf("https://example.com:%d", r.IntN(9999))
		case idp.FormatText, idp.FormatSafeText, idp.FormatID:
		}
		if rule.Check(value) == "" {
			return value
		}
	}
}

func randomText(r *rand.Rand) string {
	letters := []rune("abcXYZ09-_.:/ äß世𐍈\t\"\\{}%$")
	text := make([]rune, 1+r.IntN(20))
	for i := range text {
		text[i] = letters[r.IntN(len(letters))]
	}
	return string(text)
}

func distinct(values []string) (set []string) {
	seen := map[string]bool{}
	for _, value := range values {
		if !seen[value] {
			set, seen[value] = append(set, value), true
		}
	}
	return set
}
