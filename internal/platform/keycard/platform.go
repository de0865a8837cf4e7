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

// DefaultEndpoint is the base URL of Keycard's own service. It contains no API version.
const DefaultEndpoint = "https://api.keycard.ai"

// Config is the configuration for the management API. ClientID and ClientSecret belong to a service account of the
// organization, not to an application.
type Config struct {
	Endpoint     string // base URL, with or without a trailing slash; usually DefaultEndpoint
	ClientID     string
	ClientSecret idp.Secret
}

// Platform gives access to the zones of one Keycard organization.
type Platform struct {
	api         *Client
	recovery    *recovery.Recovery
	public      *http.Client               // sends no token of the provider
	allowed     func(endpoint string) bool // reports whether secrets may be sent to an endpoint that the service names
	newClientID func() string
	zones       transport.Memo[zone]
	revocations transport.Memo[string]
}

var _ idp.Platform = (*Platform)(nil)

// New returns a platform without sending a request. It fails only if the endpoint is invalid.
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

// checkZone rejects a zone ID that would change the path of a request.
func checkZone(id string) error {
	if !isSegment(id) {
		return &idp.Error{
			Kind: idp.ErrInvalid, Attribute: idp.AttributeZoneID, Message: "it is not a zone ID",
			Hint: "Set keycard.zone_id to the ID that the Keycard console shows for the zone.",
		}
	}
	return nil
}

// checkAddress rejects IDs that would change the path of a request, for example to all applications instead of one.
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

// isSegment reports whether an ID is a single path segment, even if a proxy decodes it.
func isSegment(id string) bool { return idp.CheckSegment(id) == "" }
