package keycard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// body is a JSON object of a request, read field by field. What is wrong with it is collected, so that one answer
// names everything.
type body struct {
	path     string // of this object in the whole body, with a final dot
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

// text reads a string that cannot be null.
func (b *body) text(field string, into *string, rules ...rule) {
	raw, given := b.fields[field]
	if !given {
		return
	}
	var value *string
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		b.reject(field, "must be a string")
		return
	}
	if broken := firstBroken(*value, rules); broken != "" {
		b.reject(field, broken)
		return
	}
	*into = *value
}

// textPointer reads a string that can be unset, but not by null.
func (b *body) textPointer(field string, into **string, rules ...rule) {
	if _, given := b.fields[field]; !given {
		return
	}
	value := new(string)
	b.text(field, value, rules...)
	*into = value
}

// optionalText reads a string that null unsets, in any request.
func (b *body) optionalText(field string, into **string, rules ...rule) {
	if b.isNull(field) {
		*into = nil
		return
	}
	b.textPointer(field, into, rules...)
}

// list reads an array of strings; an empty one unsets.
func (b *body) list(field string, into *[]string, rules ...rule) {
	raw, given := b.fields[field]
	if !given {
		return
	}
	if b.clears(field) {
		*into = nil
		return
	}
	var values []*string
	if err := json.Unmarshal(raw, &values); err != nil || values == nil || slices.Contains(values, nil) {
		b.reject(field, "must be an array of strings")
		return
	}
	*into = nil
	for i, value := range values {
		if broken := firstBroken(*value, rules); broken != "" {
			b.reject(fmt.Sprintf("%s[%d]", field, i), broken)
		}
		*into = append(*into, *value)
	}
}

// object reads a nested object that has no other keys than the known ones.
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

// openObject reads a nested object that may have unknown keys, which mean nothing.
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

// flag reads a boolean that cannot be null.
func (b *body) flag(field string, into *bool) {
	raw, given := b.fields[field]
	if !given {
		return
	}
	var value *bool
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		b.reject(field, "must be true or false")
		return
	}
	*into = *value
}

// optionalFlag reads a boolean that null sets back to true in a patch.
func (b *body) optionalFlag(field string, into *bool) {
	if b.clears(field) {
		*into = true
		return
	}
	b.flag(field, into)
}

// number reads a whole number that null unsets in a patch.
func (b *body) number(field string, into **int, least, most int) {
	raw, given := b.fields[field]
	if !given {
		return
	}
	if b.clears(field) {
		*into = nil
		return
	}
	var value *int
	if err := json.Unmarshal(raw, &value); err != nil || value == nil || *value < least || *value > most {
		b.reject(field, fmt.Sprintf("must be a whole number from %d to %d", least, most))
		return
	}
	*into = value
}

// reference reads the ID of something else, which null unsets in a patch.
func (b *body) reference(field string, into **string) {
	if b.clears(field) {
		*into = nil
		return
	}
	b.textPointer(field, into, length(1, maxName))
}

// settings merges the known fields of a nested object into a copy of *into. In a patch, null unsets one or all of them.
func (b *body) settings(field string, into *map[string]any, known map[string]setting) {
	nested, ok := b.openObject(field)
	if !ok {
		return
	}
	if nested.null {
		*into = nil
		return
	}
	merged := maps.Clone(*into)
	if merged == nil {
		merged = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(nested.fields)) {
		check, ok := known[name]
		if !ok {
			continue
		}
		if nested.clears(name) {
			delete(merged, name)
			continue
		}
		var value any
		_ = json.Unmarshal(nested.fields[name], &value) // it is valid: the whole body was read before
		if broken := check(value); broken != "" {
			nested.reject(name, broken)
		}
		merged[name] = value
	}
	*into = merged
}
