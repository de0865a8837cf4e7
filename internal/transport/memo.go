package transport

import "sync"

// Memo remembers what a platform says of itself, such as where its endpoints are. The zero value is ready, and safe for
// use by many goroutines at once.
type Memo[V any] struct {
	mu    sync.Mutex
	known map[string]V
}

// Get returns what is known, or asks. A failure is not remembered. Those who ask at the same time all ask.
func (m *Memo[V]) Get(key string, ask func() (V, error)) (V, error) {
	m.mu.Lock()
	value, ok := m.known[key]
	m.mu.Unlock()
	if ok {
		return value, nil
	}
	value, err := ask()
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[string]V{}
	}
	m.known[key] = value
	return value, nil
}
