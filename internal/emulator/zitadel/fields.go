package zitadel

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// has reports whether the message has the field, even with an empty value.
func (m message) has(name string) bool {
	_, ok := m.fields[name]
	return ok
}

// items returns the elements of a list.
func (m message) items(name string) ([]field, error) {
	f, ok := m.fields[name]
	if !ok {
		return nil, nil
	}
	var raw []json.RawMessage
	if json.Unmarshal(f.raw, &raw) != nil {
		return nil, fmt.Errorf("proto: syntax error (%s): unexpected token %s", position(m.body, f.offset), f.raw)
	}
	list := make([]field, 0, len(raw))
	offset := 0
	for _, item := range raw {
		offset += strings.Index(string(f.raw[offset:]), string(item))
		list = append(list, field{raw: item, offset: f.offset + offset})
		offset += len(item)
	}
	return list, nil
}

func (m message) texts(name string) ([]string, error) {
	items, err := m.items(name)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, item := range items {
		var text string
		if json.Unmarshal(item.raw, &text) != nil {
			return nil, m.invalidValue("string", name, item)
		}
		list = append(list, text)
	}
	return list, nil
}

// enums ignores names that are not defined, as enum does.
func (m message) enums(name string, names []string) ([]int, error) {
	items, err := m.items(name)
	if err != nil {
		return nil, err
	}
	var list []int
	for _, item := range items {
		var text string
		var number int32
		switch {
		case json.Unmarshal(item.raw, &text) == nil:
			if i := slices.Index(names, text); i >= 0 {
				list = append(list, i)
			}
		case json.Unmarshal(item.raw, &number) == nil:
			list = append(list, int(number))
		default:
			return nil, m.invalidValue("enum", name, item)
		}
	}
	return list, nil
}

var durationForm = regexp.MustCompile(`^-?\d{1,12}(\.\d{1,9})?s$`)

func (m message) duration(name string) (time.Duration, error) {
	text, err := m.text(name)
	if err != nil || !m.has(name) {
		return 0, err
	}
	value, err := time.ParseDuration(text)
	if err != nil || !durationForm.MatchString(text) {
		return 0, m.invalidMessage("Duration", name)
	}
	return value, nil
}

// instant returns a time, the zero time if the field is absent.
func (m message) instant(name string) (time.Time, error) {
	text, err := m.text(name)
	if err != nil || !m.has(name) {
		return time.Time{}, err
	}
	value, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, m.invalidMessage("Timestamp", name)
	}
	return value, nil
}

// bytes accepts both alphabets of base64, with or without padding.
func (m message) bytes(name string) ([]byte, error) {
	text, err := m.text(name)
	if err != nil {
		return nil, err
	}
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	value, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, m.invalid("bytes", name)
	}
	return value, nil
}

func (m message) invalidMessage(kind, name string) error {
	f := m.fields[name]
	return fmt.Errorf("proto: (%s): invalid google.protobuf.%s value %s", position(m.body, f.offset), kind, f.raw)
}
