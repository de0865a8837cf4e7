package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

const memoryKey = "cred"

// memory is what the private state says of a credential.
type memory struct {
	CreatedAt   string `json:"at,omitempty"`
	Unconfirmed bool   `json:"open,omitempty"` // no read has confirmed the state: a difference that the next one finds is no drift
}

// recall reads what the private state says, or what this process remembers of the credential. An import begins anew.
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

// rememberedAs is the key of a credential. Applications are remembered by their IDs.
func rememberedAs(id string) string { return "credential " + id }

// of updates the memory with what is known of a credential now.
func (m memory) of(c idp.Credential) memory {
	if c.CreatedAt != "" {
		m.CreatedAt = c.CreatedAt
	}
	return m
}

// complete adds to a credential what the state does not show of it.
func (m memory) complete(c idp.Credential) idp.Credential {
	c.CreatedAt = m.CreatedAt
	return c
}
