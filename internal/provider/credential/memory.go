package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

const memoryKey = "cred"

// memory is the content of private state for a credential.
type memory struct {
	CreatedAt   string `json:"at,omitempty"`
	Unconfirmed bool   `json:"open,omitempty"` // no read has confirmed the state yet, so a difference is no drift
	NeverWorked bool   `json:"dead,omitempty"` // the create failed and no read has shown it, so "not found" does not mean deleted
}

// recall returns what private state contains, or what this process remembers about the credential. An import starts without
// memory.
func (r *Resource) recall(ctx context.Context, from private.Reader, state model) (memory, diag.Diagnostics) {
	id := ""
	if state.kind() != "" {
		id = rememberedAs(state.ID.ValueString())
	}
	return provided.Recall[memory](ctx, from, memoryKey, r.settings, id)
}

func (r *Resource) keep(ctx context.Context, known memory, id string, into private.Writer) diag.Diagnostics {
	r.settings.Remember(rememberedAs(id), known)
	return known.write(ctx, into)
}

func (m memory) write(ctx context.Context, into private.Writer) diag.Diagnostics {
	return private.Keep(ctx, into, memoryKey, m)
}

// rememberedAs returns the key under which a credential is remembered. Applications are remembered under their IDs.
func rememberedAs(id string) string { return "credential " + id }

// of updates the memory with the current values of a credential.
func (m memory) of(c idp.Credential) memory {
	if c.CreatedAt != "" {
		m.CreatedAt = c.CreatedAt
	}
	return m
}

// complete adds values to a credential that are not in state.
func (m memory) complete(c idp.Credential) idp.Credential {
	c.CreatedAt = m.CreatedAt
	return c
}
