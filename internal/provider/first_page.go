package provider

import (
	"sync"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// firstPages fetches the first page of each scope once per Configure, and keeps the result even if the fetch failed. An apply
// needs it as well: Terraform plans each application again right before it is registered, the first ones before any change.
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
