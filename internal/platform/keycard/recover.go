package keycard

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

// find looks for the application with the wanted identifier, and takes it over if the attempt made it.
func (p *Platform) find(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (idp.Application, error) {
	id, err := p.holder(ctx, wanted.Scope.ZoneID, wanted.Identifier)
	if err != nil {
		return idp.Application{}, err
	}
	app, date, err := p.read(ctx, idp.Application{Registration: wanted, ID: id})
	switch {
	case err != nil:
		return idp.Application{}, err
	case app.Identifier != wanted.Identifier || !attempt.Made(id, app.CreatedAt, date) || !p.recovery.Claim(id):
		return idp.Application{}, &idp.Error{
			Kind: idp.ErrAlreadyExists, ExistingID: id,
			Message: "the answer to the request was lost, and the identifier belongs to an application that was not made by it",
		}
	}
	return app, nil
}

// holder returns the ID of the application with this identifier. ErrNotFound is that the list shows none. The filter is
// not relied on: a service that does not know it lists every application.
func (p *Platform) holder(ctx context.Context, zoneID, identifier string) (string, error) {
	for app, err := range each(p.applications(ctx, zoneID, identifier)) {
		if err != nil {
			return "", err
		}
		if app.Identifier == identifier && isSegment(app.ID) {
			return app.ID, nil
		}
	}
	return "", &idp.Error{Kind: idp.ErrNotFound, Message: "no application of the zone has this identifier"}
}

// clear removes the credentials that an attempt made and of which nobody knows the secret: the one of the known ID, or
// else those that the list shows. It returns the ID of one that is still there.
func (p *Platform) clear(ctx context.Context, app idp.Application, attempt recovery.Attempt, id string) (string, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	ids := []string{id}
	if !isSegment(id) {
		var err error
		if ids, err = p.unseen(ctx, app, attempt); err != nil {
			return "", err
		}
	}
	for _, id := range ids {
		if err := p.revoke(ctx, app, id); err != nil {
			return id, err
		}
	}
	return "", nil
}

// unseen lists the credentials with a secret that the attempt made.
func (p *Platform) unseen(ctx context.Context, app idp.Application, attempt recovery.Attempt) (ids []string, err error) {
	err = p.recovery.Look(ctx, func() error {
		var date time.Time
		for credential, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID, &date)) {
			if err != nil {
				return err
			}
			if credential.Type == CredentialTypePassword && isSegment(credential.ID) && attempt.Made(credential.ID, credential.CreatedAt, date) {
				ids = append(ids, credential.ID)
			}
		}
		if len(ids) == 0 {
			return &idp.Error{Kind: idp.ErrNotFound}
		}
		return nil
	})
	if errors.Is(err, idp.ErrNotFound) {
		return nil, nil
	}
	return ids, err
}
