package lerian

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application with one POST. The secret in its answer is the only copy on servers from 3.11.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	resp, err := p.identity.CreateApplication(ctx, applicationInput(wanted))
	if err != nil {
		return idp.Application{}, unclear(transport.Failed(err, true), wanted)
	}
	body, err := read(resp)
	if err != nil {
		return idp.Application{}, unclear(transport.Failed(err, true), wanted)
	}
	if resp.StatusCode/100 != 2 {
		return idp.Application{}, unclear(p.notCreated(resp, body), wanted)
	}
	return created(resp, body, wanted)
}

// created reads the answer of a success. As soon as it holds an ID, the application is returned, whatever else is wrong
// with it: what exists must not be forgotten.
func created(resp *http.Response, body []byte, wanted idp.Registration) (idp.Application, error) {
	var answer Application
	err := json.Unmarshal(body, &answer) // fills in what it can
	if answer.Id == "" {
		cause := errors.New("it holds no application ID")
		if err != nil {
			cause = unreadable(err)
		}
		e := transport.Failed(cause, true)
		e.Status = resp.StatusCode
		return idp.Application{}, unclear(e, wanted)
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
		RequestID: resp.Header.Get("X-Request-Id"),
		Message:   fmt.Sprintf("application %s is registered, but the answer lacks its client ID or client secret", app.ID),
		Advice: "Nobody can log in with this application, and servers from 3.11 do not show its secret later. " +
			"Replace it (terraform apply -replace=ADDRESS), which removes this one.",
	}
}

// notCreated is the error for an answer that is no success. A 503 says that nothing was done only when it is the
// platform's own: proxies write it for a connection that broke in the middle, too.
func (p *Platform) notCreated(resp *http.Response, body []byte) *idp.Error {
	e := p.refused(resp, body)
	switch {
	case e.Status == http.StatusServiceUnavailable && e.Code == "":
		e.Kind = idp.ErrAmbiguous
	case e.Code == codeBackendDown:
		e.Advice += " Before that, make sure that the Identity plugin's list has no application of this name and description from just now."
	}
	return e
}

// unclear adds what to do when nobody knows whether an application exists. The error may belong to others as well.
func unclear(e *idp.Error, wanted idp.Registration) *idp.Error {
	if e.Kind != idp.ErrAmbiguous {
		return e
	}
	own := *e
	own.Advice = adviceAmbiguous(wanted, e.Status)
	return &own
}
