package refresh

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// same reports whether Get would return known, according to the list. It compares all fields, including any that are added
// to the domain later, so that nothing is confirmed that lists do not contain.
func same(listed, known idp.Application) bool {
	if listed.AuthMethod == "" { // the credential is listed separately
		if !consistent(known) {
			return false
		}
		listed.AuthMethod, listed.CredentialID, listed.ClientID = known.AuthMethod, known.CredentialID, known.ClientID
		listed.PreviousCredentialID, listed.PreviousClientID = known.PreviousCredentialID, known.PreviousClientID
		listed.JWKSURI = known.JWKSURI
	}
	if listed.ClientSecret == "" { // the usual case; Get carries over the known one
		listed.ClientSecret = known.ClientSecret
	}
	listed.Scope, listed.KeepPreviousCredential = known.Scope, known.KeepPreviousCredential // unknown to the platform
	listed.Installation = known.Installation                                                // not a part of the application
	listed.Problems = known.Problems                                                        // neither are these
	listed.Dependencies = known.Dependencies                                                // read separately
	known = completed(known, listed)
	listed.Name = idp.InForm(listed.Name, known.Name)
	listed.Description = idp.InForm(listed.Description, known.Description)
	listed.Registration, known.Registration = listed.WithDefaults(), known.WithDefaults()
	return reflect.DeepEqual(ordered(listed), ordered(known))
}

// completed returns known with the fields that state does not store, from the list.
func completed(known, listed idp.Application) idp.Application {
	known.OrganizationID = cmp.Or(known.OrganizationID, listed.OrganizationID)
	known.CreatedAt = cmp.Or(known.CreatedAt, listed.CreatedAt)
	known.Slug = cmp.Or(known.Slug, listed.Slug)
	known.Installation = listed.Installation
	return known
}

// consistent reports whether a known application has either a credential or none of the fields that come with one.
func consistent(known idp.Application) bool {
	if known.CredentialID != "" && known.AuthMethod != idp.NoAuth {
		return true
	}
	return known.CredentialID == "" && known.ClientID == "" && known.ClientSecret == ""
}

// credentialsOf returns the credentials that a Get of the application reads.
func credentialsOf(known idp.Application) (all []idp.Credential) {
	for _, credential := range []idp.Credential{
		{ID: known.CredentialID, ApplicationID: known.ID, ClientID: known.ClientID, JWKSURI: known.JWKSURI},
		{ID: known.PreviousCredentialID, ApplicationID: known.ID, ClientID: known.PreviousClientID},
	} {
		if credential.ID != "" {
			all = append(all, credential)
		}
	}
	return all
}

// sameCredential reports whether a listed credential equals the known one. The JWKS URI of a previous credential is not
// known.
func sameCredential(listed, known idp.Credential, own bool) bool {
	return listed.ID == known.ID && listed.ApplicationID == known.ApplicationID && listed.ClientID == known.ClientID &&
		(!own || listed.JWKSURI == known.JWKSURI)
}

// ordered returns the application with its sets sorted.
func ordered(app idp.Application) idp.Application {
	for _, set := range []*[]string{
		&app.RedirectURIs, &app.PostLogoutRedirectURIs, &app.Traits, &app.OIDC.GrantTypes, &app.OIDC.ResponseTypes, &app.OIDC.AdditionalOrigins,
	} {
		if len(*set) == 0 {
			*set = nil
			continue
		}
		*set = slices.Compact(slices.Sorted(slices.Values(*set)))
	}
	return app
}
