package lerian

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Page returns the whole list of a tenant's applications, because Access Manager has no pagination. Servers up to 3.9
// include the secrets.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, _ string) (page idp.Page, err error) {
	answer, _, err := p.list(ctx)
	if err != nil {
		return idp.Page{}, err
	}
	for _, a := range answer {
		if checkID(a.Id) != nil {
			continue
		}
		app := p.application(a, idp.Application{Registration: idp.Registration{Scope: scope}})
		if a.Id == builtInID {
			app.Unmanaged = "Access Manager's own"
		}
		page.Applications = append(page.Applications, app)
	}
	return page, nil
}

// list lists the applications once. It also returns the time of the response, by the platform's clock.
func (p *Platform) list(ctx context.Context) ([]Application, time.Time, error) {
	resp, err := p.identity.ListApplications(ctx)
	answer, err := transport.Answer[[]Application](resp, err, false, p.refused)
	if err == nil && answer == nil { // a JSON null
		err = transport.Unusable(resp, false, "it is not a list")
	}
	if e, ok := errors.AsType[*idp.Error](err); ok {
		if e.Status == http.StatusNotFound && e.Code == codeNoApplications {
			return nil, e.Date, nil
		}
		if e.Hint == "" && e.Kind == idp.ErrUnexpected {
			err = idp.WithHint(err, checkIdentityEndpoint)
		}
	}
	return answer, transport.Date(resp), err
}
