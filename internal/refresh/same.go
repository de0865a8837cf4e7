package refresh

import (
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
	}
	if listed.ClientSecret == "" { // which is usual; Get keeps the known one
		listed.ClientSecret = known.ClientSecret
	}
	listed.Scope = known.Scope
	return reflect.DeepEqual(ordered(listed), ordered(known))
}

// consistent reports whether an application without a credential is also known without what comes with one.
func consistent(known idp.Application) bool {
	if known.CredentialID != "" && known.AuthMethod != idp.NoAuth {
		return true
	}
	return known.CredentialID == "" && known.ClientID == "" && known.ClientSecret == ""
}

func belongs(credential idp.Credential, known idp.Application) bool {
	return credential.ApplicationID == known.ID && credential.ClientID == known.ClientID
}

// ordered gives the sets of an application one form.
func ordered(app idp.Application) idp.Application {
	for _, set := range []*[]string{&app.RedirectURIs, &app.PostLogoutRedirectURIs, &app.Traits} {
		*set = slices.Compact(slices.Sorted(slices.Values(*set)))
		if len(*set) == 0 {
			*set = nil
		}
	}
	return app
}
