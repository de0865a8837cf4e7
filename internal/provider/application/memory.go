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

// memory is the content of private state for an application. Its keys are short, because Terraform writes the whole state
// after each resource that it applies.
type memory struct {
	OrganizationID       string `json:"org,omitempty"`  // the owner
	CredentialID         string `json:"cred,omitempty"` // for the client ID in state
	PreviousCredentialID string `json:"prev,omitempty"` // for the previous client ID in state
	CreatedAt            string `json:"at,omitempty"`
	Installation         string `json:"inst,omitempty"` // where it was last found

	Unconfirmed   bool      `json:"open,omitempty"`    // no read has confirmed the state yet, so a difference is no drift
	SecretRefused bool      `json:"refused,omitempty"` // the platform refused the secret at the last refresh
	SecretIssued  time.Time `json:"issued,omitzero"`   // when the provider received the secret
}

// recall returns what private state contains, or what this process remembers about the application. An import starts without
// memory, except for where this process has seen the application.
func (r *Resource) recall(ctx context.Context, from private.Reader, state model) (memory, diag.Diagnostics) {
	r.manage(state)
	id := state.ID.ValueString()
	if state.AuthMethod.ValueString() == "" {
		id = ""
	}
	known, diags := provided.Recall[memory](ctx, from, memoryKey, r.settings, id)
	if known.Installation == "" && r.settings != nil {
		seen, _ := r.settings.Remembered(state.ID.ValueString()).(memory)
		known.Installation = seen.Installation
	}
	return known, diags
}

// manage records that the run has the application in state. The settings are nil until the provider is configured.
func (r *Resource) manage(state model) {
	if r.settings != nil {
		r.settings.Manage(state.ID.ValueString())
	}
}

func (r *Resource) keep(ctx context.Context, known memory, id string, into private.Writer) diag.Diagnostics {
	r.settings.Remember(id, known)
	return known.write(ctx, into)
}

func (m memory) write(ctx context.Context, into private.Writer) diag.Diagnostics {
	return private.Keep(ctx, into, memoryKey, m)
}

// of updates the memory with the current values of an application.
func (m memory) of(app idp.Application) memory {
	m.OrganizationID, m.CredentialID, m.PreviousCredentialID = app.OrganizationID, app.CredentialID, app.PreviousCredentialID
	m.CreatedAt, m.Installation = app.CreatedAt, app.Installation
	return m
}

// issued records that there is a new secret.
func (m memory) issued(now time.Time) memory {
	m.SecretIssued, m.SecretRefused = now.UTC().Truncate(time.Second), false
	return m
}

// complete adds values to an application that are not in state.
func (m memory) complete(app idp.Application) idp.Application {
	app.OrganizationID, app.CredentialID, app.PreviousCredentialID = m.OrganizationID, m.CredentialID, m.PreviousCredentialID
	app.CreatedAt, app.Installation = m.CreatedAt, m.Installation
	return app
}
