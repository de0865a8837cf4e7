package provided

import "sync"

// Causes remembers which causes of errors were explained since the provider was configured. The zero value has none.
type Causes struct{ known sync.Map }

// First reports whether this is the first call for this cause.
func (c *Causes) First(cause string) bool {
	_, known := c.known.LoadOrStore(cause, true)
	return !known
}
