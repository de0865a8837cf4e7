package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate gives an application another client ID and client secret.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := cmp.Or(checkAddress(known), checkSecret(known)); err != nil {
		return known, err
	}
	wanted, _ := own(known.Registration, known.ID)
	return p.exchange(ctx, known, wanted, known.KeepPreviousCredential)
}

// checkSecret refuses what is about the client secret of an application that has none.
func checkSecret(known idp.Application) error {
	if known.AuthMethod.HasSecret() {
		return nil
	}
	return &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeAuthMethod, Message: fmt.Sprintf("with %s there is no client secret", known.AuthMethod),
		Hint: "Set auth_method to client_secret_basic to have one.",
	}
}

// exchange makes another credential, and only then removes what is not to be kept: the previous one, and, unless that is to be
// kept until the next rotation, the present one. At no time is there none that works. One that could not be removed stays
// known as the previous one.
func (p *Platform) exchange(ctx context.Context, known idp.Application, wanted idp.Credential, keep bool) (idp.Application, error) {
	if err := p.findable(ctx, known); err != nil {
		return known, idp.WithHint(err, "Nothing was rotated because the provider could not list the application's credentials. "+hintOf(err))
	}
	issued, o, err := p.issue(ctx, known, wanted, p.recovery.Once())
	if issued.ID == "" {
		return unrotated(known, o, err)
	}
	rotated := withIssued(known, issued)
	if app, failed := p.dropPrevious(ctx, rotated); failed != nil {
		return known, p.undo(ctx, app, o, failed)
	}
	rotated.PreviousCredentialID, rotated.PreviousClientID = known.CredentialID, known.ClientID
	var failed error
	if !keep {
		rotated, failed = p.dropPrevious(ctx, rotated)
	}
	return overlapping(rotated, o, err, failed)
}

// overlapping is a rotated application with what is left beside its new credential: an orphan of a lost answer, or the previous
// one, which could not be removed.
func overlapping(app idp.Application, o orphans, lost, failed error) (idp.Application, error) {
	if lost == nil && failed == nil {
		return app, nil
	}
	err, hint := lost, inState(app)
	if failed != nil {
		err = failed
		hint += fmt.Sprintf(" The provider could not delete the previous credential %s, which still works; the next apply deletes it. %s",
			transport.Printable(app.PreviousCredentialID), hintOf(failed))
	}
	app, about := o.remember(app)
	return app, idp.WithHint(err, sentences(hint, about))
}

// undo removes the new credential of a rotation, because the one before the present one could not be removed: of three at a
// time, one would be forgotten.
func (p *Platform) undo(ctx context.Context, app idp.Application, o orphans, err error) error {
	hint := fmt.Sprintf("Nothing was rotated: the provider could not delete credential %s from an earlier rotation.",
		transport.Printable(app.PreviousCredentialID))
	if p.discardCredential(ctx, app, app.CredentialID) != nil {
		hint += fmt.Sprintf(" It could not delete the new credential %s either. Nothing uses it; delete it in Keycard.", transport.Printable(app.CredentialID))
	}
	return idp.WithHint(err, sentences(hint, o.about(app), "Apply again.", hintOf(err)))
}

// unrotated is the application as it was.
func unrotated(app idp.Application, o orphans, err error) (idp.Application, error) {
	app, about := o.remember(app)
	return app, idp.WithHint(err, sentences("The current credentials still work. Apply again.", about, hintOf(err)))
}

// dropPrevious removes the previous credential, if there is one.
func (p *Platform) dropPrevious(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.PreviousCredentialID == "" {
		return app, nil
	}
	if err := p.revoke(ctx, app, app.PreviousCredentialID); err != nil {
		return app, err
	}
	return withoutPrevious(app), nil
}

// lookUpPrevious forgets the previous credential where it is gone, and learns its client ID where that is not known.
func (p *Platform) lookUpPrevious(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.PreviousCredentialID == "" {
		return app, nil
	}
	answer, err := p.credential(ctx, app, app.PreviousCredentialID)
	if errors.Is(err, idp.ErrNotFound) {
		return withoutPrevious(app), nil
	}
	app.PreviousClientID = cmp.Or(app.PreviousClientID, answer.Identifier)
	return app, err
}

func withoutPrevious(app idp.Application) idp.Application {
	app.PreviousCredentialID, app.PreviousClientID = "", ""
	return app
}
