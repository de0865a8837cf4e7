package lerian

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application. The secret in the answer is the only copy on servers from 3.11. Where the answer is lost,
// nothing is sent again, and no application is adopted or removed, however much it looks like what was asked for: the error
// lists the candidates.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	release, err := p.creating.acquire(ctx, wanted)
	if err != nil {
		return idp.Application{}, err
	}
	defer release()
	sending, latest := p.sending(ctx)
	app, err := p.register(sending, wanted)
	if app.ID != "" {
		p.recovery.Claim(app.ID)
		return app, err
	}
	if errors.Is(err, idp.ErrAmbiguous) {
		err = p.ambiguous(ctx, wanted, latest(), err)
	}
	return idp.Application{}, err
}

// creates are sent one at a time. Servers from 3.11 refuse some while another is under way (IDE-0064), and ten at a time would
// use up their retries against each other.
func creates(req *http.Request) bool { return req.Method == http.MethodPost }

// isTransient recognizes the refusals after which the same create succeeds a moment later: another one was running, or the store of
// the locks or of the limiter did not answer. Nothing was created.
func isTransient(status int, body []byte) bool {
	said := errorOf(body)
	code := said.code()
	return status == http.StatusServiceUnavailable && (code == codeCreateRunning || code == codeLockUnavailable || said.ofLimiter())
}

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
	app := p.application(answer, idp.Application{Registration: wanted})
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
		Message:   fmt.Sprintf("application %s is registered, but the response lacks its client ID or client secret", app.ID),
		Hint: "Nobody can log in with this application, and servers from 3.11 do not show its secret later. " +
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
