package lerian

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

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
	resp, err := p.identity.GetApplication(ctx, known.ID)
	if err != nil {
		return idp.Application{}, transport.Failed(err, false)
	}
	body, err := read(resp)
	if err != nil {
		return idp.Application{}, transport.Failed(err, false)
	}
	if resp.StatusCode != http.StatusOK {
		return idp.Application{}, p.notRead(resp, body)
	}
	return found(resp, body, known)
}

// found reads the answer of a success, which must be about the application that was asked for.
func found(resp *http.Response, body []byte, known idp.Application) (idp.Application, error) {
	var answer Application
	err := json.Unmarshal(body, &answer)
	switch {
	case err != nil:
		err = unreadable(err)
	case answer.Id == "":
		err = errors.New("it holds no application ID")
	case answer.Id != known.ID:
		err = errors.New("it is about another application")
	}
	if err != nil {
		e := transport.Failed(err, false)
		e.Status, e.Advice = resp.StatusCode, checkIdentityEndpoint
		return idp.Application{}, e
	}
	return application(answer, known), nil
}

func (p *Platform) notRead(resp *http.Response, body []byte) *idp.Error {
	e := p.refused(resp, body)
	if gone(e) {
		e.Kind, e.Advice = idp.ErrNotFound, ""
	}
	return e
}

// refused is the error for a refusal by the Identity plugin, or by what is in front of it.
func (p *Platform) refused(resp *http.Response, body []byte) *idp.Error {
	e := refusal(resp, body)
	return advise(e, p.advice(e))
}

// builtInID is the application that Access Manager itself logs in with. Without it nobody gets in.
const builtInID = "app-lerian"

func builtIn(what string) *idp.Error {
	return &idp.Error{
		Kind:    idp.ErrInvalid,
		Message: builtInID + " is Access Manager's own application and " + what,
		Advice:  "Name another application. Were this one removed, nobody could log in.",
	}
}

// checkID refuses what would make another path of the call: without an ID, it is the list.
func checkID(id string) error {
	if id == "" || id == "." || id == ".." || strings.ContainsAny(id, `/\`) {
		return &idp.Error{
			Kind:    idp.ErrInvalid,
			Message: "this is not the ID of an application",
			Advice:  "An import ID has the form lerian/<application_id>.",
		}
	}
	return nil
}
