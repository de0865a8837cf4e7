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
		MarkdownDescription: "Whether each refresh asks the platform if the client secret in state still authenticates (default `false`). If the platform " +
			"refuses it, the plan rotates it; Lerian: replaces the application, unless `deletion_protection` is in force. Any other trouble (no answer, a rate limit, a network that " +
			"is not allowed) changes nothing and is a warning. It costs a request for each application: ZITADEL an introspection, Lerian a " +
			"login (servers allow ten in a minute, unless set up otherwise), Keycard a request for a token for a resource that does not " +
			"exist, which may count as a transaction. For Keycard this takes for granted that a zone checks the client before the resource, which is " +
			"usual and not documented: a zone that does not would let a wrong secret pass. In the two minutes after a secret was made it is not asked. An encrypted secret is " +
			"verified if the provider has an `age_identity` for it.",
	}
}

const (
	verifyTimeout = 30 * time.Second
	settlingTime  = 2 * time.Minute // platforms may refuse a secret for a while after they made it
)

// Keys is what the provider hands over for verification.
type Keys interface {
	// Identities decrypt client secrets. There may be none.
	Identities() (encryption.Identities, error)

	// Now is the time.
	Now() time.Time
}

// Verifies reports whether the configuration asks for verification.
func (k *Kept) Verifies() bool { return fields.Inside[types.Bool](k.Secret, "verify").ValueBool() }

// Verify finds out whether the platform refuses the secret in state, which was issued at this time. Whatever is no clear refusal
// leaves the secret as good, and is an error: Unverified reports it.
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

// ask is nil for a secret that works, and where there is none or none that can be read.
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

// Unverified warns of a verification without a result.
func Unverified(o diagnose.Object, err error) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(pathVerify, "Client secret cannot be verified", fmt.Sprintf(
		"The provider cannot verify the client secret of %s.\n\n%s\n\nIt is assumed valid; no change is planned.", o.Title(), o.Explain(err)))
}
