package fastpath

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// recent is what Reads have confirmed, for the Plans of the same resources: Terraform makes one right after the other, with the
// same bytes, and need not have them decoded again. The zero value is ready.
type recent struct {
	mu    sync.Mutex
	known map[string]Known
}

const mostRecent = 64 // more than Terraform has under way; a refresh without plans would keep everything

// keep keeps nothing without private state: engines that have none leave it to the resource to remember it.
func (r *recent) keep(state *tfprotov6.DynamicValue, private []byte, known Known) {
	if len(private) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) == mostRecent {
		r.known = map[string]Known{}
	}
	r.known[recentKey(state, private)] = known
}

// take returns what was kept, once.
func (r *recent) take(state *tfprotov6.DynamicValue, private []byte) Known {
	key := recentKey(state, private)
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.known[key]
	delete(r.known, key)
	return known
}

// recentKey is both parts: where the first one ends is written in it.
func recentKey(state *tfprotov6.DynamicValue, private []byte) string {
	return string(state.MsgPack) + string(private)
}
