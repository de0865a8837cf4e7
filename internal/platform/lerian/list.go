package lerian

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// List goes through the tenant's applications, apart from Access Manager's own.
func (p *Platform) List(ctx context.Context, scope idp.Scope) iter.Seq2[idp.Application, error] {
	return idp.Listed(ctx, scope, p.Page)
}

// Page is the whole list: Access Manager has no parts of it. Servers up to 3.9 show the secrets with it.
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
		if a.Id != builtInID && checkID(a.Id) == nil {
			page.Applications = append(page.Applications, application(a, idp.Application{Registration: idp.Registration{Scope: scope}}))
		}
	}
	return page, nil
}
