package provided

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/provider/private"
)

// Memory is what a process remembers of applications and credentials from one configuration to the next. It takes the place of
// private state for engines that keep none; Terraform has private state, which comes first. The zero value is ready.
type Memory struct{ known sync.Map }

// Remember keeps something under the key of an application or a credential.
func (m *Memory) Remember(id string, known any) { m.known.Store(id, known) }

// Remembered returns what was kept, or nil.
func (m *Memory) Remembered(id string) any {
	known, _ := m.known.Load(id)
	return known
}

// Recall reads what the private state has under a key. Where it has nothing, the process may remember something under an ID, which
// is empty for an import: that begins anew. The process is nil until the provider is configured.
func Recall[T comparable](ctx context.Context, from private.Reader, key string, process Settings, id string) (T, diag.Diagnostics) {
	var none T
	known, diags := private.Recall[T](ctx, from, key)
	if known == none && id != "" && process != nil {
		known, _ = process.Remembered(id).(T)
	}
	return known, diags
}
