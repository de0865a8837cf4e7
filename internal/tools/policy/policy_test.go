// Package policy tests the policy of the guide "Policy" with Open Policy Agent, which is not a dependency of the provider.
package policy

import (
	"encoding/json"
	"fmt"
	"os"
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
		rego.Query("data.idp.deny"), rego.Load([]string{"../../../examples/guides/policy/idp.rego"}, nil), rego.Input(plan), rego.StrictBuiltinErrors(true),
	).Eval(t.Context())
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	set, _ := results[0].Expressions[0].Value.([]any)
	for _, message := range set {
		messages = append(messages, fmt.Sprint(message))
	}
	return messages
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
