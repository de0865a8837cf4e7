package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var _ idp.Credentials = (*Platform)(nil)

// GetCredential reads a credential. That it is gone counts in a zone that the login can see, and unless the application cannot be
// read.
func (p *Platform) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if err := checkCredential(known); err != nil {
		return idp.Credential{}, err
	}
	answer, err := p.credential(ctx, applicationOf(known), known.ID)
	if errors.Is(err, idp.ErrNotFound) {
		if _, _, unread := p.read(ctx, applicationOf(known)); unread != nil && !errors.Is(unread, idp.ErrNotFound) {
			err = unread
		}
	}
	if err != nil {
		return idp.Credential{}, err
	}
	shown := describe(answer, known)
	if shown.ApplicationID != known.ApplicationID || known.Kind != "" && shown.Kind != known.Kind {
		return idp.Credential{}, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the credential is another application's, or of another kind",
			Advice: "Import the credential again, as keycard/<zone_id>/<application_id>/<credential_id>.",
		}
	}
	return shown, nil
}

// UpdateCredential changes the subject of a workload identity, or the client ID of a kind that authenticates with nothing else. It sets
// a value, so that it may be sent twice.
func (p *Platform) UpdateCredential(ctx context.Context, before, after idp.Credential) (idp.Credential, error) {
	if err := checkCredential(before); err != nil {
		return before, err
	}
	if before.Subject == after.Subject && before.ClientID == after.ClientID {
		return before, nil
	}
	body, err := newCredentialPatch(before.Kind, after)
	if err != nil {
		return before, err
	}
	ctx, ambiguous := transport.Unseen(transport.Repeatable(ctx))
	answer, err := written[Credential](p.api.UpdateApplicationCredential(ctx, before.Scope.ZoneID, before.ID, body))
	if err == nil {
		err = identified(answer.ID, before.ID, true)
	}
	switch {
	case err == nil:
		return describe(answer, before), nil
	case errors.Is(err, idp.ErrAlreadyExists):
		return before, p.holder(ctx, after, err)
	case errors.Is(err, idp.ErrAmbiguous) || ambiguous():
		return p.readCredentialBack(ctx, before, after, err)
	}
	return before, err
}

func newCredentialPatch(kind idp.CredentialKind, after idp.Credential) (CredentialPatch, error) {
	switch kind {
	case idp.CredentialWorkloadIdentity:
		return CredentialPatch{Type: CredentialTypeToken, Subject: orNull(after.Subject, after.Subject == "")}, nil
	case idp.CredentialURL:
		return CredentialPatch{Type: CredentialTypeURL, Identifier: after.ClientID}, nil
	case idp.CredentialPublic:
		return CredentialPatch{Type: CredentialTypePublic, Identifier: after.ClientID}, nil
	default:
		return CredentialPatch{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: "a credential of this kind cannot be changed", Advice: "Replace it by another one.",
		}
	}
}

// readCredentialBack finds out whether a change was carried out whose answer was lost.
func (p *Platform) readCredentialBack(ctx context.Context, before, after idp.Credential, lost error) (idp.Credential, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	shown := before
	err := p.recovery.Look(ctx, func() error {
		answer, err := p.GetCredential(ctx, before)
		if err != nil {
			return err
		}
		shown = answer
		if shown.Subject != after.Subject || shown.ClientID != after.ClientID {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the credential does not show the change"}
		}
		return nil
	})
	if err == nil {
		return shown, nil
	}
	open, ok := errors.AsType[*idp.Error](lost)
	if !ok {
		return shown, lost
	}
	e := *open
	e.Kind, e.Advice = idp.ErrAmbiguous, "The credential may have been changed. Plan again to see what it is like now."
	return shown, &e
}

// Revoke removes the credential of the ID, and nothing else.
func (p *Platform) Revoke(ctx context.Context, known idp.Credential) error {
	if err := checkCredential(known); err != nil {
		return err
	}
	return p.revoke(ctx, applicationOf(known), known.ID)
}

// CredentialPage lists all credentials of an application, its own among them, or those of all applications of a zone.
func (p *Platform) CredentialPage(ctx context.Context, scope idp.Scope, applicationID, cursor string) (idp.Page, error) {
	known := idp.Credential{Scope: scope, ApplicationID: applicationID}
	if err := checkZone(scope.ZoneID); err != nil {
		return idp.Page{}, err
	}
	if applicationID != "" && !isSegment(applicationID) {
		return idp.Page{}, unusable()
	}
	at, err := parseProgress(cursor)
	if err != nil {
		return idp.Page{}, err
	}
	at.Applications.End = true // of which there are none in this list
	var found []Credential
	var next place
	if applicationID == "" {
		found, next, err = p.credentialPage(ctx, scope.ZoneID, at.Credentials.At)
	} else {
		found, next, err = p.credentialsOfPage(ctx, scope.ZoneID, applicationID, at.Credentials.At)
	}
	return idp.Page{Credentials: credentials(found, known), Next: at.afterCredentials(next)}, err
}

// applicationOf is what is known of the application that a credential belongs to. It is as old as the credential, at least.
func applicationOf(c idp.Credential) idp.Application {
	return idp.Application{Registration: idp.Registration{Scope: c.Scope}, ID: c.ApplicationID, CreatedAt: c.CreatedAt}
}

// checkCredential refuses IDs that would lead a request to another path.
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
		Advice: "Use the IDs that Keycard shows: keycard/<zone_id>/<application_id>/<credential_id>.",
	}
}

// checkWanted refuses a credential that lacks what its kind must have.
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
		return &idp.Error{Kind: idp.ErrInvalid, Message: "a credential of this kind needs a " + missing, Advice: "Set " + missing + "."}
	}
	_, err := newCredential(wanted)
	return err
}
