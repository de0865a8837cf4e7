package keycard

import (
	"slices"
	"strings"
)

// row is an immutable record: a change stores a copy under the same key.
type row interface {
	comparable
	key() string
	inZone(id string) bool
	place() int        // in creation order
	shortName() string // its slug
}

// table stores rows in creation order, and the rows before its latest write.
type table[T row] struct {
	rows   []T
	before []T // may share memory with rows, which is safe because neither is changed below its length
	byKey  map[string]T
}

// find returns the row with this key, if it is in the zone.
func (t *table[T]) find(zone, key string) (T, bool) {
	found, ok := t.byKey[key]
	if !ok || !found.inZone(zone) {
		var none T
		return none, false
	}
	return found, true
}

// put adds the row, or replaces the one with its key.
func (t *table[T]) put(r T) {
	t.before = t.rows
	if old, ok := t.byKey[r.key()]; ok {
		t.rows = slices.Clone(t.rows)
		t.rows[slices.Index(t.rows, old)] = r
	} else {
		t.rows = append(t.rows, r)
	}
	if t.byKey == nil {
		t.byKey = map[string]T{}
	}
	t.byKey[r.key()] = r
}

// settle makes stale lists show the current rows.
func (t *table[T]) settle() { t.before = t.rows }

// remove deletes rows, as one write.
func (t *table[T]) remove(gone ...T) {
	if len(gone) == 0 {
		return
	}
	t.before = t.rows
	t.rows = slices.DeleteFunc(slices.Clone(t.rows), func(r T) bool { return slices.Contains(gone, r) })
	for _, r := range gone {
		delete(t.byKey, r.key())
	}
}

// list returns the matching rows of a zone; a stale list shows them as before the latest write.
func (t *table[T]) list(zone string, stale bool, match func(T) bool) []T {
	from := t.rows
	if stale {
		from = t.before
	}
	var listed []T
	for _, r := range from {
		if r.inZone(zone) && match(r) {
			listed = append(listed, r)
		}
	}
	return listed
}

// any reports whether a row of the zone matches.
func (t *table[T]) any(zone string, match func(T) bool) bool {
	return slices.ContainsFunc(t.rows, func(r T) bool { return r.inZone(zone) && match(r) })
}

// freeSlug returns the wanted slug, or base with the lowest suffix from -2 on that is unused in the zone.
func (t *table[T]) freeSlug(zone, wanted, base string) string {
	taken := map[string]bool{}
	for _, r := range t.rows {
		if r.inZone(zone) && strings.HasPrefix(r.shortName(), cut(base, maxSlug/2)) {
			taken[r.shortName()] = true
		}
	}
	for n := 2; taken[wanted]; n++ {
		wanted = suffixed(base, n)
	}
	return wanted
}
