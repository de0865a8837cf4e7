package lerian

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Get reads the application. Only a 404 with IDE-1001 is idp.ErrNotFound, because a wrong endpoint returns 404 as well. The
// secret is carried over from known, unless the server still returns it (up to 3.9).
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := checkID(known.ID); err != nil {
		return idp.Application{}, err
	}
	if known.AuthMethod == "" && known.ID == builtInID {
		return idp.Application{}, builtIn("cannot be managed")
	}
	p.recovery.Claim(known.ID)
	app, err := p.read(ctx, known)
	err = p.recovery.Absent(ctx, known.CreatedAt, err, func() error {
		app, err = p.read(ctx, known)
		return err
	})
	return app, p.here.proven(known, err)
}

// read reads the application once.
func (p *Platform) read(ctx context.Context, known idp.Application) (idp.Application, error) {
	resp, err := p.identity.GetApplication(ctx, known.ID)
	answer, err := transport.Answer[Application](resp, err, false, p.notRead)
	if err == nil && answer.Id != known.ID {
		err = transport.Unusable(resp, false, "it is not about this application")
	}
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Hint == "" && e.Kind == idp.ErrUnexpected {
		err = idp.WithHint(err, checkIdentityEndpoint)
	}
	if err != nil {
		return idp.Application{}, err
	}
	return p.application(answer, known), nil
}

func (p *Platform) notRead(resp *http.Response, body []byte) *idp.Error {
	e := p.refused(resp, body)
	if gone(e) {
		e.Kind, e.Hint = idp.ErrNotFound, ""
	}
	return e
}

// refused returns the error for a response of the Identity plugin, or of something in front of it.
func (p *Platform) refused(resp *http.Response, body []byte) *idp.Error {
	e := refusal(resp, body)
	return advise(e, p.hint(e))
}

// builtInID is the application that Access Manager itself uses to log in. Without it, nobody can log in.
const builtInID = "app-lerian"

func builtIn(what string) *idp.Error {
	return &idp.Error{
		Kind:    idp.ErrInvalid,
		Message: builtInID + " is Access Manager's own application and " + what,
		Hint:    "Name another application. Without this one, nobody could log in.",
	}
}

// checkID rejects IDs that would change the path of a request, in a proxy or on the server. Without an ID, the path is that
// of the list.
func checkID(id string) error {
	if idp.CheckSegment(id) != "" {
		return &idp.Error{
			Kind:    idp.ErrInvalid,
			Message: "this is not the ID of an application",
			Hint:    "An import ID has the form lerian/<application_id>.",
		}
	}
	return nil
}
