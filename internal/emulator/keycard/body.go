package keycard

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// body is a JSON object of a request, read field by field. It collects all errors, so that one response names them all.
type body struct {
	path     string // of this object in the whole body, with a trailing dot
	fields   map[string]json.RawMessage
	null     bool // the object itself was null
	patch    bool // null clears a field
	problems *[]detail
}

func newBody(raw []byte, patch bool) (*body, error) {
	if !json.Valid(raw) {
		return nil, unreadable()
	}
	b := &body{patch: patch, problems: new([]detail)}
	if err := json.Unmarshal(raw, &b.fields); err != nil || b.fields == nil {
		return nil, badRequest("The body must be a JSON object")
	}
	return b, nil
}

func (b *body) err() error {
	if len(*b.problems) == 0 {
		return nil
	}
	return invalid(*b.problems)
}

func (b *body) reject(field, message string) {
	*b.problems = append(*b.problems, detail{Field: b.path + field, Message: message})
}

func (b *body) require(fields ...string) {
	for _, field := range fields {
		if _, given := b.fields[field]; !given {
			b.reject(field, "is required")
		}
	}
}

func (b *body) isNull(field string) bool { return bytes.Equal(b.fields[field], []byte("null")) }

// clears reports whether a patch unsets the field.
func (b *body) clears(field string) bool { return b.patch && b.isNull(field) }

// object reads a nested object that may only have the known keys.
func (b *body) object(field string, known ...string) (*body, bool) {
	nested, ok := b.openObject(field)
	if !ok {
		return nil, false
	}
	for _, name := range slices.Sorted(maps.Keys(nested.fields)) {
		if !slices.Contains(known, name) {
			nested.reject(name, "is not a known field")
		}
	}
	return nested, true
}

// openObject reads a nested object and ignores unknown keys.
func (b *body) openObject(field string) (*body, bool) {
	raw, given := b.fields[field]
	if !given {
		return nil, false
	}
	nested := &body{path: b.path + field + ".", patch: b.patch, problems: b.problems, null: b.clears(field)}
	if nested.null {
		return nested, true
	}
	if err := json.Unmarshal(raw, &nested.fields); err != nil || nested.fields == nil {
		b.reject(field, "must be an object")
		return nil, false
	}
	return nested, true
}
