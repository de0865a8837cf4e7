package zitadel

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// addUnproven creates an application on a server that chooses its ID. If the response is lost, nothing proves that an
// application with this name is the new one, so it is left alone.
func (p *Platform) addUnproven(ctx context.Context, wanted idp.Registration, config configuration) (idp.Application, error) {
	lost := false
	app, err := p.settled(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.addV1(ctx, wanted, config) },
		func(ctx context.Context) (idp.Application, error) {
			lost = true
			return idp.Application{}, p.free(ctx, wanted)
		})
	if lost && errors.Is(err, idp.ErrAlreadyExists) {
		return app, perhapsOurs(p.explainNameConflict(ctx, err, wanted.Scope, wanted.Name, ""), wanted)
	}
	return app, err
}

// addV1 sends one create request. Without an ID in the response, the outcome is ambiguous.
func (p *Platform) addV1(ctx context.Context, wanted idp.Registration, config configuration) (idp.Application, error) {
	resp, err := p.sendV1(ctx, wanted, config)
	made, err := answered[RegisteredApp](resp, err, true)
	if err == nil && (usable(made.AppId) != nil || made.ClientId == "") {
		err = transport.Unusable(resp, true, "it names no application")
	}
	if err != nil {
		return idp.Application{}, err
	}
	return registered(wanted, made), nil
}

func (p *Platform) sendV1(ctx context.Context, wanted idp.Registration, config configuration) (*http.Response, error) {
	project, params := wanted.Scope.ProjectID, p.inOrganization(wanted.Scope)
	if config.oidc != nil {
		return p.api.AddOIDCApp(ctx, project, (*AddOIDCAppParams)(params), config.oidc.named(wanted.Name))
	}
	return p.api.AddAPIApp(ctx, project, (*AddAPIAppParams)(params), AddAPIAppRequest{Name: wanted.Name, AuthMethodType: config.api.AuthMethodType})
}

// free returns ErrNotFound if no application has the wanted name, and ErrAlreadyExists if one has.
func (p *Platform) free(ctx context.Context, wanted idp.Registration) error {
	existing, err := p.findByName(ctx, wanted.Scope, wanted.Name, "")
	if err != nil {
		return err
	}
	return conflictWith(&idp.Error{Kind: idp.ErrAlreadyExists, Attribute: idp.AttributeName, Hint: hintName}, existing)
}

// perhapsOurs adjusts the error for a name that was in use at the second attempt: by the first request, or by someone else.
func perhapsOurs(err error, wanted idp.Registration) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	open := *e
	open.Unproven = true
	open.Message = "the response was lost, and the provider cannot tell whether this request created the application with this name"
	switch {
	case e.ExistingID == "":
		open.Kind, open.Hint = idp.ErrAmbiguous, findHint(wanted)
	case e.Conflict == "":
		open.Hint = fmt.Sprintf("Look at application %s in the console. If it was registered by this run, import it. %s Otherwise choose "+
			"another name.", e.ExistingID, hintImportedSecret)
	}
	return &open
}
