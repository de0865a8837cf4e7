package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// locate reads an application before an update if its owner or credential is not known: after a move and a plan without
// refresh, or without private state. Otherwise the update could create a second credential, or leave one behind.
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

// forgotten reports whether there is a client ID in state without its credential ID in private state. The credential would
// be left behind.
func (t target) forgotten() bool {
	return t.capabilities.SeparateCredential &&
		(t.ClientID != "" && t.CredentialID == "" || t.PreviousClientID != "" && t.PreviousCredentialID == "")
}

// recallDeleted reads the application before a deletion if private state does not contain its credential or its
// installation: Terraform passes no private state for a tainted application. If even the client ID is not known, it finds the
// credential as an import does.
func (t *target) recallDeleted(ctx context.Context, platform idp.Platform) error {
	installationUnknown := t.capabilities.Unscoped && t.Installation == ""
	if !t.credentialUnknown() && !installationUnknown {
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

// credentialUnknown reports whether the application may have a credential whose ID is not known.
func (t target) credentialUnknown() bool {
	return t.capabilities.SeparateCredential && (t.AuthMethod.HasSecret() || t.JWKSURI != "") && (t.CredentialID == "" || t.forgotten())
}

// notLocated reports a failed read of an application that no read has found here before. While its owner is not known, a 404
// proves nothing: the application may belong to an organization other than the one that was asked.
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
