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

// Platform is a ZITADEL instance, as idp.Platform demands it.
type Platform struct {
	api          *Client
	recovery     *recovery.Recovery
	organization string // for scopes that name none
	newID        func() string
	credentials  string // the settings that the token comes from, for hint
	login        exchange
	discovered   transport.Memo[OpenIDConfiguration]
	projects     transport.Memo[Project]
	noService    atomic.Bool // the application service is known to be missing
	keepsIDs     atomic.Bool // the service is known to take the IDs of OpenID Connect applications
	choosesIDs   atomic.Bool // the service is known not to take them
}

var _ idp.Platform = (*Platform)(nil)

// New prepares the calls, and makes none. Its error is ErrInvalid, and about the endpoint.
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

// writes reports whether a request changes something. All that are POSTs and do not are searches.
func writes(req *http.Request) bool {
	return req.Method != http.MethodGet && !strings.HasSuffix(req.URL.Path, "/_search")
}

// inOrganization is the header parameter that all calls share. Each call has a type of its own for it.
func (p *Platform) inOrganization(s idp.Scope) *GetAppParams {
	for _, id := range []string{s.OrganizationID, p.organization} {
		if id != "" {
			return &GetAppParams{OrganizationID: &id}
		}
	}
	return &GetAppParams{}
}

// usable refuses IDs of a project or an application that would make another address of a call's path.
func usable(ids ...string) error {
	for _, id := range ids {
		if wrong := idp.CheckSegment(id); wrong != "" {
			return misconfigured(fmt.Sprintf("the ID %q of the project or the application %s", id, wrong),
				"Check zitadel.project_id and, after an import, its ID.")
		}
	}
	return nil
}

// answered reads the answer to a call; see transport.Answer.
func answered[T any](resp *http.Response, err error, write bool) (T, error) {
	value, err := transport.Answer[T](resp, err, write, refusal)
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Hint == "" && e.Cause != nil {
		return value, idp.WithHint(err, hintEndpoint)
	}
	return value, err
}
