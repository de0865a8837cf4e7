package transport

import "sync"

// Memo caches facts about a platform, such as its endpoints. The zero value is ready to use. It is safe for concurrent use.
type Memo[V any] struct {
	mu    sync.Mutex
	known map[string]V
}

// Get returns the cached value, or calls ask and caches its result. Errors are not cached. Concurrent callers may each call
// ask.
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
