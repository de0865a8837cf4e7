package keycard

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// applicationOf returns what is known about the application of a credential. Its CreatedAt is that of the credential, so it
// is at least as old.
func applicationOf(c idp.Credential) idp.Application {
	return idp.Application{Registration: idp.Registration{Scope: c.Scope}, ID: c.ApplicationID, CreatedAt: c.CreatedAt}
}

// checkCredential rejects IDs that would change the path of a request.
func checkCredential(known idp.Credential) error {
	if err := checkZone(known.Scope.ZoneID); err != nil {
		return err
	}
	if !isSegment(known.ID) || !isSegment(known.ApplicationID) {
		return unusable()
	}
	return nil
}

func unusable() *idp.Error {
	return &idp.Error{
		Kind: idp.ErrInvalid, Message: "the application or the credential has no usable ID",
		Hint: "Use the IDs that Keycard shows: keycard/<zone_id>/<application_id>/<credential_id>.",
	}
}

// checkWanted rejects a credential that lacks a field that its kind requires.
func checkWanted(wanted idp.Credential) error {
	known := wanted
	known.ID = "new"
	if err := checkCredential(known); err != nil {
		return err
	}
	missing := ""
	switch {
	case wanted.Kind == idp.CredentialPublicKey && wanted.JWKSURI == "":
		missing = "jwks_uri"
	case wanted.Kind == idp.CredentialWorkloadIdentity && wanted.ProviderID == "":
		missing = "provider_id"
	case wanted.Kind == idp.CredentialURL && wanted.ClientID == "":
		missing = "identifier"
	}
	if missing != "" {
		return &idp.Error{Kind: idp.ErrInvalid, Message: "a credential of this kind requires " + missing, Hint: "Set " + missing + "."}
	}
	_, err := newCredential(wanted)
	return err
}
