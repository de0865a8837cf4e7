package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// A deposed application is in state under a key only, and two applications can have the same name: errors name the ID.
func TestErrors_OfARegisteredApplication_NameItsID(t *testing.T) {
	for _, c := range []struct{ platform, operation, fails string }{
		{"zitadel", "read", "zitadel.get_app"},
		{"zitadel", "update", "zitadel.update_app"},
		{"zitadel", "delete", "zitadel.delete_app"},
		{"keycard", "read", "keycard.get_application"},
		{"keycard", "update", "keycard.update_application"},
		{"keycard", "delete", "keycard.delete_application"},
		{"lerian", "delete", "lerian.delete_application"},
	} {
		t.Run(c.platform+" "+c.operation, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Env["IDP_REFRESH"] = "individual"
			core := coreOf(t, w)
			config := simple(w, c.platform)
			core.apply(config)
			w.Fault(fault.Fault{Operation: c.fails, Kind: fault.Status, Status: 403, Times: 99})
			var problems acctest.Problems
			switch c.operation {
			case "read":
				problems = core.Refresh(t.Context())
			case "update":
				_, problems = core.Apply(t.Context(), and(config, attributes{"name": "renamed"}))
			default:
				problems = core.Destroy(t.Context())
			}
			want := fmt.Sprintf("The provider cannot %s application %q at %s (ID %s).", c.operation, config["name"],
				map[string]string{"zitadel": "ZITADEL", "keycard": "Keycard", "lerian": "Lerian"}[c.platform], w.ID(c.platform))
			if c.operation == "update" {
				want = strings.Replace(want, config["name"].(string), "renamed", 1)
			}
			if !strings.Contains(problems.String(), want) {
				t.Errorf("does not say %q: %s", want, problems)
			}
		})
	}
}
