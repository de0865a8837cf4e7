package provided

import "sync"

// Causes records which causes of errors have been explained since the provider was configured. The zero value is ready to
// use.
type Causes struct{ known sync.Map }

// First reports whether this is the first call for this cause.
func (c *Causes) First(cause string) bool {
	_, known := c.known.LoadOrStore(cause, true)
	return !known
}
