// Package drift reports what was changed outside Terraform, and by whom.
package drift

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// beside lists the attributes that belong to separate objects, such as credentials and dependencies.
var beside = []string{string(idp.AttributeJWKSURI), string(idp.AttributeDependency), "client_id", "keycard.previous_client_id"}

// Difference is a change made outside Terraform, as text.
type Difference struct{ Attribute, Change string }

// Between compares Terraform's state of an application with the platform's. It covers what users see, and of secrets only
// whether they changed.
func Between(before, after idp.Application) []Difference {
	var all []Difference
	add := func(attribute idp.Attribute, change string) {
		if change != "" {
			all = append(all, Difference{string(attribute), change})
		}
	}
	before.Registration, after.Registration = before.WithDefaults(), after.WithDefaults()
	if before.Type != "" && after.Type != "" {
		add(idp.AttributeType, changed(string(before.Type), string(after.Type)))
	}
	add(idp.AttributeName, changed(before.Name, after.Name))
	add(idp.AttributeDescription, changed(before.Description, after.Description))
	add(idp.AttributeIdentifier, changed(before.Identifier, after.Identifier))
	add(idp.AttributeAuthMethod, changed(string(before.AuthMethod), string(after.AuthMethod)))
	add(idp.AttributeRedirectURIs, changedSet(before.RedirectURIs, after.RedirectURIs))
	add(idp.AttributePostLogoutRedirectURIs, changedSet(before.PostLogoutRedirectURIs, after.PostLogoutRedirectURIs))
	add(idp.AttributeEnabled, switched(!before.Disabled, !after.Disabled))
	if before.AccessTokenType != "" && after.AccessTokenType != "" {
		add(idp.AttributeAccessTokenType, changed(string(before.AccessTokenType), string(after.AccessTokenType)))
	}
	addOIDC(add, before.OIDC, after.OIDC)
	add(idp.AttributeDocsURL, changed(before.DocsURL, after.DocsURL))
	add(idp.AttributeConsent, changed(before.Consent, after.Consent))
	add(idp.AttributeTraits, changedSet(before.Traits, after.Traits))
	add(idp.AttributeJWKSURI, changed(before.JWKSURI, after.JWKSURI))
	if before.Dependencies != nil {
		add(idp.AttributeDependency, changedDependencies(before.Dependencies, after.Dependencies))
	}
	switch {
	case before.ClientID != "" && after.ClientID == "":
		add("client_id", "the credential was deleted")
	case before.ClientID != "":
		add("client_id", changed(before.ClientID, after.ClientID))
	}
	if before.ClientSecret != "" && after.ClientSecret != "" && before.ClientSecret != after.ClientSecret {
		add("client_secret", "changed")
	}
	if before.PreviousClientID != "" && after.PreviousClientID == "" {
		add("keycard.previous_client_id", "the credential from before the last rotation was deleted")
	}
	return all
}

func (d Difference) isBeside() bool { return slices.Contains(beside, d.Attribute) }

func switched(before, after bool) string {
	if before == after {
		return ""
	}
	return fmt.Sprintf("%t -> %t", before, after)
}

func changed(before, after string) string {
	if before == after {
		return ""
	}
	return quoted(before) + " -> " + quoted(after)
}

func changedSet(before, after []string) string {
	if slices.Equal(before, after) {
		return ""
	}
	var parts []string
	list := func(verb string, of, without []string) {
		for _, value := range slices.Compact(slices.Sorted(slices.Values(of))) {
			if !slices.Contains(without, value) {
				parts = append(parts, verb+" "+quoted(value))
			}
		}
	}
	list("removed", before, after)
	list("added", after, before)
	return shortened(parts)
}

func shortened(parts []string) string {
	const most = 4
	if len(parts) > most {
		parts = append(parts[:most], fmt.Sprintf("and %d more", len(parts)-most))
	}
	return strings.Join(parts, ", ")
}

// quoted quotes a value, and shortens it to fit on a line of a pipeline's log.
func quoted(value string) string {
	const longest = 80
	if value == "" {
		return "(none)"
	}
	if runes := []rune(value); len(runes) > longest {
		value = string(runes[:longest]) + "…"
	}
	return strconv.Quote(value)
}

// Warn returns a warning about differences. It says who changed the application and when, if the platform reports that. It
// sends a request only if there are differences.
func Warn(ctx context.Context, platform idp.Platform, o diagnose.Object, before, after idp.Application) diag.Diagnostics {
	differences := Between(before, after)
	if len(differences) == 0 {
		return nil
	}
	detail := lines(differences)
	if !differences[0].isBeside() { // the last change of the application does not cover separate objects
		detail += lastChange(ctx, platform, before, o.Platform.Title)
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Application was changed outside Terraform",
		fmt.Sprintf("Application %q at %s differs from the state:\n\n%s", o.Label, o.Platform.Title, detail))}
}

func lines(differences []Difference) string {
	var all []string
	for _, d := range differences {
		all = append(all, d.Attribute+": "+d.Change)
	}
	return strings.Join(all, "\n")
}

// lastChange returns who made the last change and when, or nothing if that is not known: the warning does not need it.
func lastChange(ctx context.Context, platform idp.Platform, app idp.Application, title string) string {
	edit, err := platform.LastChange(ctx, app)
	if err != nil || edit.At == "" {
		return ""
	}
	by := ""
	if edit.By != "" {
		by = " by " + quoted(edit.By)
	}
	return fmt.Sprintf("\n\nThe last change at %s was made%s at %s.", title, by, edit.At)
}
