package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Get reads the application and, unless it is known to have none, its credentials. Where the credential is gone,
// ClientID, ClientSecret and CredentialID come back empty, and likewise those of the previous one. An import of what nobody
// but Keycard can change is refused.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := checkAddress(known); err != nil {
		return idp.Application{}, err
	}
	p.recovery.Claim(known.ID)
	app, _, err := p.read(ctx, known)
	err = p.absent(ctx, known.Scope.ZoneID, known.CreatedAt, err, func() error {
		app, _, err = p.read(ctx, known)
		return err
	})
	if err != nil {
		return idp.Application{}, err
	}
	if app.Unmanaged != "" && app.AuthMethod == "" {
		return idp.Application{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: fmt.Sprintf("application %s is %s (owner_type platform) and cannot be managed", transport.Printable(app.ID), app.Unmanaged),
			Advice: "Name another application, one that was registered in the zone.",
		}
	}
	if app, err = p.recall(ctx, app); err != nil {
		return idp.Application{}, err
	}
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

// read asks once, and also returns the platform's time.
func (p *Platform) read(ctx context.Context, known idp.Application) (idp.Application, time.Time, error) {
	resp, err := p.api.GetApplication(ctx, known.Scope.ZoneID, known.ID)
	answer, err := read[Application](resp, err)
	if err == nil {
		err = identified(answer.ID, known.ID, false)
	}
	if err != nil {
		return idp.Application{}, time.Time{}, err
	}
	return application(answer, known), transport.Date(resp), nil
}

// credential reads one of the application's credentials; that it is gone is confirmed.
func (p *Platform) credential(ctx context.Context, app idp.Application, id string) (answer Credential, err error) {
	get := func() (err error) {
		answer, err = p.readCredential(ctx, app.Scope.ZoneID, id)
		return err
	}
	if err = p.absent(ctx, app.Scope.ZoneID, p.born(app, id), get(), get); err != nil {
		return Credential{}, err
	}
	return answer, identified(answer.ID, id, false)
}

// lookUp looks whether the known credential is still there.
func (p *Platform) lookUp(ctx context.Context, app idp.Application) (idp.Application, error) {
	answer, err := p.credential(ctx, app, app.CredentialID)
	if errors.Is(err, idp.ErrNotFound) {
		return withCredential(app, Credential{}), nil
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
		if usable(credential) && !idp.Older(credential.CreatedAt, newest.CreatedAt) {
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

// withCredential gives the application the credential; an empty one is none. The secret stays with its credential.
func withCredential(app idp.Application, c Credential) idp.Application {
	if c.ID == "" || c.ID != app.CredentialID {
		app.ClientSecret = ""
	}
	app.CredentialID = c.ID
	app.ClientID = c.Identifier
	return app
}
