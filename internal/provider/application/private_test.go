package application_test

import (
	"encoding/json"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// privateOf returns the private state of the only application in state.
func privateOf(t *testing.T, cli *acctest.Workspace) map[string]any {
	t.Helper()
	var pulled struct {
		Resources []struct {
			Type      string
			Instances []struct{ Private []byte }
		}
	}
	if err := json.Unmarshal([]byte(cli.Must("state", "pull")), &pulled); err != nil {
		t.Fatal(err)
	}
	var said map[string]any
	for _, r := range pulled.Resources {
		if r.Type != "idp_application" {
			continue
		}
		var keys map[string][]byte
		if err := json.Unmarshal(r.Instances[0].Private, &keys); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(keys["app"], &said); err != nil {
			t.Fatal(err)
		}
	}
	return said
}

// forgetPrivate clears the private state, as with an engine that has none.
func forgetPrivate(t *testing.T, cli *acctest.Workspace) {
	t.Helper()
	const file = "terraform.tfstate"
	var state map[string]any
	if err := json.Unmarshal([]byte(cli.Read(file)), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state["resources"].([]any) {
		for _, instance := range r.(map[string]any)["instances"].([]any) {
			delete(instance.(map[string]any), "private")
		}
	}
	content, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	cli.Write(file, string(content))
}
