package refresh

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// same reports whether Get would show what is known, going by what is listed. It compares all fields, also such as are
// added to the domain later, so that nothing is confirmed which no list shows.
func same(listed, known idp.Application) bool {
	if listed.AuthMethod == "" { // the credential is listed apart
		if !consistent(known) {
			return false
		}
		listed.AuthMethod, listed.CredentialID, listed.ClientID = known.AuthMethod, known.CredentialID, known.ClientID
		listed.PreviousCredentialID, listed.PreviousClientID = known.PreviousCredentialID, known.PreviousClientID
		listed.JWKSURI = known.JWKSURI
	}
	if listed.ClientSecret == "" { // which is usual; Get keeps the known one
		listed.ClientSecret = known.ClientSecret
	}
	listed.Scope, listed.KeepPreviousCredential = known.Scope, known.KeepPreviousCredential // which no platform knows of
	listed.Installation = known.Installation                                                // not a part of the application
	listed.Problems = known.Problems                                                        // nor are these
	listed.Dependencies = known.Dependencies                                                // which are read apart
	known = completed(known, listed)
	listed.Name = form(listed.Name, known.Name)
	listed.Description = form(listed.Description, known.Description)
	listed.Registration, known.Registration = listed.WithDefaults(), known.WithDefaults()
	return reflect.DeepEqual(ordered(listed), ordered(known))
}

// completed is what is known with what a list adds to it: state keeps neither of these.
func completed(known, listed idp.Application) idp.Application {
	known.OrganizationID = cmp.Or(known.OrganizationID, listed.OrganizationID)
	known.CreatedAt = cmp.Or(known.CreatedAt, listed.CreatedAt)
	known.Slug = cmp.Or(known.Slug, listed.Slug)
	known.Installation = listed.Installation
	return known
}

// form is a listed text as it is known, where the two differ only in the form of Unicode that they are written in.
func form(listed, known string) string {
	if idp.SameText(listed, known) {
		return known
	}
	return listed
}

// consistent reports whether an application without a credential is also known without what comes with one.
func consistent(known idp.Application) bool {
	if known.CredentialID != "" && known.AuthMethod != idp.NoAuth {
		return true
	}
	return known.CredentialID == "" && known.ClientID == "" && known.ClientSecret == ""
}

// credentialsOf are those that a Get of the application reads.
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

// sameCredential reports whether a listed credential is the one that an application is known with. Of a previous one, the address of
// its keys is not known.
func sameCredential(listed, known idp.Credential, own bool) bool {
	return listed.ID == known.ID && listed.ApplicationID == known.ApplicationID && listed.ClientID == known.ClientID &&
		(!own || listed.JWKSURI == known.JWKSURI)
}

// ordered gives the sets of an application one form.
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
