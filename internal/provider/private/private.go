// Package private reads and writes the part of a state that users do not see.
//
// It is a cache: an engine that keeps no private state loses a request or a warning by it, never a credential.
package private

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Reader is a private state, for reading.
type Reader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// Writer is a private state, for writing.
type Writer interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Recall reads what is kept under a key. What cannot be read is as good as nothing.
func Recall[T any](ctx context.Context, from Reader, key string) (value T, diags diag.Diagnostics) {
	content, diags := from.GetKey(ctx, key)
	if len(content) > 0 && json.Unmarshal(content, &value) != nil {
		var none T
		value = none
	}
	return value, diags
}

// Keep writes a value under a key, as JSON.
func Keep(ctx context.Context, into Writer, key string, value any) (diags diag.Diagnostics) {
	content, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Cannot write the private state", err.Error()+". This is a bug in the provider; please report it.")
		return diags
	}
	return into.SetKey(ctx, key, content)
}
