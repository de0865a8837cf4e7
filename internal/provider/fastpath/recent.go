package fastpath

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// recent caches what Reads have confirmed, for the Plans of the same resources: Terraform plans a resource right after
// reading it, with the same bytes, so Plan need not decode them again. The zero value is ready to use.
type recent struct {
	mu    sync.Mutex
	known map[string]Known
}

const mostRecent = 64 // more than Terraform has in progress; without the limit, refreshes without plans would fill the cache

// keep adds an entry if there is private state. Without it, what the resource knows may change while the state stays the
// same.
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

// take returns and removes an entry; nil if there is none.
func (r *recent) take(state *tfprotov6.DynamicValue, private []byte) Known {
	key := recentKey(state, private)
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.known[key]
	delete(r.known, key)
	return known
}

// recentKey joins both parts. It is unambiguous, because the encoding of the state determines where the state ends.
func recentKey(state *tfprotov6.DynamicValue, private []byte) string {
	return string(state.MsgPack) + string(private)
}
