package application_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Dependencies that were not managed are removed only after a plan has shown that.
func TestUpdate_DependenciesThatWereNotManaged_AreNotRemovedSilently(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	orders, _ := w.Keycard.Resource()
	other, err := w.Keycard.AddResource(map[string]any{"name": "Other", "identifier": "urn:other"})
	if err != nil {
		t.Fatal(err)
	}
	core := w.Core()
	apply := func(configuration attributes, want ...string) string {
		t.Helper()
		_, problems := core.Apply(t.Context(), life{}.at(w, configuration))
		has := slices.Collect(maps.Keys(w.Keycard.Dependencies(core.Text("id"))))
		slices.Sort(has)
		slices.Sort(want)
		if problems.Failed() || !slices.Equal(has, want) {
			t.Fatalf("depends on %v, not %v\n%s", has, want, problems)
		}
		return problems.String()
	}
	depending := agent(inKeycard(attributes{"dependency": []attributes{{"resource_id": "r"}}}))
	apply(agent())
	if err := w.Keycard.AddDependency(core.Text("id"), other); err != nil {
		t.Fatal(err)
	}
	apply(agent(attributes{"description": "left alone"}), other)
	if said := apply(depending, orders, other); !strings.Contains(said, "depends on resources that the configuration does not name: "+other) {
		t.Error(said)
	}
	if said := apply(depending, orders); !strings.Contains(said, `keycard.dependency: added "`+other) {
		t.Error(said)
	}
	apply(agent()) // without a block, the last one is removed
	if problems := core.Destroy(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}
