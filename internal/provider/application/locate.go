package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// locate finds out the owner and the credential before a change, after a move and a plan that did not read, or without private
// state: what is not known to be there would be made a second time, or left behind.
func (t *target) locate(ctx context.Context, platform idp.Platform) error {
	if !t.organizationUnknown() && t.AuthMethod != "" && !t.forgotten() {
		return nil
	}
	has, err := platform.Get(ctx, t.Application)
	if err == nil {
		t.Application = has
	}
	return err
}

// forgotten reports that a client ID is in state, and the private state does not know its credential any more: it would be left
// behind.
func (t target) forgotten() bool {
	return t.capabilities.SeparateCredential &&
		(t.ClientID != "" && t.CredentialID == "" || t.PreviousClientID != "" && t.PreviousCredentialID == "")
}

// recallCredential finds out before a removal which credential there is, where the private state does not say so: Terraform passes
// none for a tainted application. One of which not even the client ID is known is found as in an import.
func (t *target) recallCredential(ctx context.Context, platform idp.Platform) error {
	if !t.capabilities.SeparateCredential || !t.AuthMethod.HasSecret() && t.JWKSURI == "" || t.CredentialID != "" && !t.forgotten() {
		return nil
	}
	known := t.Application
	if known.ClientID == "" {
		known.AuthMethod = ""
	}
	has, err := platform.Get(ctx, known)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err == nil:
		t.Application = has
	}
	return err
}

// notLocated reports a failed read of an application that was never read here. Where the owner is not known, it proves
// nothing that a platform denies it: it may be in another organization than the one that was asked.
func (t target) notLocated(err error) diag.Diagnostic {
	if errors.Is(err, idp.ErrNotFound) || errors.Is(err, idp.ErrHidden) {
		otherwise := ""
		if t.organizationUnknown() {
			otherwise = fmt.Sprintf("If another organization owns it, set %s. ", idp.AttributeOrganizationID)
		}
		err = idp.WithHint(err, "This application was moved from another provider, or its private state was lost. No read has found "+
			"it since. The state is unchanged. "+otherwise+"If it no longer exists, remove it from state with terraform state rm.")
	}
	return t.cannot("read", err)
}
