package zitadel

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Platform is a ZITADEL instance, as idp.Platform demands it.
type Platform struct {
	api          *Client
	organization string // for scopes that name none
	credentials  string // the settings that the token comes from, for advice
}

var _ idp.Platform = (*Platform)(nil)

// New prepares the calls, and makes none. Its errors are ErrInvalid, and name the setting that is missing or wrong.
func New(c Config, t *transport.Transport) (*Platform, error) {
	address, err := base(c.Endpoint)
	if err != nil {
		return nil, err
	}
	login, credentials, err := c.login(address, t)
	if err != nil {
		return nil, err
	}
	api, err := NewClient(address, WithHTTPClient(t.Authenticated(login)))
	if err != nil {
		return nil, err
	}
	return &Platform{api: api, organization: c.OrganizationID, credentials: credentials}, nil
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

// usable refuses IDs that would make another address of a call's path: that of a list, or of the project itself.
func usable(ids ...string) error {
	for _, id := range ids {
		if id == "" || id == "." || id == ".." {
			return misconfigured("the project's or the application's ID is empty or not an ID", "Check zitadel.project_id and, after an import, its ID.")
		}
	}
	return nil
}

// answered reads the answer to a call. write says that the call must not be repeated blindly, so that an answer which
// cannot be read leaves open what was done.
func answered[T any](resp *http.Response, err error, write bool) (T, error) {
	var value T
	if err != nil {
		return value, transport.Failed(err, write)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return value, transport.Failed(err, write)
	}
	if resp.StatusCode != http.StatusOK {
		return value, refusal(resp, body)
	}
	if err := json.Unmarshal(body, &value); err != nil {
		e := transport.Failed(err, write)
		e.Advice = adviceEndpoint
		return value, e
	}
	return value, nil
}
