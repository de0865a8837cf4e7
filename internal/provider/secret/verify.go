package secret

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

func verifyAttribute() schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether each refresh checks the client secret in state. Default: `false`. If the platform refuses it, the plan shows a " +
			"rotation. An encrypted secret needs the provider's `age_identity`. Keycard may bill a check as a transaction. Lerian: a rotation " +
			"replaces the application, unless it has `deletion_protection`. See [Secrets](../guides/secrets.md).",
	}
}

const (
	verifyTimeout = 30 * time.Second
	settlingTime  = 2 * time.Minute // platforms may refuse a secret shortly after its creation
)

// Keys is the part of the provider's data that verification needs.
type Keys interface {
	// Identities returns the private keys that decrypt client secrets, possibly none.
	Identities() (encryption.Identities, error)

	// Now returns the current time.
	Now() time.Time
}

// Verifies reports whether the configuration asks for verification.
func (k *Kept) Verifies() bool { return fields.Inside[types.Bool](k.Secret, "verify").ValueBool() }

// Verify reports whether the platform refuses the secret in state, which was issued at this time. Without a clear refusal,
// the secret is assumed valid. An error means that there was no result; Unverified reports it.
func (k *Kept) Verify(ctx context.Context, keys Keys, platform idp.Platform, app idp.Application, issued time.Time) (refused bool, err error) {
	settling := !issued.IsZero() && keys.Now().Sub(issued).Abs() < settlingTime
	if !k.Verifies() || !app.AuthMethod.HasSecret() || app.Disabled || settling {
		return false, nil
	}
	if err = k.ask(ctx, keys, platform, app); errors.Is(err, idp.ErrSecretRefused) {
		return true, nil
	}
	return false, err
}

// ask returns nil if the secret works, and if there is none or none that can be decrypted.
func (k *Kept) ask(ctx context.Context, keys Keys, platform idp.Platform, app idp.Application) error {
	if file := k.Encrypted().ValueString(); file != "" {
		identities, err := keys.Identities()
		if err != nil || len(identities) == 0 {
			return err
		}
		if app.ClientSecret, err = identities.Decrypt(file); err != nil {
			return fmt.Errorf("secret.encrypted cannot be decrypted with the provider's age_identity: %w", err)
		}
	}
	if app.ClientSecret == "" || app.ClientID == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, verifyTimeout)
	defer cancel()
	return platform.Verify(ctx, app)
}

// Unverified returns a warning about a verification without a result.
func Unverified(o diagnose.Object, err error) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(pathVerify, "Client secret cannot be verified", fmt.Sprintf(
		"The provider cannot verify the client secret of %s.\n\n%s\n\nIt is assumed valid; no change is planned.", o.Title(), o.Explain(err)))
}
