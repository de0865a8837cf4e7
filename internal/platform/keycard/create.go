package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application, and then makes its credential, if it is to have one. Where the answer is lost it finds
// out what became of the request; see recovery.Unique.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if err := checkZone(wanted.Scope.ZoneID); err != nil {
		return idp.Application{}, err
	}
	if wanted.AuthMethod == "" {
		wanted.AuthMethod = idp.ClientSecretBasic
	}
	app, err := p.recovery.Unique(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.register(ctx, wanted) },
		func(ctx context.Context, attempt recovery.Attempt) (idp.Application, error) {
			return p.adopt(ctx, wanted, attempt)
		})
	if app.ID == "" {
		return idp.Application{}, p.notCreated(ctx, wanted, err)
	}
	if err != nil {
		app, err = p.reread(ctx, app, err)
	}
	if err != nil || wanted.AuthMethod == idp.NoAuth {
		return app, err
	}
	return p.equip(ctx, app)
}

// reread completes an application of which the answer to its create could not be read in full.
func (p *Platform) reread(ctx context.Context, app idp.Application, unread error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	shown, _, err := p.read(ctx, app)
	err = p.absent(ctx, app.Scope.ZoneID, recovery.JustNow, err, func() error {
		shown, _, err = p.read(ctx, app)
		return err
	})
	if err == nil {
		return shown, nil
	}
	advice := "The application is registered, but neither the answer to that nor the application can be read. "
	if app.AuthMethod == idp.NoAuth { // there is nothing left to do that a plan could show
		return app, idp.WithAdvice(unread, advice+"Replace it, or import it as keycard/<zone_id>/<application_id>.")
	}
	return app, idp.WithAdvice(unread, advice+"The next apply finishes it.")
}

// equip gives a new application, which has no credential yet, its first. Without one, a stray that cannot be removed
// is kept as if it were that one, so that it goes with the application.
func (p *Platform) equip(ctx context.Context, app idp.Application) (idp.Application, error) {
	app, s, err := p.issue(ctx, app)
	switch {
	case err == nil:
		return app, nil
	case app.CredentialID != "":
		app, about := s.remember(app)
		return app, idp.WithAdvice(err, about)
	case len(s.left) == 1:
		app.CredentialID = s.left[0]
		about := fmt.Sprintf("The application has a credential whose secret is not known, and which could not be removed again: %s. "+
			"Replace the application, which removes it.", transport.Printable(s.left[0]))
		return app, idp.WithAdvice(err, sentences(about, s.lookFor(app)))
	}
	return app, idp.WithAdvice(err, sentences(againAdvice, s.about(app), adviceOf(err)))
}

// register sends one request. What is in an answer that cannot be read in full is returned beside the error.
func (p *Platform) register(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	answer, err := written[Application](p.api.CreateApplication(ctx, wanted.Scope.ZoneID, newApplication(wanted)))
	if answer.ID == "" && err == nil {
		err = unreadable(errNoID, true)
	}
	if answer.ID == "" {
		return idp.Application{}, err
	}
	return application(answer, idp.Application{Registration: wanted}), err
}

// notCreated says what is in the way, or what to look for if that is not known.
func (p *Platform) notCreated(ctx context.Context, wanted idp.Registration, err error) error {
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return p.taken(ctx, wanted, err)
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.WithAdvice(err, fmt.Sprintf("It may be registered. Look in zone %s for an application with the identifier %q: if it is there, "+
			"import it as keycard/%s/<application_id> or remove it, then apply again.", wanted.Scope.ZoneID, transport.Printable(wanted.Identifier), wanted.Scope.ZoneID))
	}
	return err
}

// taken adds to a refused identifier which application has it, if that can be found out.
func (p *Platform) taken(ctx context.Context, wanted idp.Registration, err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	duplicate := *e
	duplicate.Attribute = idp.AttributeIdentifier
	if duplicate.ExistingID == "" {
		_ = p.recovery.Look(ctx, func() (err error) { // the list may lag behind
			duplicate.ExistingID, err = p.holder(ctx, wanted.Scope.ZoneID, wanted.Identifier)
			return err
		})
	}
	if duplicate.Holder != "" {
		duplicate.Advice = "Choose another identifier."
		return &duplicate
	}
	id := cmp.Or(duplicate.ExistingID, "<application_id>")
	duplicate.Advice = fmt.Sprintf("Choose another identifier, or import the application that has this one as keycard/%s/%s.",
		wanted.Scope.ZoneID, id)
	return &duplicate
}
