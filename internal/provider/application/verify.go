package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Secrets is what the provider knows for dealing with client secrets.
type Secrets interface {
	// Identities decrypt client secrets. There may be none.
	Identities() (encryption.Identities, error)

	// Now is the time.
	Now() time.Time
}

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

// What the private part of the state says about the secret.
const (
	keyRefused = "client_secret_refused" // the platform did not accept it at the last refresh
	keyIssued  = "client_secret_issued"  // when it was made, RFC 3339
)

// verify finds out whether the secret in state still works, and notes it for the plan. Whatever is no clear refusal by
// the platform leaves the secret as good.
func (r *Resource) verify(ctx context.Context, platform idp.Platform, m model, s subject, p private) (diags diag.Diagnostics) {
	refused := false
	if m.VerifyClientSecret.ValueBool() && s.AuthMethod.HasSecret() && !s.Disabled && !r.settling(ctx, p) {
		err := r.ask(ctx, platform, m, s)
		refused = errors.Is(err, idp.ErrSecretRefused)
		if err != nil && !refused {
			diags.AddAttributeWarning(path.Root("verify_client_secret"), fmt.Sprintf("Cannot verify the client secret of application %q at %s", s.Name, s.capabilities.Title),
				s.explain(err)+"\n\nWhether the secret works is not known, and nothing is planned because of this.")
		}
	}
	return append(diags, note(ctx, p, keyRefused, refused)...)
}

// ask is nil for a secret that works, and where there is none or none that can be read.
func (r *Resource) ask(ctx context.Context, platform idp.Platform, m model, s subject) error {
	app := s.Application
	if file := m.ClientSecretEncrypted.ValueString(); file != "" {
		identities, err := r.data.Identities()
		if err != nil || len(identities) == 0 {
			return err
		}
		if app.ClientSecret, err = identities.Decrypt(file); err != nil {
			return fmt.Errorf("client_secret_encrypted cannot be decrypted with the provider's age_identity: %w", err)
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
func (r *Resource) settling(ctx context.Context, p private) bool {
	value, _ := p.GetKey(ctx, keyIssued)
	var issued time.Time
	if json.Unmarshal(value, &issued) != nil {
		return false
	}
	return r.data.Now().Sub(issued).Abs() < settlingTime
}

// refused is what the last refresh found out.
func refused(ctx context.Context, p private) bool {
	value, _ := p.GetKey(ctx, keyRefused)
	return string(value) == "true"
}

// issued notes that there is a new secret.
func (r *Resource) issued(ctx context.Context, p private) diag.Diagnostics {
	return append(note(ctx, p, keyIssued, r.data.Now().UTC().Truncate(time.Second)), note(ctx, p, keyRefused, false)...)
}

func note[T bool | time.Time](ctx context.Context, p private, key string, value T) diag.Diagnostics {
	content, err := json.Marshal(value)
	if err != nil || string(content) == "false" {
		content = nil // removes the key
	}
	return p.SetKey(ctx, key, content)
}
