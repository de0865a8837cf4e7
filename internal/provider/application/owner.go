package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ownerless reports that nobody knows yet which organization an application belongs to, where platforms have them: its
// state came from another provider, and no read has found it. An identity without the organization must not be written
// then, because Terraform refuses to complete it later.
func (s subject) ownerless() bool {
	return s.capabilities.Supports(idp.AttributeOrganizationID) && s.OrganizationID == ""
}

// locate finds out the owner and the credential before a change, after a move and a plan that did not read, or without private
// state: what is not known to be there would be made a second time, or left behind.
func (s *subject) locate(ctx context.Context, platform idp.Platform) error {
	if !s.ownerless() && s.AuthMethod != "" && !s.forgotten() {
		return nil
	}
	found, err := platform.Get(ctx, s.Application)
	if err == nil {
		s.Application = found
	}
	return err
}

// forgotten reports that a client ID is in state, and the private state does not know its credential any more: it would be left
// behind.
func (s subject) forgotten() bool {
	return s.capabilities.SeparateCredential &&
		(s.ClientID != "" && s.CredentialID == "" || s.PreviousClientID != "" && s.PreviousCredentialID == "")
}

// recallCredential finds out before a removal which credential there is, where the private state does not say so: Terraform passes
// none for a tainted application. One of which not even the client ID is known is found as in an import.
func (s *subject) recallCredential(ctx context.Context, platform idp.Platform) error {
	if !s.capabilities.SeparateCredential || !s.AuthMethod.HasSecret() || s.CredentialID != "" && !s.forgotten() {
		return nil
	}
	known := s.Application
	if known.ClientID == "" {
		known.AuthMethod = ""
	}
	found, err := platform.Get(ctx, known)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err == nil:
		s.Application = found
	}
	return err
}

// notLocated reports a failed read of an application that was never read here. Where the owner is not known, it proves
// nothing that a platform denies it: it may be in another organization than the one that was asked.
func (s subject) notLocated(err error) diag.Diagnostic {
	if errors.Is(err, idp.ErrNotFound) || errors.Is(err, idp.ErrHidden) {
		otherwise := ""
		if s.ownerless() {
			otherwise = fmt.Sprintf("If it belongs to another organization than the one that the provider asks, set %s. ", idp.AttributeOrganizationID)
		}
		err = idp.WithAdvice(err, "It was moved from another provider, or its private state was lost, and no read has found it since. "+
			"It stays as it is. "+otherwise+"If it does not exist any more, remove it from the state with terraform state rm.")
	}
	return s.cannot("read", err)
}
