package application

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

const memoryKey = "app"

// memory is what the private state says of an application. Its keys are short, because Terraform writes the whole state after
// each resource that it applies.
type memory struct {
	OrganizationID       string `json:"org,omitempty"`  // the owner
	CredentialID         string `json:"cred,omitempty"` // of the client ID in state
	PreviousCredentialID string `json:"prev,omitempty"` // of the previous client ID in state
	CreatedAt            string `json:"at,omitempty"`
	Installation         string `json:"inst,omitempty"` // where it was last seen

	Unconfirmed   bool      `json:"open,omitempty"`    // no read has confirmed the state: a difference that the next one finds is no drift
	SecretRefused bool      `json:"refused,omitempty"` // the platform did not accept the secret at the last refresh
	SecretIssued  time.Time `json:"issued,omitzero"`   // when the provider got it
}

// recall reads what the private state says, or what this process remembers of the application. An import begins anew.
func (r *Resource) recall(ctx context.Context, from private.Reader, state model) (memory, diag.Diagnostics) {
	id := state.ID.ValueString()
	if state.AuthMethod.ValueString() == "" {
		id = ""
	}
	return provided.Recall[memory](ctx, from, memoryKey, r.settings, id)
}

func (r *Resource) keep(ctx context.Context, known memory, id string, into private.Writer) diag.Diagnostics {
	r.settings.Remember(id, known)
	return known.write(ctx, into)
}

func (m memory) write(ctx context.Context, into private.Writer) diag.Diagnostics {
	return private.Keep(ctx, into, memoryKey, m)
}

// of updates the memory with what is known of an application now.
func (m memory) of(app idp.Application) memory {
	m.OrganizationID, m.CredentialID, m.PreviousCredentialID = app.OrganizationID, app.CredentialID, app.PreviousCredentialID
	m.CreatedAt, m.Installation = app.CreatedAt, app.Installation
	return m
}

// issued notes that there is a new secret.
func (m memory) issued(now time.Time) memory {
	m.SecretIssued, m.SecretRefused = now.UTC().Truncate(time.Second), false
	return m
}

// complete adds to an application what the state does not show of it.
func (m memory) complete(app idp.Application) idp.Application {
	app.OrganizationID, app.CredentialID, app.PreviousCredentialID = m.OrganizationID, m.CredentialID, m.PreviousCredentialID
	app.CreatedAt, app.Installation = m.CreatedAt, m.Installation
	return app
}
