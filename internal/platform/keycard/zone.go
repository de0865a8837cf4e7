package keycard

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// zone has the OAuth endpoints of a zone.
type zone struct {
	token    string
	metadata string // metadata endpoint of RFC 8414
}

// zone reads the endpoints from the zone object.
func (p *Platform) zone(ctx context.Context, id string) (zone, error) {
	if err := checkZone(id); err != nil {
		return zone{}, err
	}
	return p.zones.Get(id, func() (zone, error) {
		answer, err := p.readZone(ctx, id)
		if err != nil {
			return zone{}, err
		}
		oauth2 := value(value(answer.Protocols).Oauth2)
		found := zone{oauth2.TokenEndpoint, oauth2.AuthorizationServerMetadata}
		if !p.allowed(found.token) {
			return zone{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the zone names no token endpoint, or one without TLS", Hint: endpointHint}
		}
		return found, nil
	})
}

// readZone returns an error unless the zone exists and the login can see it. The request names nothing else, so any "not
// found" is about the zone.
func (p *Platform) readZone(ctx context.Context, id string) (Zone, error) {
	answer, err := read[Zone](p.api.GetZone(ctx, id))
	if err == nil {
		err = identified(answer.ID, id, false)
	}
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Kind == idp.ErrNotFound {
		unconfirmed := *e
		unconfirmed.Kind, unconfirmed.Attribute, unconfirmed.Hint = idp.ErrInvalid, idp.AttributeZoneID, zoneHint
		return Zone{}, &unconfirmed
	}
	return answer, err
}

// revocationEndpoint returns the revocation endpoint from the zone's metadata, or "" if there is none that secrets may be sent
// to, or if the metadata cannot be read. The metadata is read without authentication, so it must not lead away from the origin
// of the token endpoint, which the zone object names.
func (p *Platform) revocationEndpoint(ctx context.Context, z zone) string {
	if !p.allowed(z.metadata) {
		return ""
	}
	endpoint, _ := p.revocations.Get(z.metadata, func() (string, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, z.metadata, nil)
		if err != nil {
			return "", err
		}
		answer, err := read[ZoneMetadata](p.public.Do(req))
		return answer.RevocationEndpoint, err
	})
	if !p.allowed(endpoint) || !transport.SameOrigin(endpoint, z.token) {
		return ""
	}
	return endpoint
}
