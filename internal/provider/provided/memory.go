package provided

import "sync"

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
