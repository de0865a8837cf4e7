package provided

import "sync"

// Managed records the applications that a run has in state, as far as Terraform has shown them since the provider was
// configured. The zero value is ready to use.
type Managed struct {
	mu  sync.Mutex
	ids map[string]bool
}

// Manage records the ID of an application in state.
func (m *Managed) Manage(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ids == nil {
		m.ids = map[string]bool{}
	}
	m.ids[id] = true
}

// Manages reports whether an application is known to be in state.
func (m *Managed) Manages(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ids[id]
}
