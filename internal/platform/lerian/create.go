package lerian

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application. Where the answer is lost, what became of the request is found out and cleared away
// before another is sent, once. The secret in the answer is the only copy on servers from 3.11.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	done, err := p.turns.take(ctx, wanted)
	if err != nil {
		return idp.Application{}, err
	}
	defer done()
	attempt := p.recovery.Begin()
	var lost error
	for range 2 {
		app, err := p.register(ctx, wanted)
		if app.ID != "" {
			p.recovery.Claim(app.ID)
		}
		if app.ID != "" || !errors.Is(err, idp.ErrAmbiguous) {
			return app, err
		}
		lost = err
		if app, err = p.clear(ctx, wanted, attempt, lost); err != nil || app.ID != "" {
			return app, err
		}
	}
	return idp.Application{}, unclear(lost, wanted)
}

// creates are sent one at a time. Servers from 3.11 refuse some while another is under way (IDE-0064), and ten at a time would
// use up their retries against each other.
func creates(req *http.Request) bool { return req.Method == http.MethodPost }

// register sends one POST. As soon as an answer holds an ID, the application is returned, whatever else is wrong: what
// exists must not be forgotten.
func (p *Platform) register(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	resp, err := p.identity.CreateApplication(ctx, applicationInput(wanted))
	answer, err := transport.Answer[Application](resp, err, true, p.notCreated)
	if answer.Id == "" {
		if err == nil {
			err = transport.Unusable(resp, true, "it holds no application ID")
		}
		return idp.Application{}, err
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
		e.Kind = idp.ErrAmbiguous // it may have gone down in the middle
	}
	return e
}

// unclear adds what to do when nobody knows whether an application exists.
func unclear(err error, wanted idp.Registration) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind != idp.ErrAmbiguous {
		return err
	}
	advice := adviceAmbiguous(wanted, e.Status)
	if e.Code == codeBackendDown {
		advice = e.Advice + " " + advice
	}
	return idp.WithAdvice(err, advice)
}
