package provider

import (
	"sync"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// firstPages are the first pages of scopes, each of which is fetched once for one Configure, whatever becomes of it. An apply
// plans each application once more right before it registers it, and its own writes end the use of what was listed.
type firstPages struct {
	mu    sync.Mutex
	pages map[idp.Scope]func() (idp.Page, error)
}

func (f *firstPages) of(scope idp.Scope, fetch func() (idp.Page, error)) (idp.Page, error) {
	f.mu.Lock()
	once, ok := f.pages[scope]
	if !ok {
		once = sync.OnceValues(fetch)
		f.pages[scope] = once
	}
	f.mu.Unlock()
	return once()
}
