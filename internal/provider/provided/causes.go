package provided

import "sync"

// Causes remembers which causes of errors were explained since the provider was configured. The zero value has none.
type Causes struct{ known sync.Map }

// First reports whether nobody asked for this cause before.
func (c *Causes) First(cause string) bool {
	_, known := c.known.LoadOrStore(cause, true)
	return !known
}
