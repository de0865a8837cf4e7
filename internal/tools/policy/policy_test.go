// Package policy tests the policy of the guide "Policy" with Open Policy Agent, which is not a dependency of the provider.
package policy

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/open-policy-agent/opa/v1/rego"
)

// denied returns the policy's messages about a plan in the format of terraform show -json.
func denied(t *testing.T, file string) (messages []string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var plan any
	if err := json.Unmarshal(content, &plan); err != nil {
		t.Fatal(err)
	}
	results, err := rego.New(
		rego.Query(query(t)), rego.Load([]string{"../../../examples/guides/policy/idp.rego"}, nil), rego.Input(plan), rego.StrictBuiltinErrors(true),
	).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range results { // with --fail-defined, a result makes the guide's command fail
		messages = append(messages, fmt.Sprint(result.Bindings["message"]))
	}
	return messages
}

// query returns the query in the guide's command.
func query(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../../templates/guides/policy.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`opa eval --fail-defined .*--data idp\.rego --input plan\.json '(.+)'`).FindSubmatch(guide)
	if command == nil {
		t.Fatal("the guide has no command")
	}
	return string(command[1])
}

func TestPolicy(t *testing.T) {
	for file, want := range map[string][]string{
		"testdata/denied.json": {
			"idp_application.plain: set secret.recipients, so that the state has no client secret in plain text",
			"idp_application.protected: first set deletion_protection = false in a separate change",
			"idp_application.undecided: set secret.recipients, so that the state has no client secret in plain text",
		},
		"testdata/allowed.json": nil,
	} {
		if got := denied(t, file); !slices.Equal(got, want) {
			t.Errorf("%s: denied %q, want %q", file, got, want)
		}
	}
}
