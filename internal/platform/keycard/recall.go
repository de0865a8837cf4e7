package keycard

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// lagLimit is how long this process must miss a credential before it counts as gone. It existed before, so by then every
// replica has it.
const lagLimit = 2 * time.Minute

// recall finds the IDs of credentials of which only the client ID is known. A credential that is not listed may be new: taken
// for gone, it would be replaced and go on working in no state.
func (p *Platform) recall(ctx context.Context, app idp.Application) (idp.Application, error) {
	if !forgotten(app) {
		return app, nil
	}
	look := func() (err error) { app, err = p.identified(ctx, app); return err }
	err := p.recovery.Absent(ctx, recovery.JustNow, look(), look)
	if err != nil && !errors.Is(err, idp.ErrNotFound) {
		return app, err
	}
	switch missing := unlisted(app); {
	case missing == "":
		p.recovery.Found(app.ID)
	case p.recovery.Missed(app.ID) < lagLimit:
		return app, notListed(app, missing)
	}
	if app.PreviousCredentialID == "" {
		app.PreviousClientID = ""
	}
	return app, nil
}

// identified adds the IDs of the credentials that are listed once. It returns idp.ErrNotFound if one is missing.
func (p *Platform) identified(ctx context.Context, app idp.Application) (idp.Application, error) {
	for c, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
		switch {
		case err != nil:
			return app, err
		case !usable(c):
		case c.Identifier == app.ClientID:
			app.CredentialID = c.ID
		case c.Identifier == app.PreviousClientID:
			app.PreviousCredentialID = c.ID
		}
	}
	if forgotten(app) {
		return app, &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show the credential"}
	}
	return app, nil
}

// unlisted returns the client ID of a credential that may exist although no list has shown it, or "". The previous credential
// is older than the current one, so lists that show the current one alone prove that the previous one is gone.
func unlisted(app idp.Application) string {
	switch {
	case app.CredentialID != "":
		return ""
	case app.ClientID != "":
		return app.ClientID
	case app.PreviousCredentialID != "":
		return ""
	}
	return app.PreviousClientID
}

func notListed(app idp.Application, clientID string) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrUnavailable, Message: fmt.Sprintf("the list of the application's credentials does not show the one with client ID %s, "+
			"and nothing proves that it was deleted", transport.Printable(clientID)),
		Hint: fmt.Sprintf("The list may lag behind: try again in a few minutes. If the credential was deleted in Keycard, remove the application "+
			"from state with terraform state rm, and import it again, as keycard/%s/%s.", app.Scope.ZoneID, app.ID),
	}
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
