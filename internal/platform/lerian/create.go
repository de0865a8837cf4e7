package lerian

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application. On servers from 3.11, the secret in the response is the only copy. If the response is
// lost, Create does not retry, and it does not adopt or delete any application, however similar: the error lists the
// candidates.
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

// creates reports whether a request is a create. Creates are sent one at a time: servers from 3.11 reject some in parallel
// (IDE-0064), and ten in parallel would use up their retries on each other.
func creates(req *http.Request) bool { return req.Method == http.MethodPost }

// isTransient reports whether the same create can succeed a moment later: another one was running, or the store of the locks
// or of the rate limiter did not respond. Nothing was created.
func isTransient(status int, body []byte) bool {
	said := errorOf(body)
	code := said.code()
	return status == http.StatusServiceUnavailable && (code == codeCreateRunning || code == codeLockUnavailable || said.ofLimiter())
}

// register sends one POST. If the response contains an ID, it returns the application whatever else is wrong, because an
// existing application must not be forgotten.
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
		e.Kind = idp.ErrAmbiguous // it may have gone down during the create
	}
	return e
}
