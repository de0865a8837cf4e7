package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

// adopt looks for the application with the wanted identifier, and takes it over if the attempt made it.
func (p *Platform) adopt(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (idp.Application, error) {
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
