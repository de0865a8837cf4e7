package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate replaces the client ID and the client secret of an application.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := cmp.Or(checkAddress(known), checkSecret(known)); err != nil {
		return known, err
	}
	wanted, _ := own(known.Registration, known.ID)
	return p.exchange(ctx, known, wanted, known.KeepPreviousCredential)
}

// checkSecret returns an error if an application has no client secret.
func checkSecret(known idp.Application) error {
	if known.AuthMethod.HasSecret() {
		return nil
	}
	return &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeAuthMethod, Message: fmt.Sprintf("with %s there is no client secret", known.AuthMethod),
		Hint: "Set auth_method to client_secret_basic to have one.",
	}
}

// exchange creates another credential, and only then deletes the ones that are not kept: the previous one and, unless keep
// is set, the current one. There is a working credential at all times. If a credential cannot be deleted, it is stored as
// the previous one.
func (p *Platform) exchange(ctx context.Context, known idp.Application, wanted idp.Credential, keep bool) (idp.Application, error) {
	if err := p.findable(ctx, known); err != nil {
		return known, idp.WithOutcome(err, "Nothing was rotated because the provider could not list the application's credentials.")
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

// overlapping returns a rotated application and an error about what is left beside its new credential: an orphaned
// credential of a lost response, or the previous one that could not be deleted.
func overlapping(app idp.Application, o orphans, lost, failed error) (idp.Application, error) {
	if lost == nil && failed == nil {
		return app, nil
	}
	err, outcome := idp.WithHint(lost, ""), inState(app) // the lost request was replaced by another one
	if failed != nil {
		err = failed
		outcome += fmt.Sprintf(" The provider could not delete the previous credential %s, which still works; the next apply deletes it.",
			transport.Printable(app.PreviousCredentialID))
	}
	app, about := o.remember(app)
	return app, idp.WithOutcome(err, sentences(outcome, about))
}

// undo deletes the new credential of a rotation, because the previous one could not be deleted. State can only store two of
// three credentials.
func (p *Platform) undo(ctx context.Context, app idp.Application, o orphans, err error) error {
	outcome := fmt.Sprintf("Nothing was rotated: the provider could not delete credential %s from an earlier rotation.",
		transport.Printable(app.PreviousCredentialID))
	if p.discardCredential(ctx, app, app.CredentialID) != nil {
		outcome += fmt.Sprintf(" It could not delete the new credential %s either. Nothing uses it; delete it in Keycard.", transport.Printable(app.CredentialID))
	}
	return idp.WithOutcome(err, sentences(outcome, o.about(app), "Apply again."))
}

// unrotated returns the unchanged application.
func unrotated(app idp.Application, o orphans, err error) (idp.Application, error) {
	app, about := o.remember(app)
	return app, idp.WithOutcome(err, sentences("The current credentials still work. Apply again.", about))
}

// dropPrevious deletes the previous credential, if there is one.
func (p *Platform) dropPrevious(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.PreviousCredentialID == "" {
		return app, nil
	}
	if err := p.revoke(ctx, app, app.PreviousCredentialID); err != nil {
		return app, err
	}
	return withoutPrevious(app), nil
}

// lookUpPrevious removes the previous credential from the application if it is gone, and adds its client ID if it is
// unknown.
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
