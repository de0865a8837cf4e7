package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// find returns the application with the wanted identifier, if the request whose response was lost can have created it. Only
// its credential can prove that; see attachCredential.
func (p *Platform) find(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (idp.Application, error) {
	id, err := p.withIdentifier(ctx, wanted.Scope.ZoneID, wanted.Identifier, "")
	if err != nil {
		return idp.Application{}, err
	}
	app, date, err := p.read(ctx, idp.Application{Registration: begun(wanted), ID: id})
	if err != nil {
		return idp.Application{}, err
	}
	app.Adopted = true
	if _, ok := own(wanted, id); !ok {
		return idp.Application{}, notAdopted(app, "without a credential the provider cannot tell whether this request created it")
	}
	if _, differs := difference(app.Registration, wanted); differs || !attempt.Made(id, app.CreatedAt, date) {
		return idp.Application{}, notAdopted(app, "it was not made by this request")
	}
	for _, err := range each(p.credentialsOf(ctx, wanted.Scope.ZoneID, id)) {
		if err != nil {
			return idp.Application{}, err
		}
		return idp.Application{}, notAdopted(app, "it has a credential already")
	}
	return app, nil
}

// withIdentifier returns the ID of the application with this identifier, other than except. It returns ErrNotFound if the
// list does not contain one. It does not rely on the filter: a service that does not support it lists all applications.
func (p *Platform) withIdentifier(ctx context.Context, zoneID, identifier, except string) (string, error) {
	for app, err := range each(p.applications(ctx, zoneID, identifier)) {
		if err != nil {
			return "", err
		}
		if idp.SameText(app.Identifier, identifier) && app.ID != except && isSegment(app.ID) {
			return app.ID, nil
		}
	}
	return "", &idp.Error{Kind: idp.ErrNotFound, Message: "no application of the zone has this identifier"}
}

// notAdopted returns the error for an application that was found after a lost response, or that another run has found. The
// application is left as it is.
func notAdopted(app idp.Application, why string) *idp.Error {
	message := why
	if app.Adopted {
		message = "the response was lost; an application with this identifier exists, but " + why
	}
	hint := "It has no client secret to lose."
	if app.AuthMethod.HasSecret() {
		hint = secretHint
	}
	return &idp.Error{
		Kind: idp.ErrAlreadyExists, Attribute: idp.AttributeIdentifier, ExistingID: app.ID, Unproven: app.Adopted, Message: transport.Printable(message),
		Hint: fmt.Sprintf("Check who registered application %s. If it belongs to this resource, import it as keycard/%s/%s. %s If nobody uses it, remove it and apply again.",
			transport.Printable(app.ID), app.Scope.ZoneID, app.ID, hint),
	}
}

// settling is how long to wait for another run's credential to appear. A run creates it right after the application.
const settling = 3 * time.Second

// attachCredential creates the first credential of a new application. If that fails, it deletes the application.
//
// The credential also proves who created the application. Another run may have lost the response to its own create, and
// mistake this application for its own. Each run first creates a credential and then lists all credentials until its own
// appears. So the later run sees the other's credential, and a run that sees one gives up. Both runs may give up, but they
// cannot both continue.
func (p *Platform) attachCredential(ctx context.Context, app idp.Application, wanted idp.Credential) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	issued, o, err := p.issue(ctx, app, wanted, p.recovery.Backoff(ctx))
	switch {
	case issued.ID == "" && app.Adopted:
		return p.giveUp(ctx, app, o, fmt.Sprintf("no credential could be made for it: %v", err))
	case issued.ID == "":
		return p.undoCreate(ctx, app, o, err)
	}
	app = withIssued(app, issued)
	others, unlisted := p.others(ctx, app, o)
	if !app.Adopted {
		others = slices.DeleteFunc(others, func(c Credential) bool { return !usable(c) }) // this provider does not create such credentials
	}
	switch {
	case len(others) > 0:
		return p.giveUp(ctx, app, o, "another run gave it a credential at the same time")
	case unlisted != nil && app.Adopted:
		return p.giveUp(ctx, app, o, fmt.Sprintf("its credentials could not be listed: %v", unlisted))
	case errors.Is(unlisted, idp.ErrNotFound): // the list lags behind
		unlisted = nil
	}
	app, about := o.remember(app)
	if unlisted != nil {
		about = sentences(about, unchecked(app))
	}
	return app, idp.WithOutcome(cmp.Or(idp.WithHint(err, hintOf(unlisted)), unlisted), about)
}

// unchecked returns what the user must check after a create whose credentials could not be listed.
func unchecked(app idp.Application) string {
	return fmt.Sprintf("Another run that lost the response to its own create may have mistaken the application for its own. If Keycard shows a "+
		"credential of application %s with a client ID other than %s, check which run made it. If the application is in two states, remove it "+
		"from one with terraform state rm.", transport.Printable(app.ID), transport.Printable(app.ClientID))
}

// others returns the credentials of an application that this run did not create. An error means that the list does not
// contain the current credential, so it proves nothing about others.
func (p *Platform) others(ctx context.Context, app idp.Application, o orphans) ([]Credential, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	if app.Adopted {
		if err := p.recovery.Wait(ctx, settling); err != nil {
			return nil, err
		}
	}
	found, err := p.look(ctx, app, o, func(l listing) bool { return l.present || len(l.others) > 0 })
	return found.others, err
}

// giveUp leaves an application to its owner, and deletes what this run created for it.
func (p *Platform) giveUp(ctx context.Context, app idp.Application, o orphans, why string) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	if app.CredentialID != "" && p.discardCredential(ctx, app, app.CredentialID) != nil {
		o.left = append(o.left, app.CredentialID)
	}
	p.recovery.Release(app.ID)
	e := notAdopted(app, why)
	e.Hint = sentences(e.Hint, o.about(app))
	return idp.Application{}, e
}
