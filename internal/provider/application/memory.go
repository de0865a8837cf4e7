package application

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The part of a state that users do not see.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

const memoryKey = "application"

// memory is what the private state says of an application. It is a cache: an engine that keeps no private state loses a
// request or a warning by it, never a credential.
type memory struct {
	OrganizationID       string `json:"organization,omitempty"`        // the owner
	CredentialID         string `json:"credential,omitempty"`          // of the client ID in state
	PreviousCredentialID string `json:"previous_credential,omitempty"` // of the previous client ID in state
	CreatedAt            string `json:"created,omitempty"`
	Installation         string `json:"installation,omitempty"` // where it was last seen

	Unread        bool      `json:"unread,omitempty"`  // no read has confirmed the state: a difference that the next one finds is no drift
	SecretRefused bool      `json:"refused,omitempty"` // the platform did not accept the secret at the last refresh
	SecretIssued  time.Time `json:"issued,omitzero"`   // when the provider got it
}

// recall reads the private state. One that cannot be read is as good as none.
func recall(ctx context.Context, p privateReader) (m memory, diags diag.Diagnostics) {
	content, diags := p.GetKey(ctx, memoryKey)
	if len(content) > 0 && json.Unmarshal(content, &m) != nil {
		m = memory{}
	}
	return m, diags
}

// keep writes the private state.
func (m memory) keep(ctx context.Context, p privateWriter) (diags diag.Diagnostics) {
	content, err := json.Marshal(m)
	if err != nil {
		diags.AddError("Cannot write the private state", "This is a bug of the provider: "+err.Error())
		return diags
	}
	return p.SetKey(ctx, memoryKey, content)
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
