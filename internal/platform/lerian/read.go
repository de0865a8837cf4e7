package lerian

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Get reads the application. Only a 404 with IDE-1001 is idp.ErrNotFound; a wrong endpoint answers 404 too. The secret
// is the known one, unless the server still shows it (up to 3.9).
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

// read asks once.
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

// refused is the error for a refusal by the Identity plugin, or by what is in front of it.
func (p *Platform) refused(resp *http.Response, body []byte) *idp.Error {
	e := refusal(resp, body)
	return advise(e, p.hint(e))
}

// builtInID is the application that Access Manager itself logs in with. Without it nobody gets in.
const builtInID = "app-lerian"

func builtIn(what string) *idp.Error {
	return &idp.Error{
		Kind:    idp.ErrInvalid,
		Message: builtInID + " is Access Manager's own application and " + what,
		Hint:    "Name another application. Without this one, nobody could log in.",
	}
}

// checkID refuses what may make another path of the call, on the way or at the server: without an ID, it is the list.
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
