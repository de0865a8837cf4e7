package main

import (
	"encoding/json"
	"reflect"
	"testing"
)

const stateContent = `{"version": 4, "resources": [
  {"type": "idp_application", "name": "from_0", "instances": [
    {"index_key": 0, "attributes": {"name": "a", "client_secret": "s", "zitadel": {"project_id": "1", "type": "api"}, "keycard": null},
     "sensitive_attributes": [[{"type": "get_attr", "value": "client_secret"}]], "identity": {"id": "1"}, "identity_schema_version": 0, "private": "cA=="},
    {"index_key": 1, "attributes": {"name": "b"}}
  ]},
  {"type": "idp_application", "name": "from_2", "instances": [{"index_key": 0, "attributes": {"name": "c"}}]}
]}`

func formatted(t *testing.T, size, per int, without ...string) map[string]any {
	t.Helper()
	s, err := parseState([]byte(stateContent))
	if err != nil {
		t.Fatal(err)
	}
	content, err := s.format(blocks(0, size, per), without)
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, string(content))
}

func decoded(t *testing.T, content string) (value map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(content), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestState_Format_RegroupsInstances(t *testing.T) {
	if got, want := formatted(t, 3, 2), decoded(t, stateContent); !reflect.DeepEqual(got, want) {
		t.Errorf("in the same blocks: got %v, want %v", got, want)
	}
	want := decoded(t, `{"version": 4, "resources": [{"type": "idp_application", "name": "from_0", "instances": [
	  {"index_key": 0, "attributes": {"name": "a"}, "private": "cA=="}, {"index_key": 1, "attributes": {"name": "b"}}, {"index_key": 2, "attributes": {"name": "c"}}
	]}]}`)
	if got := formatted(t, 3, 3, "client_secret", "zitadel", "keycard", identity); !reflect.DeepEqual(got, want) {
		t.Errorf("in one block: got %v, want %v", got, want)
	}
}

func TestState_AttributesInsideOfBlocks_AreRemoved(t *testing.T) {
	want := decoded(t, `{"version": 4, "resources": [{"type": "idp_application", "name": "from_0", "instances": [
	  {"index_key": 0, "attributes": {"name": "a", "client_secret": "s", "zitadel": {"type": "api"}, "keycard": null},
	   "identity": {"id": "1"}, "identity_schema_version": 0, "private": "cA=="}
	]}]}`)
	if got := formatted(t, 1, 1, "zitadel.project_id", "keycard.traits"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestState_Bytes_IncludeTheIndentationOfTheFile(t *testing.T) {
	s, err := parseState([]byte(`{"resources": [{"instances": [{"a": 1},   {"b": 123}  ]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.bytes(), len(`[{"a": 1},   {"b": 123}  ]`)/2; got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}
