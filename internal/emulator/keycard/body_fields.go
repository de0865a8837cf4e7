package keycard

import (
	"encoding/json"
	"fmt"
	"slices"
)

// text reads a string that must not be null.
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

// textPointer reads a string that can be unset, but not with null.
func (b *body) textPointer(field string, into **string, rules ...rule) {
	if _, given := b.fields[field]; !given {
		return
	}
	value := new(string)
	b.text(field, value, rules...)
	*into = value
}

// optionalText reads a string that null unsets in any request.
func (b *body) optionalText(field string, into **string, rules ...rule) {
	if b.isNull(field) {
		*into = nil
		return
	}
	b.textPointer(field, into, rules...)
}

// list reads an array of strings; an empty one unsets it.
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

// flag reads a boolean that must not be null.
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

// optionalFlag reads a boolean that null resets to true in a patch.
func (b *body) optionalFlag(field string, into *bool) {
	if b.clears(field) {
		*into = true
		return
	}
	b.flag(field, into)
}

// number reads an integer that null unsets in a patch.
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

// reference reads the ID of another object, which null unsets in a patch.
func (b *body) reference(field string, into **string) {
	if b.clears(field) {
		*into = nil
		return
	}
	b.textPointer(field, into, length(1, maxName))
}
