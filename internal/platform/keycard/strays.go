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
// by their IDs, as those that were not there before: what the platform stamps and what it says the time is need not agree.
type strays struct {
	known []string // the IDs of the credentials that somebody may use
	open  int      // lost answers of which it is not known what their requests made
	left  []string // the IDs of those that were found, and are still there
}

// present lists the IDs of the credentials that an application has.
func (p *Platform) present(ctx context.Context, app idp.Application) ([]string, error) {
	ids, err := p.credentialIDs(ctx, app)
	for _, id := range []string{app.CredentialID, app.PreviousCredentialID} {
		if id != "" && !slices.Contains(ids, id) { // the list may lag behind
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (p *Platform) credentialIDs(ctx context.Context, app idp.Application) (ids []string, err error) {
	for credential, err := range each(p.credentialsOf(ctx, app.Scope.ZoneID, app.ID)) {
		if err != nil {
			return nil, err
		}
		if usable(credential) && !slices.Contains(ids, credential.ID) {
			ids = append(ids, credential.ID)
		}
	}
	return ids, nil
}

// clear removes what the request made whose answer was lost: the credential of the ID, where the answer had one, or else
// what came up since. It reports whether another request may be sent.
func (p *Platform) clear(ctx context.Context, app idp.Application, s *strays, id string) bool {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	s.open++
	found := []string{id}
	if !isSegment(id) {
		var err error
		if found, err = p.find(ctx, app, *s, ""); err != nil && !errors.Is(err, idp.ErrNotFound) {
			return false
		}
	}
	return p.discard(ctx, app, s, found)
}

// clearLate looks once more after a credential was made, and until the list shows that one: what was carried out before it
// is shown then as well. The error is lost, if that leaves anything open.
func (p *Platform) clearLate(ctx context.Context, app idp.Application, s *strays, lost error) error {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	found, err := p.find(ctx, app, *s, app.CredentialID)
	if p.discard(ctx, app, s, found) && (err == nil || s.open == 0) {
		s.open = 0
		return nil
	}
	return lost
}

// find lists what came up beside the known credentials, until that accounts for all lost answers, or until the list shows
// the last credential. Otherwise there is idp.ErrNotFound beside what was found.
func (p *Platform) find(ctx context.Context, app idp.Application, s strays, last string) (found []string, err error) {
	err = p.recovery.Look(ctx, func() error {
		ids, err := p.credentialIDs(ctx, app)
		if err != nil {
			return err
		}
		shown := last != "" && slices.Contains(ids, last)
		found = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(s.known, id) })
		if !shown && len(found) < s.open {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show what the request made"}
		}
		return nil
	})
	return found, err
}

// discard removes the strays that were found, and reports whether none is left. More than lost answers cannot all be
// strays: somebody else made one meanwhile, and nobody can tell which.
func (p *Platform) discard(ctx context.Context, app idp.Application, s *strays, found []string) bool {
	if len(found) > s.open {
		s.left = found
		return false
	}
	for _, id := range found {
		p.recovery.Claim(id)
		if err := p.revoke(ctx, app, id); err != nil {
			s.left = append(s.left, id)
		}
		s.open--
	}
	return len(s.left) == 0
}

// remember keeps a stray in the place of the previous credential, where that is free, so that it is removed in its stead. It
// also says what there is to know.
func (s strays) remember(app idp.Application) (idp.Application, string) {
	about := s.about(app)
	if len(s.left) == 1 && app.PreviousCredentialID == "" {
		app.PreviousCredentialID = s.left[0]
		about = fmt.Sprintf("Credential %s is left of a request whose answer was lost: nobody has its secret, and it could not be removed. "+
			"The next apply removes it; with keep_previous_credential, the next rotation does.", transport.Printable(s.left[0]))
	}
	return app, about
}

// about says what a person should look at, if there is anything.
func (s strays) about(app idp.Application) string {
	id, before := transport.Printable(app.ID), transport.Printable(strings.Join(s.known, ", "))
	switch {
	case len(s.left) > 0:
		return fmt.Sprintf("These credentials of application %s came up while the answer to a request was lost, and are left: %s. Nobody has the "+
			"secret of what that request made. Remove at Keycard what nobody uses.", id, transport.Printable(strings.Join(s.left, ", ")))
	case s.open > 0 && before == "":
		return fmt.Sprintf("Application %s should have no credential now. If Keycard shows one, it is what a request made whose answer was lost: "+
			"nobody has its secret, so it can be removed.", id)
	case s.open > 0:
		return fmt.Sprintf("Application %s should have no other credential than %s now. If Keycard shows one, it may be what a request made whose "+
			"answer was lost: nobody has its secret then, and it can be removed.", id, before)
	}
	return ""
}
