package application

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// A state that was moved from a credential of Keycard's provider has no name yet. If its application no longer exists, it is
// removed from state like any other, so that the next apply registers it.
func TestNeverConfirmed_IsTrueOnlyForImports(t *testing.T) {
	scope := idp.Scope{ZoneID: "z"}
	for name, c := range map[string]struct {
		known idp.Application
		want  bool
	}{
		"import":           {idp.Application{ID: "a", Registration: idp.Registration{Scope: scope}}, true},
		"moved credential": {idp.Application{ID: "a", CredentialID: "c", Registration: idp.Registration{Scope: scope, AuthMethod: idp.ClientSecretBasic}}, false},
		"moved":            {idp.Application{ID: "a", Registration: idp.Registration{Scope: scope, Name: "n"}}, false},
		"in state":         {idp.Application{ID: "a", Registration: idp.Registration{Scope: scope, Name: "n", AuthMethod: idp.NoAuth}}, false},
	} {
		if got := (target{Application: c.known}).neverConfirmed(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
