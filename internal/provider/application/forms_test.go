package application_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

const (
	nfc = "Caf\u00e9"
	nfd = "Cafe\u0301"
)

// texts are the attributes whose normalization form a platform or an editor can change.
var texts = map[string]string{"zitadel": "name", "keycard": "description", "lerian": "description"}

func TestText_StoredInAnotherForm_IsNoDrift(t *testing.T) {
	for platform, name := range texts {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core, config := coreOf(t, w), simple(w, platform, attributes{name: nfc})
			core.apply(config)
			w.Drift(platform, attributes{name: nfd})
			changed, problems := core.Apply(t.Context(), config)
			if changed || len(problems) > 0 {
				t.Errorf("changed: %t\n%s", changed, problems)
			}
			core.expectWorking(w, platform)
		})
	}
}

// The configuration may be written in another form than the imported application, which is then neither replaced nor changed.
func TestText_ImportedInAnotherForm_IsKept(t *testing.T) {
	for platform, name := range texts {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core, config := coreOf(t, w), simple(w, platform, attributes{name: nfc})
			core.apply(config)
			w.Drift(platform, attributes{name: nfd})
			id := w.ID(platform)
			if problems := core.Import(t.Context(), importIDOf(w, platform, id)); problems.Failed() {
				t.Fatal(problems)
			}
			core.apply(config)
			if w.ID(platform) != id || w.Only(platform)[name] != nfd || core.Text(name) != nfc {
				t.Errorf("application %s was %s; %q is %q in state", w.ID(platform), id, w.Only(platform)[name], core.Text(name))
			}
		})
	}
}
