package lerian

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Page is the whole list of a tenant's applications: Access Manager has no parts of it. Servers up to 3.9 show the secrets with it.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, _ string) (page idp.Page, err error) {
	resp, err := p.identity.ListApplications(ctx)
	answer, err := transport.Answer[[]Application](resp, err, false, p.refused)
	if e, ok := errors.AsType[*idp.Error](err); ok {
		if e.Status == http.StatusNotFound && e.Code == codeNoApplications {
			return idp.Page{}, nil
		}
		if e.Advice == "" && e.Kind == idp.ErrUnexpected {
			err = idp.WithAdvice(err, checkIdentityEndpoint)
		}
	}
	if err == nil && answer == nil { // JSON's null
		err = idp.WithAdvice(transport.Unusable(resp, false, "it is not a list"), checkIdentityEndpoint)
	}
	if err != nil {
		return idp.Page{}, err
	}
	for _, a := range answer {
		if checkID(a.Id) != nil {
			continue
		}
		app := application(a, idp.Application{Registration: idp.Registration{Scope: scope}})
		if a.Id == builtInID {
			app.Unmanaged = "Access Manager's own"
		}
		page.Applications = append(page.Applications, app)
	}
	return page, nil
}
