package keycard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Issue gives an application another credential. One with a client ID of the provider's choice can be told from all others, and is
// made as the application's own is. Of any other nothing proves that this request made it: where the answer is lost, what is found
// is named in an error and left as it is.
func (p *Platform) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	if err := checkWanted(wanted); err != nil {
		return idp.Issued{}, err
	}
	wanted.AuthMethod = method(wanted.Kind)
	before, err := p.present(ctx, wanted)
	switch {
	case err != nil:
		return idp.Issued{}, idp.WithAdvice(err, sentences("No credential was made, because those that the application has could not be listed.", adviceOf(err)))
	case wanted.ClientID == "" && wanted.Kind != idp.CredentialWorkloadIdentity:
		return p.issueChosen(ctx, wanted)
	default:
		return p.issueNamed(ctx, wanted, before)
	}
}

// present lists the credentials of the application that a credential is wanted for.
func (p *Platform) present(ctx context.Context, wanted idp.Credential) ([]idp.Credential, error) {
	all, err := p.listOf(ctx, wanted)
	if e, refused := errors.AsType[*idp.Error](err); !refused || e.Status != http.StatusNotFound {
		return all, err
	}
	read := func() error { _, _, err := p.read(ctx, applicationOf(wanted)); return err }
	err = p.absent(ctx, wanted.Scope.ZoneID, recovery.JustNow, read(), read)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil, &idp.Error{
			Kind: idp.ErrInvalid, Message: fmt.Sprintf("the zone has no application %s", transport.Printable(wanted.ApplicationID)),
			Advice: "Name an application of the zone by its ID.",
		}
	case err != nil:
		return nil, err
	}
	return p.listOf(ctx, wanted)
}

func (p *Platform) listOf(ctx context.Context, wanted idp.Credential) (all []idp.Credential, err error) {
	known := idp.Credential{Scope: wanted.Scope, ApplicationID: wanted.ApplicationID}
	for found, err := range p.credentialsOf(ctx, wanted.Scope.ZoneID, wanted.ApplicationID) {
		if err != nil {
			return nil, err
		}
		all = append(all, credentials(found, known)...)
	}
	return all, nil
}

// issueChosen makes a credential with a client ID of the provider's choice.
func (p *Platform) issueChosen(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	issued, o, err := p.issue(ctx, applicationOf(wanted), wanted, p.shortly(ctx))
	advice := []string{"The credential is made, and it is in state."}
	if issued.ID == "" {
		advice = []string{"There is no new credential in state. Apply again.", adviceOf(err)}
	}
	return issued, idp.WithAdvice(err, sentences(append(advice, o.about(applicationOf(wanted)))...))
}

// newcomer is for how long a replica may not have heard of an application or of a provider.
const newcomer = 15 * time.Second

// shortly gives the pauses between tries of a request that may name what does not exist.
func (p *Platform) shortly(ctx context.Context) *recovery.Backoff {
	ctx, cancel := context.WithTimeout(ctx, newcomer)
	defer cancel()
	return p.recovery.Backoff(ctx)
}

// issueNamed makes a credential that the user has named, or whose kind has no client ID. Equal ones are refused: of two nobody
// could say which a resource has made.
func (p *Platform) issueNamed(ctx context.Context, wanted idp.Credential, before []idp.Credential) (idp.Issued, error) {
	if i := slices.IndexFunc(before, func(c idp.Credential) bool { return alike(c, wanted) }); i >= 0 {
		return idp.Issued{}, taken(before[i], "the application has such a credential already")
	}
	backoff := p.shortly(ctx)
	for {
		issued, err := p.issueOnce(ctx, applicationOf(wanted), wanted)
		old := slices.ContainsFunc(before, func(c idp.Credential) bool { return c.ID == issued.ID })
		switch {
		case err == nil && !old:
			return issued, nil
		case err == nil:
			return p.lostIssue(ctx, wanted, unreadable(errors.New("it is about a credential that was there before"), true))
		case isSegment(issued.ID) && !old:
			return issued, idp.WithAdvice(err, "The credential is made, but its answer cannot be read in full. It stays in state. Apply again to replace it.")
		case errors.Is(err, idp.ErrAlreadyExists):
			return idp.Issued{}, p.holder(ctx, wanted, err)
		case errors.Is(err, idp.ErrAmbiguous):
			return p.lostIssue(ctx, wanted, err)
		case !turnedAway(err) || !backoff.Wait(ctx):
			return idp.Issued{}, err
		}
	}
}

// lostIssue is for a request whose answer was lost. What fits and was not there before may be what it made, or somebody else's.
func (p *Platform) lostIssue(ctx context.Context, wanted idp.Credential, lost error) (idp.Issued, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	var found idp.Credential
	err := p.recovery.Look(ctx, func() error {
		all, err := p.listOf(ctx, wanted)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(c idp.Credential) bool { return alike(c, wanted) })
		if i < 0 {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show what the request made"}
		}
		found = all[i]
		return nil
	})
	if err == nil {
		return idp.Issued{}, taken(found, "the answer to the request was lost; such a credential is there now, but nothing tells whether this request made it")
	}
	return idp.Issued{}, idp.WithAdvice(lost, fmt.Sprintf("It may be registered. Look at the credentials of application %s: if it is there, "+
		"import it as keycard/%s/%s/<credential_id> or remove it, then apply again.",
		transport.Printable(wanted.ApplicationID), wanted.Scope.ZoneID, wanted.ApplicationID))
}

// holder adds to a refused client ID which credential of the zone has it, if that can be found out.
func (p *Platform) holder(ctx context.Context, wanted idp.Credential, refused error) error {
	zone := wanted.Scope.ZoneID
	for found, err := range pages(func(at place) ([]Credential, place, error) { return p.credentialPage(ctx, zone, at) }) {
		if err != nil {
			break
		}
		for _, c := range credentials(found, idp.Credential{Scope: wanted.Scope}) {
			if c.ClientID != "" && c.ClientID == wanted.ClientID {
				return idp.WithAdvice(refused, fmt.Sprintf("Choose another identifier: credential %s of application %s has this one.",
					transport.Printable(c.ID), transport.Printable(c.ApplicationID)))
			}
		}
	}
	return idp.WithAdvice(refused, "Choose another identifier, one that no other credential of the zone has.")
}

// alike reports whether two credentials let the same clients in.
func alike(c, wanted idp.Credential) bool {
	if c.Kind != wanted.Kind || c.ApplicationID != wanted.ApplicationID {
		return false
	}
	if c.Kind == idp.CredentialWorkloadIdentity {
		return c.ProviderID == wanted.ProviderID && c.Subject == wanted.Subject
	}
	return c.ClientID == wanted.ClientID
}

// taken is the error for a credential that is left as it is.
func taken(c idp.Credential, why string) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrAlreadyExists, Message: why,
		Advice: fmt.Sprintf("Check who made credential %s. If it belongs to this resource, import it as keycard/%s/%s/%s. If nobody uses it, remove it and apply again.",
			transport.Printable(c.ID), c.Scope.ZoneID, c.ApplicationID, c.ID),
	}
}
