package provider_test

import (
	"encoding/json"
	"testing"
)

// document looks for secrets in a JSON plan or state, except in values marked as sensitive.
func (c *canaries) document(t *testing.T, what, text string) {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatalf("the %s is no JSON: %v", what, err)
	}
	hideVariables(document)
	hidden := 0
	hide(document, &hidden)
	if hidden == 0 {
		t.Errorf("the %s marks nothing as sensitive", what)
	}
	rest, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	c.absent(t, "the "+what+" in JSON", string(rest))
}

// hide masks and counts the values that are marked as sensitive.
func hide(value any, hidden *int) {
	switch v := value.(type) {
	case map[string]any:
		for values, marks := range map[string]string{"values": "sensitive_values", "before": "before_sensitive", "after": "after_sensitive"} {
			if marks, ok := v[marks]; ok {
				v[values] = masked(v[values], marks, hidden)
			}
		}
		for _, member := range v {
			hide(member, hidden)
		}
	case []any:
		for _, member := range v {
			hide(member, hidden)
		}
	}
}

func masked(value, marks any, hidden *int) any {
	switch m := marks.(type) {
	case bool:
		if m {
			*hidden++
			return "(sensitive)"
		}
	case map[string]any:
		if object, ok := value.(map[string]any); ok {
			for name, mark := range m {
				object[name] = masked(object[name], mark, hidden)
			}
		}
	case []any:
		if list, ok := value.([]any); ok && len(list) == len(m) {
			for i, mark := range m {
				list[i] = masked(list[i], mark, hidden)
			}
		}
	}
	return value
}

// hideVariables removes the values of variables that the configuration declares as sensitive.
func hideVariables(document map[string]any) {
	configuration, _ := document["configuration"].(map[string]any)
	module, _ := configuration["root_module"].(map[string]any)
	declared, _ := module["variables"].(map[string]any)
	values, _ := document["variables"].(map[string]any)
	for name, declaration := range declared {
		if d, ok := declaration.(map[string]any); ok && d["sensitive"] == true {
			delete(values, name)
		}
	}
}
