package keycard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Issue adds a credential to an application. A credential with a client ID that the provider chose is unique, so it is
// created like the application's own. For all other kinds, nothing proves that this request created the credential. If the
// response is lost, the error names the credential that was found, and the provider leaves it as it is.
func (p *Platform) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	if err := checkWanted(wanted); err != nil {
		return idp.Issued{}, err
	}
	wanted.AuthMethod = method(wanted.Kind)
	before, err := p.present(ctx, wanted)
	switch {
	case err != nil:
		return idp.Issued{}, idp.WithOutcome(err, "No credential was made.")
	case wanted.ClientID == "" && wanted.Kind != idp.CredentialWorkloadIdentity:
		return p.issueChosen(ctx, wanted)
	default:
		return p.issueNamed(ctx, wanted, before)
	}
}

// present lists the credentials that the application already has.
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
			Hint: "Name an application of the zone by its ID.",
		}
	case err != nil:
		return nil, err
	}
	return p.listOf(ctx, wanted)
}

func (p *Platform) listOf(ctx context.Context, wanted idp.Credential) ([]idp.Credential, error) {
	var all []idp.Credential
	known := idp.Credential{Scope: wanted.Scope, ApplicationID: wanted.ApplicationID}
	for found, err := range p.credentialsOf(ctx, wanted.Scope.ZoneID, wanted.ApplicationID) {
		if err != nil {
			return nil, err
		}
		all = append(all, credentials(found, known)...)
	}
	return all, nil
}

// issueChosen creates a credential with a client ID that the provider chooses.
func (p *Platform) issueChosen(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	issued, o, err := p.issue(ctx, applicationOf(wanted), wanted, p.shortly(ctx))
	outcome := "There is no new credential in state. Apply again."
	if issued.ID != "" {
		outcome, err = "The credential is made, and it is in state.", idp.WithHint(err, "") // of a request that another one has replaced
	}
	return issued, idp.WithOutcome(err, sentences(outcome, o.about(applicationOf(wanted))))
}

// newcomer is how long a replica may not know a new application or provider.
const newcomer = 15 * time.Second

// shortly returns the pauses between attempts for a request that may reference a missing object.
func (p *Platform) shortly(ctx context.Context) *recovery.Backoff {
	ctx, cancel := context.WithTimeout(ctx, newcomer)
	defer cancel()
	return p.recovery.Backoff(ctx)
}
