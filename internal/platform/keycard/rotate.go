package keycard

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Rotate makes another credential and then removes the one before, unless that is to be kept until the next rotation. At
// no time is there none that works. A credential that could not be removed stays known as the previous one.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := checkAddress(known); err != nil {
		return known, err
	}
	app, err := p.dropPrevious(ctx, known)
	if err != nil {
		return app, idp.WithAdvice(err, fmt.Sprintf("Nothing was rotated: credential %s, which an earlier rotation left, could not be "+
			"removed. Apply again. %s", app.PreviousCredentialID, adviceOf(err)))
	}
	rotated, err := p.issue(ctx, app)
	if err != nil {
		return unrotated(app, rotated.CredentialID, err)
	}
	rotated.PreviousCredentialID, rotated.PreviousClientID = app.CredentialID, app.ClientID
	if known.KeepPreviousCredential {
		return rotated, nil
	}
	rotated, err = p.dropPrevious(ctx, rotated)
	if err != nil {
		err = idp.WithAdvice(err, fmt.Sprintf("There is a new client ID and client secret, and they are in state. The previous credential %s "+
			"could not be removed and still works; the next apply removes it. %s", rotated.PreviousCredentialID, adviceOf(err)))
	}
	return rotated, err
}

// unrotated is the application as it was. A new credential of which nobody has the secret, and which could not be removed
// again, takes the place of the previous one, so that the next rotation removes it.
func unrotated(app idp.Application, credentialID string, err error) (idp.Application, error) {
	advice := "The present client ID and client secret go on working. Apply again."
	switch {
	case credentialID != app.CredentialID:
		app.PreviousCredentialID = credentialID
		advice += fmt.Sprintf(" That also removes credential %s, of which nobody has the secret.", credentialID)
	case errors.Is(err, idp.ErrAmbiguous):
		advice += " The application may have another credential now: nobody has its secret, so it can be removed at Keycard."
	}
	return app, idp.WithAdvice(err, advice)
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

// lookUpPrevious forgets the previous credential where it is gone.
func (p *Platform) lookUpPrevious(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.PreviousCredentialID == "" {
		return app, nil
	}
	_, err := p.credential(ctx, app, app.PreviousCredentialID)
	if errors.Is(err, idp.ErrNotFound) {
		return withoutPrevious(app), nil
	}
	return app, err
}

func withoutPrevious(app idp.Application) idp.Application {
	app.PreviousCredentialID, app.PreviousClientID = "", ""
	return app
}
