package application_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Private state is a cache. Without it, no secret is created again, and none is left behind.
func TestPrivateState_Lost_PlansNothingAndLeavesNoOrphans(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(config(w))
			cli.Must("apply")
			forgetPrivate(t, cli)
			if said := warnings(t, cli, "plan", "-detailed-exitcode"); said != "" {
				t.Errorf("warned: %s", said)
			}
			cli.Must("destroy", "-refresh=false")
			if n := len(w.Applications()[platform]); n != 0 {
				t.Errorf("%d applications are left", n)
			}
		})
	}
}

// Changes that create or revoke credentials first read which ones exist.
func TestPrivateState_Lost_StillRevokesCredentials(t *testing.T) {
	for name, c := range map[string]struct {
		after func(w *acctest.World) string
		live  int
	}{
		"rotation":          {func(w *acctest.World) string { return keycardConfig(w, "keep_previous_credential = true", rotated(3)) }, 2},
		"end of an overlap": {func(w *acctest.World) string { return keycardConfig(w, "", rotated(2)) }, 1},
		"no authentication": {func(w *acctest.World) string { return keycardConfig(w, "", `auth_method = "none"`) }, 0},
	} {
		for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
			t.Run(name+" "+refresh, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				cli := w.Workspace(keycardConfig(w, "keep_previous_credential = true", rotated(1)))
				cli.Must("apply")
				cli.Write("main.tf", keycardConfig(w, "keep_previous_credential = true", rotated(2)))
				cli.Must("apply")
				forgetPrivate(t, cli)
				cli.Write("main.tf", c.after(w))
				cli.Must("apply", refresh)
				if n := w.Only("keycard")["credentials"]; n != c.live {
					t.Errorf("Keycard has %v credentials, not %d", n, c.live)
				}
				cli.Must("plan", "-detailed-exitcode")
				cli.Must("destroy")
			})
		}
	}
}

// Terraform passes no private state when it deletes a tainted application.
func TestDelete_TaintedApplication_RevokesItsCredential(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := keycardConfig(w, "keep_previous_credential = true", rotated(1))
	cli := w.Workspace(config)
	cli.Must("apply")
	cli.Write("main.tf", keycardConfig(w, "keep_previous_credential = true", rotated(2)))
	cli.Must("apply")
	cli.Must("taint", address)
	w.Sent()
	cli.Must("apply")
	expectSent(t, w, map[string]int{"keycard.delete_credential": 2, "keycard.delete_application": 1})
	cli.Must("plan", "-detailed-exitcode")
	cli.Must("destroy")
}
