package credential_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ZITADEL confirms a key that its reads never show, so it may refuse clients that use it. Nothing may depend on it, and it is
// not forgotten.
func TestCreate_KeyThatCannotBeUsedNorRemoved_IsReplaced(t *testing.T) {
	for owner, row := range map[string]struct {
		create, revoke string
		register       func(*acctest.World) (idp.Registration, config)
	}{
		"application": {"zitadel.create_app_key", "zitadel.delete_app_key", func(w *acctest.World) (idp.Registration, config) {
			wanted := w.Registrations()["zitadel"]
			wanted.AuthMethod = idp.PrivateKeyJWT
			return wanted, zitadel(config{"project_id": w.ZITADEL.ProjectID()}, config{})
		}},
		"service account": {"zitadel.create_machine_key", "zitadel.delete_machine_key", func(*acctest.World) (idp.Registration, config) {
			return idp.Registration{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "worker", AuthMethod: idp.PrivateKeyJWT}, zitadel(config{}, config{})
		}},
	} {
		t.Run(owner, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core := w.CoreOf("idp_application_credential")
			wanted, config := row.register(w)
			config["application_id"] = w.Register("zitadel", wanted).ID
			w.Fault(fault.Fault{Operation: row.create, Kind: fault.LostRead})
			w.Fault(fault.Fault{Operation: row.revoke, Kind: fault.Status, Status: 403, Times: 2})
			_, problems := core.Apply(t.Context(), config)
			useless := core.Text("id")
			if !problems.Failed() || !core.Tainted() || useless == "" || core.Text("key", "file") != "" {
				t.Errorf("state has %q, tainted: %t\n%s", useless, core.Tainted(), problems)
			}
			_, problems = core.Apply(t.Context(), config)
			there, _ := w.Only("zitadel")["keys"].([]string)
			if problems.Failed() || len(there) != 1 || there[0] == useless || core.Text("id") != there[0] {
				t.Errorf("state has %s; there are %v\n%s", core.Text("id"), there, problems)
			}
		})
	}
}
