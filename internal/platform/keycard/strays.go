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

// strays are live credentials of which nobody has the secret, because the answers to their creates were lost. They are told
// by their client IDs, which the provider chooses: whatever others make meanwhile has none of them.
type strays struct {
	open []string // client IDs of lost requests of which it is not known what they made
	left []string // IDs of credentials that were found, and are still there
}

// findable fails where a credential could not be found again if its answer were lost.
func (p *Platform) findable(ctx context.Context, app idp.Application) error {
	_, _, err := p.credentialsOfPage(ctx, app.Scope.ZoneID, app.ID, place{})
	return err
}

// clear removes what the request made whose answer was lost: the credential of the ID, where the answer had one, or else
// what is listed with its client ID. It reports whether another request may be sent.
func (p *Platform) clear(ctx context.Context, app idp.Application, s *strays, clientID, id string) bool {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	s.open = append(s.open, clientID)
	if isSegment(id) {
		return p.discard(ctx, app, s, []Credential{{ID: id, Identifier: clientID}})
	}
	found, err := p.find(ctx, app, *s, "")
	return p.discard(ctx, app, s, found) && (err == nil || errors.Is(err, idp.ErrNotFound))
}

// clearLate looks once more after a credential was made, and until the list shows that one: what was carried out before it
// is shown then as well. The error is lost, if that leaves anything open.
func (p *Platform) clearLate(ctx context.Context, app idp.Application, s *strays, lost error) error {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	found, err := p.find(ctx, app, *s, app.CredentialID)
	if p.discard(ctx, app, s, found) && (err == nil || len(s.open) == 0) {
		s.open = nil
		return nil
	}
	return lost
}

// find lists what the lost requests made, until there is something of each, or until the list shows the last credential.
// Otherwise there is an error beside what was found.
func (p *Platform) find(ctx context.Context, app idp.Application, s strays, last string) (found []Credential, err error) {
	err = p.recovery.Look(ctx, func() error {
		shown := false
		found = nil
		for c, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
			if err != nil {
				return err
			}
			shown = shown || last != "" && c.ID == last
			listed := slices.ContainsFunc(found, func(other Credential) bool { return other.ID == c.ID }) // pages may overlap
			if usable(c) && slices.Contains(s.open, c.Identifier) && !listed {
				found = append(found, c)
			}
		}
		if !shown && len(found) < len(s.open) {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show what the request made"}
		}
		return nil
	})
	return found, err
}

// discard removes the strays that were found, and reports whether none is left.
func (p *Platform) discard(ctx context.Context, app idp.Application, s *strays, found []Credential) bool {
	for _, c := range found {
		p.recovery.Claim(c.ID)
		if p.revoke(ctx, app, c.ID) != nil {
			s.left = append(s.left, c.ID)
		}
		s.open = slices.DeleteFunc(s.open, func(clientID string) bool { return clientID == c.Identifier })
	}
	return len(s.left) == 0
}

// remember keeps a stray in the place of the previous credential, where that is free, so that it is removed in its stead. It
// also says what there is to know.
func (s strays) remember(app idp.Application) (idp.Application, string) {
	if len(s.left) != 1 || app.PreviousCredentialID != "" {
		return app, s.about(app)
	}
	app.PreviousCredentialID = s.left[0]
	about := fmt.Sprintf("Credential %s is left of a request whose answer was lost: nobody has its secret, and it could not be removed. "+
		"The next apply removes it; with keep_previous_credential, the next rotation does.", transport.Printable(s.left[0]))
	return app, sentences(about, s.lookFor(app))
}

// about says what a person should look at, if there is anything.
func (s strays) about(app idp.Application) string {
	if len(s.left) == 0 {
		return s.lookFor(app)
	}
	about := fmt.Sprintf("Of requests for application %s whose answers were lost, these credentials are left: %s. Nobody has their secrets, and "+
		"they could not be removed: remove them at Keycard.", transport.Printable(app.ID), transport.Printable(strings.Join(s.left, ", ")))
	return sentences(about, s.lookFor(app))
}

// lookFor says what lost requests may still have made.
func (s strays) lookFor(app idp.Application) string {
	if len(s.open) == 0 {
		return ""
	}
	return fmt.Sprintf("If Keycard shows a credential of application %s with the client ID %s, it is what a request made whose answer was lost: "+
		"nobody has its secret, so it can be removed.", transport.Printable(app.ID), strings.Join(s.open, " or "))
}
