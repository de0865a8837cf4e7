package application

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
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

// verify finds out whether the platform refuses the secret in state. Whatever is no clear refusal leaves the secret as good.
func (r *Resource) verify(ctx context.Context, platform idp.Platform, m model, s subject, issued time.Time) (refused bool, diags diag.Diagnostics) {
	if m.verifies() && s.AuthMethod.HasSecret() && !s.Disabled && !r.settling(issued) {
		err := r.ask(ctx, platform, m, s)
		refused = errors.Is(err, idp.ErrSecretRefused)
		if err != nil && !refused {
			diags.AddAttributeWarning(pathVerify, "Client secret cannot be verified", fmt.Sprintf(
				"The provider cannot verify the client secret of %s.\n\n%s\n\nIt is assumed valid; no change is planned.", s.title(), s.explain(err)))
		}
	}
	return refused, diags
}

// ask is nil for a secret that works, and where there is none or none that can be read.
func (r *Resource) ask(ctx context.Context, platform idp.Platform, m model, s subject) error {
	app := s.Application
	if file := m.encrypted().ValueString(); file != "" {
		identities, err := r.settings.Identities()
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

// settling reports whether the secret was made just now.
func (r *Resource) settling(issued time.Time) bool {
	return !issued.IsZero() && r.settings.Now().Sub(issued).Abs() < settlingTime
}
