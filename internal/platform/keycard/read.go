package keycard

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Get reads the application and, unless it is known to have none, its credentials. Where the credential is gone,
// ClientID, ClientSecret and CredentialID come back empty, and likewise those of the previous one.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := checkAddress(known); err != nil {
		return idp.Application{}, err
	}
	answer, err := read[Application](p.api.GetApplication(ctx, known.Scope.ZoneID, known.ID))
	if err == nil {
		err = identified(answer.ID, known.ID, false)
	}
	if err != nil {
		return idp.Application{}, err
	}
	app := application(answer, known)
	if app, err = p.lookUpPrevious(ctx, app); err != nil {
		return idp.Application{}, err
	}
	switch {
	case app.AuthMethod == "":
		return p.discover(ctx, app)
	case app.AuthMethod == idp.NoAuth, app.CredentialID == "":
		return withCredential(app, Credential{}), nil
	default:
		return p.lookUp(ctx, app)
	}
}

// lookUp looks whether the known credential is still there.
func (p *Platform) lookUp(ctx context.Context, app idp.Application) (idp.Application, error) {
	answer, err := read[Credential](p.api.GetApplicationCredential(ctx, app.Scope.ZoneID, app.CredentialID))
	if errors.Is(err, idp.ErrNotFound) {
		return withCredential(app, Credential{}), nil
	}
	if err == nil {
		err = identified(answer.ID, app.CredentialID, false)
	}
	if err == nil && answer.ApplicationID != "" && answer.ApplicationID != app.ID {
		err = &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the credential is another application's",
			Advice: "Import the application again, as keycard/<zone_id>/<application_id>.",
		}
	}
	if err != nil {
		return idp.Application{}, err
	}
	answer.Identifier = cmp.Or(answer.Identifier, app.ClientID)
	return withCredential(app, answer), nil
}

// discover finds out how an application of which only the ID is known authenticates. Of several credentials with a
// secret the newest is taken: the others wait for their removal after a rotation.
func (p *Platform) discover(ctx context.Context, app idp.Application) (idp.Application, error) {
	var newest Credential
	for credential, err := range p.credentials(ctx, app.Scope.ZoneID, app.ID) {
		if err != nil {
			return idp.Application{}, err
		}
		if credential.Type == CredentialTypePassword && isSegment(credential.ID) && !olderThan(credential, newest) {
			newest = credential
		}
	}
	app.AuthMethod = idp.NoAuth
	if newest.ID != "" {
		app.AuthMethod = idp.ClientSecretBasic
	}
	return withCredential(app, newest), nil
}

// olderThan takes a time that cannot be read for the oldest of all.
func olderThan(a, b Credential) bool { return created(a).Before(created(b)) }

func created(c Credential) time.Time {
	t, _ := time.Parse(time.RFC3339, c.CreatedAt)
	return t
}

// withCredential gives the application the credential; an empty one is none. The secret stays with its credential.
func withCredential(app idp.Application, c Credential) idp.Application {
	if c.ID == "" || c.ID != app.CredentialID {
		app.ClientSecret = ""
	}
	app.CredentialID = c.ID
	app.ClientID = c.Identifier
	return app
}

// find returns the ID of the application with this identifier, or "" if it cannot be found. The filter is not relied on:
// a service that does not know it lists every application.
func (p *Platform) find(ctx context.Context, zoneID, identifier string) string {
	for app, err := range p.applications(ctx, zoneID, identifier) {
		if err != nil {
			return ""
		}
		if app.Identifier == identifier {
			return app.ID
		}
	}
	return ""
}
