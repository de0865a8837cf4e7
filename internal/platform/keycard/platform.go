package keycard

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// DefaultEndpoint is the base URL of Keycard's own service. It has no version in its path.
const DefaultEndpoint = "https://api.keycard.ai"

// Config is what it takes to reach the management API. ClientID and ClientSecret belong to a service account of the
// organization, not to an application.
type Config struct {
	Endpoint     string // base URL, with or without a final slash; mostly DefaultEndpoint
	ClientID     string
	ClientSecret idp.Secret
}

// Platform is the zones of one Keycard organization.
type Platform struct {
	api         *Client
	recovery    *recovery.Recovery
	public      *http.Client               // sends no token of the provider's
	allowed     func(endpoint string) bool // secrets may go to one that the service names
	newClientID func() string
	zones       transport.Memo[zone]
	revocations transport.Memo[string]
}

var _ idp.Platform = (*Platform)(nil)

// New prepares a platform and sends nothing. The only error is about the endpoint.
func New(c Config, t *transport.Transport) (*Platform, error) {
	endpoint, err := t.Endpoint(c.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("keycard.endpoint %w", err)
	}
	c.Endpoint = endpoint.String()
	api, err := NewClient(c.Endpoint, WithHTTPClient(t.Authenticated(login(c, t))))
	if err != nil {
		return nil, err
	}
	return &Platform{
		api: api, recovery: recovery.New(t.Pause), public: t.Client(),
		allowed:     func(endpoint string) bool { return t.Allowed(c.Endpoint, endpoint) },
		newClientID: func() string { return strings.ToLower(rand.Text()) },
	}, nil
}

// checkZone refuses a zone ID that would lead a request to another path.
func checkZone(id string) error {
	if !isSegment(id) {
		return &idp.Error{
			Kind: idp.ErrInvalid, Attribute: idp.AttributeZoneID, Message: "it is not a zone ID",
			Hint: "Set keycard.zone_id to the ID that the Keycard console shows for the zone.",
		}
	}
	return nil
}

// checkAddress refuses IDs that would lead a request to another path: to all applications, say, instead of one.
func checkAddress(known idp.Application) error {
	if err := checkZone(known.Scope.ZoneID); err != nil {
		return err
	}
	if !isSegment(known.ID) || known.CredentialID != "" && !isSegment(known.CredentialID) ||
		known.PreviousCredentialID != "" && !isSegment(known.PreviousCredentialID) {
		return &idp.Error{
			Kind: idp.ErrInvalid, Message: "the application or its credential has no usable ID",
			Hint: "Import the application again, as keycard/<zone_id>/<application_id>.",
		}
	}
	return nil
}

// isSegment reports whether an ID is one segment of a path, whatever a proxy on the way makes of it.
func isSegment(id string) bool { return idp.CheckSegment(id) == "" }
