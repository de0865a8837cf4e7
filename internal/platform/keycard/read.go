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

// Get reads the application and, unless it is known to have none, its credentials. If a credential is gone, its ID, client
// ID and secret are empty in the result. Get rejects the import of an application that only Keycard can change.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := checkAddress(known); err != nil {
		return idp.Application{}, err
	}
	p.recovery.Claim(known.ID)
	var answer Application
	get := func() (err error) { answer, _, err = p.answer(ctx, known); return err }
	if err := p.absent(ctx, known.Scope.ZoneID, known.CreatedAt, get(), get); err != nil {
		return idp.Application{}, err
	}
	app, err := p.credentials(ctx, application(answer, known))
	if err != nil {
		return idp.Application{}, err
	}
	return p.dependsOn(ctx, app, answer.DependenciesCount)
}

// credentials reads the credentials of the application.
func (p *Platform) credentials(ctx context.Context, app idp.Application) (_ idp.Application, err error) {
	if app.Unmanaged != "" && app.AuthMethod == "" {
		return idp.Application{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: fmt.Sprintf("application %s is %s (owner_type platform) and cannot be managed", transport.Printable(app.ID), app.Unmanaged),
			Hint: "Name another application, one that was registered in the zone.",
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

// read reads the application once. It also returns the platform's time.
func (p *Platform) read(ctx context.Context, known idp.Application) (idp.Application, time.Time, error) {
	answer, date, err := p.answer(ctx, known)
	if err != nil {
		return idp.Application{}, time.Time{}, err
	}
	return application(answer, known), date, nil
}

func (p *Platform) answer(ctx context.Context, known idp.Application) (Application, time.Time, error) {
	resp, err := p.api.GetApplication(ctx, known.Scope.ZoneID, known.ID)
	answer, err := read[Application](resp, err)
	if err == nil {
		err = identified(answer.ID, known.ID, false)
	}
	return answer, transport.Date(resp), err
}

// credential reads one of the application's credentials. It confirms a "not found".
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

// lookUp reads the known credential and checks that it still exists.
func (p *Platform) lookUp(ctx context.Context, app idp.Application) (idp.Application, error) {
	answer, err := p.credential(ctx, app, app.CredentialID)
	if errors.Is(err, idp.ErrNotFound) {
		return withCredential(app, Credential{}), nil
	}
	if err == nil && answer.ApplicationID != "" && answer.ApplicationID != app.ID {
		err = &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the credential is another application's",
			Hint: "Import the application again, as keycard/<zone_id>/<application_id>.",
		}
	}
	if err != nil {
		return idp.Application{}, err
	}
	answer.Identifier = cmp.Or(answer.Identifier, app.ClientID)
	answer.JwksURI = cmp.Or(answer.JwksURI, app.JWKSURI)
	return withCredential(app, answer), nil
}

// discover finds out how an application authenticates of which only the ID is known.
func (p *Platform) discover(ctx context.Context, app idp.Application) (idp.Application, error) {
	var all []idp.Credential
	for found, err := range p.credentialsOf(ctx, app.Scope.ZoneID, app.ID) {
		if err != nil {
			return idp.Application{}, err
		}
		all = append(all, credentials(found, idp.Credential{Scope: app.Scope, ApplicationID: app.ID})...)
	}
	found := app.WithCredentials(all)
	if found.ClientID != app.ClientID {
		found.ClientSecret = "" // it belongs to another credential
	}
	return found, nil
}
