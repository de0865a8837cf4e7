package zitadel

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Platform implements idp.Platform for a ZITADEL instance.
type Platform struct {
	api          *Client
	recovery     *recovery.Recovery
	organization string // for scopes that name none
	newID        func() string
	credentials  string // the settings that the token comes from, for hints
	login        exchange
	discovered   transport.Memo[OpenIDConfiguration]
	projects     transport.Memo[Project]
	noService    atomic.Bool // the server is known not to have the application service
	keepsIDs     atomic.Bool // the service is known to accept IDs of OpenID Connect applications
	choosesIDs   atomic.Bool // the service is known to choose them itself
}

var _ idp.Platform = (*Platform)(nil)

// New returns a platform without sending a request. It fails with ErrInvalid if the endpoint is invalid.
func New(c Config, t *transport.Transport) (*Platform, error) {
	address, err := c.base(t)
	if err != nil {
		return nil, err
	}
	exchange := exchange{base: address, trusted: c.TrustedHosts, transport: t, client: t.Client()}
	login, credentials := c.login(exchange)
	client := t.Authenticated(login, transport.Transient(isTransient), transport.AtMost(cmp.Or(c.MaxParallelWrites, DefaultMaxParallelWrites), writes))
	api, err := NewClient(address, WithHTTPClient(client))
	if err != nil {
		return nil, err
	}
	return &Platform{
		api: api, recovery: recovery.New(t.Pause), organization: c.OrganizationID, credentials: credentials,
		login: exchange, newID: uuid.NewString,
	}, nil
}

// writes reports whether a request is a write. Searches are the only POST requests that are not.
func writes(req *http.Request) bool {
	return req.Method != http.MethodGet && !strings.HasSuffix(req.URL.Path, "/_search")
}

// inOrganization returns the header parameter that all calls share. The generated client has a separate type of it for each
// call.
func (p *Platform) inOrganization(s idp.Scope) *GetAppParams {
	for _, id := range []string{s.OrganizationID, p.organization} {
		if id != "" {
			return &GetAppParams{OrganizationID: &id}
		}
	}
	return &GetAppParams{}
}

// usable rejects IDs of a project or an application that would change the path of a request.
func usable(ids ...string) error {
	for _, id := range ids {
		if wrong := idp.CheckSegment(id); wrong != "" {
			return misconfigured(fmt.Sprintf("the ID %q of the project or the application %s", id, wrong),
				"Check zitadel.project_id and, after an import, its ID.")
		}
	}
	return nil
}

// answered decodes a response; see transport.Answer.
func answered[T any](resp *http.Response, err error, write bool) (T, error) {
	value, err := transport.Answer[T](resp, err, write, refusal)
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Hint == "" && e.Cause != nil {
		return value, idp.WithHint(err, hintEndpoint)
	}
	return value, err
}
