// Package private reads and writes private state, the part of a state that users do not see.
//
// Private state is a cache: without it, the provider sends an additional request or omits a warning, but loses no credential.
package private

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Reader reads private state.
type Reader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// Writer writes private state.
type Writer interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Recall returns the value stored under a key, or the zero value if it cannot be decoded.
func Recall[T any](ctx context.Context, from Reader, key string) (value T, diags diag.Diagnostics) {
	content, diags := from.GetKey(ctx, key)
	if len(content) > 0 && json.Unmarshal(content, &value) != nil {
		var none T
		value = none
	}
	return value, diags
}

// Keep stores a value under a key, as JSON.
func Keep(ctx context.Context, into Writer, key string, value any) (diags diag.Diagnostics) {
	content, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Cannot write the private state", err.Error()+". This is a bug in the provider; please report it.")
		return diags
	}
	return into.SetKey(ctx, key, content)
}
