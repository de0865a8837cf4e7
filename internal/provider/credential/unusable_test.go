package credential_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ZITADEL confirms a key that its reads never show, so it may refuse clients that use it. Nothing may depend on it.
func TestCreate_KeyNeverShownAndNotRemovable_IsReplaced(t *testing.T) {
	for owner, create := range map[string]func(w *acctest.World) (idp.Registration, config, string){
		"app": func(w *acctest.World) (idp.Registration, config, string) {
			wanted := w.Registrations()["zitadel"]
			wanted.AuthMethod = idp.PrivateKeyJWT
			return wanted, config{"project_id": w.ZITADEL.ProjectID()}, "app_key"
		},
		"service account": func(*acctest.World) (idp.Registration, config, string) {
			return idp.Registration{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "worker", AuthMethod: idp.PrivateKeyJWT}, config{}, "machine_key"
		},
	} {
		t.Run(owner, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(w.RemoveAll)
			wanted, scope, kind := create(w)
			app := w.Register("zitadel", wanted)
			core, config := w.CoreOf("idp_application_credential"), zitadel(scope, config{})
			config["application_id"] = app.ID
			w.Fault(fault.Fault{Operation: "zitadel.create_" + kind, Kind: fault.LostRead})
			w.Fault(fault.Fault{Operation: "zitadel.delete_" + kind, Kind: fault.Status, Status: 403, Times: 2})

			_, problems := core.Apply(t.Context(), config)
			dead := core.Text("id")
			if !problems.Failed() || !core.Tainted() || dead == "" || core.Text("key", "file") != "" {
				t.Errorf("state has %q, tainted: %t\n%s", dead, core.Tainted(), problems)
			}
			_, problems = core.Apply(t.Context(), config)
			if there := keysOf(w, app.ID); problems.Failed() || len(there) != 1 || there[0] == dead || core.Text("id") != there[0] {
				t.Errorf("state has %s; there are %v\n%s", core.Text("id"), there, problems)
			}
		})
	}
}

// keysOf returns the IDs of an application's keys on the platform.
func keysOf(w *acctest.World, applicationID string) (ids []string) {
	for _, app := range w.Applications()["zitadel"] {
		if app["id"] == applicationID {
			ids, _ = app["keys"].([]string)
		}
	}
	return ids
}
