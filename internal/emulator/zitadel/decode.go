package zitadel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// field is one member of a request, and the position of its value.
type field struct {
	raw    json.RawMessage
	offset int
}

// message is a request decoded by the rules of protojson: names in lowerCamelCase or snake_case, unknown members ignored,
// null treated as absent, 64-bit numbers also as strings, enums by name or number.
type message struct {
	fields map[string]field
	body   []byte // the whole body, for positions in errors
}

// decode decodes a body; an empty one is the empty message.
func decode(body []byte) (message, error) {
	var raw json.RawMessage
	err := json.NewDecoder(bytes.NewReader(body)).Decode(&raw)
	if errors.Is(err, io.EOF) {
		return message{}, nil
	}
	if err != nil {
		return message{}, err
	}
	return object(body, raw, bytes.Index(body, raw))
}

// object decodes the object at an offset of the body; raw is known to be valid JSON.
func object(body []byte, raw json.RawMessage, offset int) (message, error) {
	m := message{fields: map[string]field{}, body: body}
	if raw[0] != '{' {
		return m, fmt.Errorf("proto: syntax error (%s): unexpected token %s", position(body, offset), raw)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if _, err := decoder.Token(); err != nil {
		return m, err
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return m, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return m, err
		}
		if name, ok := key.(string); ok && string(value) != "null" {
			m.fields[lowerCamel(name)] = field{raw: value, offset: offset + int(decoder.InputOffset()) - len(value)}
		}
	}
	return m, nil
}

func lowerCamel(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

func position(body []byte, offset int) string {
	before := body[:max(offset, 0)]
	return fmt.Sprintf("line %d:%d", bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n'))
}

func (m message) invalid(kind, name string) error { return m.invalidValue(kind, name, m.fields[name]) }

func (m message) invalidValue(kind, name string, f field) error {
	return fmt.Errorf("proto: (%s): invalid value for %s field %s: %s", position(m.body, f.offset), kind, name, f.raw)
}

func (m message) text(name string) (string, error) {
	f, ok := m.fields[name]
	if !ok {
		return "", nil
	}
	var text string
	if json.Unmarshal(f.raw, &text) != nil {
		return "", m.invalid("string", name)
	}
	return text, nil
}

// enum returns the number of an enum value. An undefined name is ignored like an unknown member, and so gives the zero
// value; an undefined number is returned, for validation to reject.
func (m message) enum(name string, names []string) (int, error) {
	f, ok := m.fields[name]
	if !ok {
		return 0, nil
	}
	var text string
	if json.Unmarshal(f.raw, &text) == nil {
		return max(slices.Index(names, text), 0), nil
	}
	var number int32
	if json.Unmarshal(f.raw, &number) != nil {
		return 0, m.invalid("enum", name)
	}
	return int(number), nil
}

func (m message) number(name string) (uint64, error) {
	f, ok := m.fields[name]
	if !ok {
		return 0, nil
	}
	number, err := strconv.ParseUint(strings.Trim(string(f.raw), `"`), 10, 64)
	if err != nil {
		return 0, m.invalid("uint64", name)
	}
	return number, nil
}

func (m message) flag(name string) (bool, error) {
	f, ok := m.fields[name]
	if !ok {
		return false, nil
	}
	var value bool
	if json.Unmarshal(f.raw, &value) != nil {
		return false, m.invalid("bool", name)
	}
	return value, nil
}

func (m message) child(name string) (message, error) {
	f, ok := m.fields[name]
	if !ok {
		return message{}, nil
	}
	return object(m.body, f.raw, f.offset)
}

func (m message) children(name string) ([]message, error) {
	items, err := m.items(name)
	if err != nil {
		return nil, err
	}
	list := make([]message, 0, len(items))
	for _, item := range items {
		element, err := object(m.body, item.raw, item.offset)
		if err != nil {
			return nil, err
		}
		list = append(list, element)
	}
	return list, nil
}
