package keycard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// issueNamed creates a credential whose client ID the user chose, or whose kind has no client ID. It rejects duplicates,
// because it would be unknown which of them a resource created.
func (p *Platform) issueNamed(ctx context.Context, wanted idp.Credential, before []idp.Credential) (idp.Issued, error) {
	for _, c := range before {
		if !alike(c, wanted) {
			continue
		}
		if _, err := p.GetCredential(ctx, c); errors.Is(err, idp.ErrNotFound) {
			continue // it was revoked, and the list lags behind
		}
		return idp.Issued{}, taken(c, "the application has such a credential already")
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
			return issued, idp.WithHint(err, "Keycard created the credential, but its response is incomplete. The credential stays in state. Apply again to replace it.")
		case errors.Is(err, idp.ErrAlreadyExists):
			return idp.Issued{}, p.explainConflict(ctx, wanted, err)
		case errors.Is(err, idp.ErrAmbiguous):
			return p.lostIssue(ctx, wanted, err)
		case !turnedAway(err) || !backoff.Wait(ctx):
			return idp.Issued{}, err
		}
	}
}

// lostIssue returns the error for a request whose response was lost. A matching credential that did not exist before may be
// its result, or someone else's.
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
		return idp.Issued{}, perhapsMade(found, "the response was lost; such a credential exists now, but the provider cannot tell whether this request created it")
	}
	return idp.Issued{}, idp.WithHint(lost, fmt.Sprintf("It may be registered. Look at the credentials of application %s: if it is there, "+
		"import it as keycard/%s/%s/<credential_id> or remove it, then apply again.",
		transport.Printable(wanted.ApplicationID), wanted.Scope.ZoneID, wanted.ApplicationID))
}

// explainConflict adds the conflicting credential of the zone to a rejected client ID, if it can be found. A new one of the
// same application may be the result of this request, if something on the network sent it twice.
func (p *Platform) explainConflict(ctx context.Context, wanted idp.Credential, refused error) error {
	zone := wanted.Scope.ZoneID
	for found, err := range pages(func(at place) ([]Credential, place, error) { return p.credentialPage(ctx, zone, at) }) {
		if err != nil {
			break
		}
		for _, c := range credentials(found, idp.Credential{Scope: wanted.Scope}) {
			switch {
			case c.ClientID == "" || c.ClientID != wanted.ClientID:
			case wanted.ID == "" && alike(c, wanted):
				return perhapsMade(c, "a credential of the application has this identifier, but the provider cannot tell whether this request created it")
			default:
				return heldBy(c, idp.WithHint(refused, fmt.Sprintf("Choose another identifier: credential %s of application %s has this one.",
					transport.Printable(c.ID), transport.Printable(c.ApplicationID))))
			}
		}
	}
	return idp.WithHint(refused, "Choose an identifier that no other credential of the zone has.")
}

// alike reports whether two credentials admit the same clients.
func alike(c, wanted idp.Credential) bool {
	if c.Kind != wanted.Kind || c.ApplicationID != wanted.ApplicationID {
		return false
	}
	if c.Kind == idp.CredentialWorkloadIdentity {
		return c.ProviderID == wanted.ProviderID && c.Subject == wanted.Subject
	}
	return c.ClientID == wanted.ClientID
}

// taken returns the error for a credential that is left as it is.
func taken(c idp.Credential, why string) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrAlreadyExists, ExistingID: c.ID, Message: why,
		Hint: fmt.Sprintf("Check who made credential %s. If it belongs to this resource, import it as keycard/%s/%s/%s. If nobody uses it, remove it and apply again.",
			transport.Printable(c.ID), c.Scope.ZoneID, c.ApplicationID, c.ID),
	}
}

// perhapsMade returns the error for a credential that a lost request may have created.
func perhapsMade(c idp.Credential, why string) error {
	e := taken(c, why)
	e.Unproven = true
	return e
}

// heldBy adds the ID of the conflicting credential to an error.
func heldBy(c idp.Credential, refused error) error {
	e, ok := errors.AsType[*idp.Error](refused)
	if !ok {
		return refused
	}
	held := *e
	held.ExistingID = c.ID
	return &held
}
