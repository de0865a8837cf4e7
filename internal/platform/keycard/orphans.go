package keycard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// orphans are live credentials that nothing uses, because the responses to their creates were lost. They are recognized by
// their client IDs, which the provider chooses at random, so no one else's credential can have one of them.
type orphans struct {
	chosen []string // client IDs of all requests
	open   []string // client IDs of lost requests whose outcome is unknown
	left   []string // IDs of orphaned credentials that still exist
}

// listing is the credentials of an application, from the point of view of this run.
type listing struct {
	present bool         // the application's own credential is listed
	orphans []Credential // created by lost requests
	others  []Credential // created by someone else
}

// findable returns an error if the credentials cannot be listed: a credential whose response was lost could then not be
// found.
func (p *Platform) findable(ctx context.Context, app idp.Application) error {
	_, _, err := p.credentialsOfPage(ctx, app.Scope.ZoneID, app.ID, place{})
	return err
}

// clear deletes what a request created whose response was lost: the credential with this ID, if the response had one,
// otherwise the one that is listed with its client ID. It reports whether it is safe to send another request.
func (p *Platform) clear(ctx context.Context, app idp.Application, o *orphans, clientID, id string) bool {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	o.open = append(o.open, clientID)
	if isSegment(id) {
		return p.discard(ctx, app, o, []Credential{{ID: id, Identifier: clientID}})
	}
	found, err := p.look(ctx, app, *o, func(l listing) bool { return len(l.orphans) == len(o.open) })
	return p.discard(ctx, app, o, found.orphans) && (err == nil || errors.Is(err, idp.ErrNotFound))
}

// clearLate lists the credentials once more after a new one was created, until it appears: everything that was created
// before it must appear by then. It returns lost if the outcome of a request is still unknown.
func (p *Platform) clearLate(ctx context.Context, app idp.Application, o *orphans, lost error) error {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	found, err := p.look(ctx, app, *o, func(l listing) bool { return l.present || len(l.orphans) == len(o.open) })
	if p.discard(ctx, app, o, found.orphans) && (err == nil || len(o.open) == 0) {
		o.open = nil
		return nil
	}
	return lost
}

// look lists the application's credentials until they are enough. Otherwise it returns an error beside what it found.
func (p *Platform) look(ctx context.Context, app idp.Application, o orphans, enough func(listing) bool) (found listing, err error) {
	err = p.recovery.Look(ctx, func() (err error) {
		found, err = p.list(ctx, app, o)
		if err == nil && !enough(found) {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show what the request made"}
		}
		return err
	})
	return found, err
}

// list lists the application's credentials once.
func (p *Platform) list(ctx context.Context, app idp.Application, o orphans) (listing, error) {
	var found listing
	seen := map[string]bool{} // pages can overlap
	for c, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
		if err != nil {
			return listing{}, err
		}
		switch mine := usable(c) && slices.Contains(o.chosen, c.Identifier); {
		case seen[c.ID]:
		case c.ID != "" && c.ID == app.CredentialID:
			found.present = true
		case mine && slices.Contains(o.open, c.Identifier):
			found.orphans = append(found.orphans, c)
		case !mine:
			found.others = append(found.others, c)
		}
		seen[c.ID] = true
	}
	return found, nil
}

// discard deletes orphaned credentials, and reports whether none is left.
func (p *Platform) discard(ctx context.Context, app idp.Application, o *orphans, found []Credential) bool {
	for _, c := range found {
		p.recovery.Claim(c.ID)
		if p.discardCredential(ctx, app, c.ID) != nil {
			o.left = append(o.left, c.ID)
		}
		o.open = slices.DeleteFunc(o.open, func(clientID string) bool { return clientID == c.Identifier })
	}
	return len(o.left) == 0
}

// discardCredential deletes a credential that this run created and nobody should use. Otherwise it would be orphaned.
func (p *Platform) discardCredential(ctx context.Context, app idp.Application, id string) error {
	return p.recovery.Persist(ctx, func() error { return p.revoke(ctx, app, id) })
}

// remember stores an orphaned credential as the previous one, if there is none, so that a later apply deletes it. It also
// returns the sentences for the user.
func (o orphans) remember(app idp.Application) (idp.Application, string) {
	if len(o.left) != 1 || app.PreviousCredentialID != "" {
		return app, o.about(app)
	}
	app.PreviousCredentialID = o.left[0]
	about := fmt.Sprintf("A request whose response was lost created credential %s. Nothing uses it, and the provider could not delete it. "+
		"The next apply deletes it; with keep_previous_credential, the next rotation does.", transport.Printable(o.left[0]))
	return app, sentences(about, o.lookFor(app))
}

// about returns what the user must check, if anything.
func (o orphans) about(app idp.Application) string {
	if len(o.left) == 0 {
		return o.lookFor(app)
	}
	about := fmt.Sprintf("This run created these credentials of application %s, but nothing uses them: %s. "+
		"The provider could not delete them. Delete them in Keycard.", transport.Printable(app.ID), transport.Printable(strings.Join(o.left, ", ")))
	return sentences(about, o.lookFor(app))
}

// lookFor returns what lost requests may still have created.
func (o orphans) lookFor(app idp.Application) string {
	if len(o.open) == 0 {
		return ""
	}
	return fmt.Sprintf("If Keycard shows a credential of application %s with client ID %s, delete it. "+
		"A request whose response was lost created it, and nothing uses it.", transport.Printable(app.ID), strings.Join(o.open, " or "))
}
