package lerian

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application with one POST. The secret in its answer is the only copy on servers from 3.11. As
// soon as an answer holds an ID, the application is returned, whatever else is wrong: what exists must not be forgotten.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	resp, err := p.identity.CreateApplication(ctx, applicationInput(wanted))
	answer, err := transport.Answer[Application](resp, err, true, p.notCreated)
	if answer.Id == "" {
		if err == nil {
			err = transport.Unusable(resp, true, "it holds no application ID")
		}
		return idp.Application{}, unclear(err, wanted)
	}
	app := application(answer, idp.Application{Registration: wanted})
	if app.ClientID == "" || app.ClientSecret == "" {
		return app, withoutCredential(resp, app)
	}
	return app, nil
}

func withoutCredential(resp *http.Response, app idp.Application) *idp.Error {
	return &idp.Error{
		Kind:      idp.ErrUnexpected,
		Status:    resp.StatusCode,
		RequestID: transport.Printable(resp.Header.Get("X-Request-Id")),
		Message:   fmt.Sprintf("application %s is registered, but the answer lacks its client ID or client secret", app.ID),
		Advice: "Nobody can log in with this application, and servers from 3.11 do not show its secret later. " +
			"Replace it (terraform apply -replace=ADDRESS), which removes this one.",
	}
}

func (p *Platform) notCreated(resp *http.Response, body []byte) *idp.Error {
	e := p.refused(resp, body)
	if e.Code == codeBackendDown {
		e.Advice += " Before that, make sure that the Identity plugin's list has no application of this name and description from just now."
	}
	return e
}

// unclear adds what to do when nobody knows whether an application exists.
func unclear(err error, wanted idp.Registration) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind != idp.ErrAmbiguous {
		return err
	}
	return idp.WithAdvice(err, adviceAmbiguous(wanted, e.Status))
}
