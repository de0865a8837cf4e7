package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
)

const memoryKey = "cred"

// memory is what the private state says of a credential.
type memory struct {
	CreatedAt   string `json:"at,omitempty"`
	Unconfirmed bool   `json:"open,omitempty"` // no read has confirmed the state: a difference that the next one finds is no drift
}

func recall(ctx context.Context, from private.Reader) (memory, diag.Diagnostics) {
	return private.Recall[memory](ctx, from, memoryKey)
}

func (m memory) keep(ctx context.Context, into private.Writer) diag.Diagnostics {
	return private.Keep(ctx, into, memoryKey, m)
}

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
