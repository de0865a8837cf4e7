package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// UpdateCredential changes the subject of a workload identity, or the client ID of a kind whose only setting it is. The
// request sets a value, so it may be sent twice.
func (p *Platform) UpdateCredential(ctx context.Context, before, after idp.Credential) (idp.Credential, error) {
	if err := checkCredential(before); err != nil {
		return before, err
	}
	if before.Subject == after.Subject && (before.ClientID == after.ClientID || after.ClientID == "") {
		return before, nil
	}
	body, err := newCredentialPatch(before.Kind, after)
	if err != nil {
		return before, err
	}
	ctx, ambiguous := transport.TrackAmbiguity(transport.Repeatable(ctx))
	answer, err := written[Credential](p.api.UpdateApplicationCredential(ctx, before.Scope.ZoneID, before.ID, body))
	if err == nil {
		err = identified(answer.ID, before.ID, true)
	}
	switch {
	case err == nil:
		return describe(answer, before), nil
	case errors.Is(err, idp.ErrAlreadyExists):
		return before, p.explainConflict(ctx, after, err)
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
			Kind: idp.ErrInvalid, Message: "a credential of this kind cannot be changed", Hint: "Replace it by another one.",
		}
	}
}

// readCredentialBack reads a credential to find out whether a change was carried out whose response was lost.
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
	e.Kind, e.Hint = idp.ErrAmbiguous, "The credential may have been changed. Plan again to see its present values."
	return shown, &e
}
