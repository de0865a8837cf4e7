package provided

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
)

// Memory is what a process remembers about applications and credentials from one configuration of the provider to the next.
// It replaces private state for engines without it. Where there is private state, as in Terraform, it takes precedence. The
// zero value is ready to use.
type Memory struct{ known sync.Map }

// Remember stores a value under the key of an application or a credential.
func (m *Memory) Remember(id string, known any) { m.known.Store(id, known) }

// Remembered returns the stored value, or nil.
func (m *Memory) Remembered(id string) any {
	known, _ := m.known.Load(id)
	return known
}

// Recall returns the value that private state has under a key. If it has none, Recall returns what the process remembers
// under id, which is empty for an import, since an import starts without memory. The process is nil until the provider is
// configured.
func Recall[T comparable](ctx context.Context, from private.Reader, key string, process Settings, id string) (T, diag.Diagnostics) {
	var none T
	known, diags := private.Recall[T](ctx, from, key)
	if known == none && id != "" && process != nil {
		known, _ = process.Remembered(id).(T)
	}
	return known, diags
}
