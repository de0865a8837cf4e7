package emulator

import (
	"maps"
	"net/http"
	"sync"
)

// Journal counts the requests that the platforms received, by operation, including those that failed. The zero value is
// ready to use, and a Journal is safe for concurrent use.
type Journal struct {
	mu     sync.Mutex
	counts map[string]int
}

// Total returns the number of requests since the start or the last Reset.
func (j *Journal) Total() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	total := 0
	for _, n := range j.counts {
		total += n
	}
	return total
}

// ByOperation returns a copy of the counts, such as {"keycard.create_application": 1}. Operations without requests are not
// in it.
func (j *Journal) ByOperation() map[string]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	counts := make(map[string]int, len(j.counts))
	maps.Copy(counts, j.counts)
	return counts
}

// Reset sets all counts to zero.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.counts = nil
}

func (j *Journal) count(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		j.add(operation)
		next.ServeHTTP(w, r)
	})
}

func (j *Journal) add(operation string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.counts == nil {
		j.counts = map[string]int{}
	}
	j.counts[operation]++
}
