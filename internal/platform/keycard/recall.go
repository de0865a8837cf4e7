package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// recall finds the IDs of credentials of which only the client ID is known. A credential that is never listed is gone.
func (p *Platform) recall(ctx context.Context, app idp.Application) (idp.Application, error) {
	if !forgotten(app) {
		return app, nil
	}
	err := p.recovery.Look(ctx, func() error {
		for c, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
			switch {
			case err != nil:
				return err
			case !usable(c):
			case c.Identifier == app.ClientID:
				app.CredentialID = c.ID
			case c.Identifier == app.PreviousClientID:
				app.PreviousCredentialID = c.ID
			}
		}
		if forgotten(app) {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show the credential"}
		}
		return nil
	})
	if err != nil && !errors.Is(err, idp.ErrNotFound) {
		return app, err
	}
	if app.PreviousCredentialID == "" {
		app.PreviousClientID = ""
	}
	return app, nil
}

var _ idp.Priced = (*Platform)(nil)

// GetRequests implements idp.Priced: one request for the application, one for each credential, and one for the list in
// recall.
func (p *Platform) GetRequests(known idp.Application) int {
	requests := 1
	for _, credential := range [][2]string{{known.ClientID, known.CredentialID}, {known.PreviousClientID, known.PreviousCredentialID}} {
		if credential != [2]string{} {
			requests++
		}
	}
	if forgotten(known) {
		requests++
	}
	return requests
}

// forgotten reports whether the ID of a credential is missing.
func forgotten(app idp.Application) bool {
	return app.ClientID != "" && app.CredentialID == "" || app.PreviousClientID != "" && app.PreviousCredentialID == ""
}
