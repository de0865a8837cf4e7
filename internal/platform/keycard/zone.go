package keycard

import (
	"context"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// zone is where a zone's OAuth endpoints are.
type zone struct {
	token    string
	metadata string // of RFC 8414
}

// zone reads where the endpoints are from the zone object.
func (p *Platform) zone(ctx context.Context, id string) (zone, error) {
	if err := checkZone(id); err != nil {
		return zone{}, err
	}
	return p.zones.Get(id, func() (zone, error) {
		answer, err := read[Zone](p.api.GetZone(ctx, id))
		if err == nil {
			err = identified(answer.ID, id, false)
		}
		if err != nil {
			return zone{}, err
		}
		oauth2 := value(value(answer.Protocols).Oauth2)
		found := zone{oauth2.TokenEndpoint, oauth2.AuthorizationServerMetadata}
		if !p.mayHaveSecrets(found.token) {
			return zone{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the zone names no token endpoint, or one without TLS", Advice: endpointAdvice}
		}
		return found, nil
	})
}

// revocationEndpoint is what the zone's metadata says, "" where it names none or cannot be read.
func (p *Platform) revocationEndpoint(ctx context.Context, z zone) string {
	endpoint, _ := p.revocations.Get(z.metadata, func() (string, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, z.metadata, nil)
		if err != nil {
			return "", err
		}
		answer, err := read[ZoneMetadata](p.public.Do(req))
		return answer.RevocationEndpoint, err
	})
	if !p.mayHaveSecrets(endpoint) {
		return ""
	}
	return endpoint
}

// mayHaveSecrets reports whether an endpoint that the service names may be sent secrets: one with TLS, or any where the
// service itself is reached without.
func (p *Platform) mayHaveSecrets(endpoint string) bool {
	return strings.HasPrefix(endpoint, "https://") || !p.encrypted && strings.HasPrefix(endpoint, "http://")
}
