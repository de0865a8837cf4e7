package keycard

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Get reads the application and, unless it is known to have none, its credential. Where the credential is gone,
// ClientID, ClientSecret and CredentialID come back empty.
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
	switch {
	case app.AuthMethod == "":
		return p.discover(ctx, app)
	case app.AuthMethod == idp.NoAuth, app.CredentialID == "":
		return withCredential(app, Credential{}), nil
	default:
		return p.verify(ctx, app)
	}
}

// verify looks whether the known credential is still there.
func (p *Platform) verify(ctx context.Context, app idp.Application) (idp.Application, error) {
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
	for credential, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
		if err != nil {
			return idp.Application{}, err
		}
		if usable(credential) && !olderThan(credential, newest) {
			newest = credential
		}
	}
	return authenticating(app, newest), nil
}

// authenticating gives the application the method that goes with its newest credential; an empty one is none.
func authenticating(app idp.Application, newest Credential) idp.Application {
	app.AuthMethod = idp.NoAuth
	if newest.ID != "" {
		app.AuthMethod = idp.ClientSecretBasic
	}
	return withCredential(app, newest)
}

// usable reports whether a credential is one that this provider makes: a client ID with a secret.
func usable(c Credential) bool { return c.Type == CredentialTypePassword && isSegment(c.ID) }

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
	for app, err := range each(p.applications(ctx, zoneID, identifier)) {
		if err != nil {
			return ""
		}
		if app.Identifier == identifier {
			return app.ID
		}
	}
	return ""
}
