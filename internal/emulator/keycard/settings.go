package keycard

import (
	"encoding/json"
	"maps"
	"slices"
)

// setting returns what is wrong with a value of any type, or "".
type setting func(value any) string

func uriSetting(value any) string {
	text, ok := value.(string)
	if !ok {
		return "must be a string"
	}
	return uri(text)
}

func textSetting(value any) string {
	if _, ok := value.(string); !ok {
		return "must be a string"
	}
	return ""
}

func flagSetting(value any) string {
	if _, ok := value.(bool); !ok {
		return "must be true or false"
	}
	return ""
}

func textsSetting(value any) string {
	list, ok := value.([]any)
	if !ok || slices.ContainsFunc(list, func(item any) bool { return textSetting(item) != "" }) {
		return "must be an array of strings"
	}
	return ""
}

func textMapSetting(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return "must be an object of strings"
	}
	for _, item := range object {
		if textSetting(item) != "" {
			return "must be an object of strings"
		}
	}
	return ""
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
		_ = json.Unmarshal(nested.fields[name], &value) // valid JSON: the whole body was decoded before
		if broken := check(value); broken != "" {
			nested.reject(name, broken)
		}
		merged[name] = value
	}
	*into = merged
}
