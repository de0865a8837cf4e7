package application_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// gate holds back the first matching request until it is opened. The platform then handles the request even if the client
// has disconnected.
type gate struct {
	holds               func(*http.Request) bool
	passed              atomic.Bool
	arrived, open, done chan struct{}
}

func newGate(holds func(*http.Request) bool) *gate {
	return &gate{holds: holds, arrived: make(chan struct{}), open: make(chan struct{}), done: make(chan struct{})}
}

// in installs the gate in a world.
func (g *gate) in(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !g.holds(r) || g.passed.Swap(true) {
				next.ServeHTTP(w, r)
				return
			}
			defer close(g.done)
			r = complete(r)
			r = r.WithContext(context.WithoutCancel(r.Context()))
			close(g.arrived)
			<-g.open
			next.ServeHTTP(w, r)
		})
	}
}

// complete reads the whole request. After that, the request's context is canceled when the client disconnects.
func complete(r *http.Request) *http.Request {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r
}

// isCreate recognizes a request that registers an application on any platform.
func isCreate(r *http.Request) bool {
	path := strings.HasSuffix(r.URL.Path, "/CreateApplication") || strings.HasSuffix(r.URL.Path, "/applications")
	return r.Method == http.MethodPost && path
}

// isRotation recognizes a request that creates only a secret.
func isRotation(r *http.Request) bool {
	path := strings.HasSuffix(r.URL.Path, "/_generate_client_secret") || strings.HasSuffix(r.URL.Path, "/application-credentials")
	return r.Method == http.MethodPost && path
}

// stoppable is a provider that closes stopped when Terraform cancels an operation.
type stoppable struct {
	tfprotov6.ProviderServer
	stopped chan struct{}
}

func (s *stoppable) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	stop := context.AfterFunc(ctx, func() { close(s.stopped) })
	defer stop()
	return s.ProviderServer.ApplyResourceChange(ctx, req)
}

// interruptible makes the provider of a world stoppable.
func interruptible(w *acctest.World) (stopped chan struct{}) {
	stopped = make(chan struct{})
	w.Others = map[string]func() (tfprotov6.ProviderServer, error){"idp": func() (tfprotov6.ProviderServer, error) {
		server, err := w.Server()
		return &stoppable{server, stopped}, err
	}}
	return stopped
}

// interrupt runs an apply, and sends Ctrl-C while a request is held at the gate. The platform handles the request after the
// provider's operation was canceled.
func (g *gate) interrupt(t *testing.T, cli *acctest.Workspace, stopped <-chan struct{}) (output string) {
	t.Helper()
	terraform, wait := cli.Start("apply")
	<-g.arrived
	if err := terraform.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-stopped
	close(g.open)
	output, _ = wait() // succeeds or fails, depending on what Terraform had left to do
	return output
}

// Ctrl-C arrives just before the platform registers the application.
func TestCreate_Interrupted_IsSavedInState(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			g := newGate(isCreate)
			w := acctest.New(t, g.in)
			stopped := interruptible(w)
			cli := w.Workspace(config(w))
			expectSameInState(t, w, cli, platform, g.interrupt(t, cli, stopped))
		})
	}
}

// Ctrl-C arrives just before the platform creates a new secret.
func TestRotation_Interrupted_IsSavedInState(t *testing.T) {
	for _, platform := range []string{"zitadel", "keycard"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			var registered atomic.Bool
			g := newGate(func(r *http.Request) bool { return registered.Load() && isRotation(r) })
			w := acctest.New(t, g.in)
			stopped := interruptible(w)
			config := platforms[platform](w)
			cli := w.Workspace(with(config, rotated(1)))
			cli.Must("apply")
			registered.Store(true)
			cli.Write("main.tf", with(config, rotated(2)))
			output := g.interrupt(t, cli, stopped)
			if n := w.Only(platform)["credentials"]; platform == "keycard" && n != 1 {
				t.Errorf("Keycard has %v credentials\n%s", n, output)
			}
			expectSameInState(t, w, cli, platform, output)
		})
	}
}

// expectSameInState checks that the only application on the platform is in state with a working secret, and that the plan is
// empty.
func expectSameInState(t *testing.T, w *acctest.World, cli *acctest.Workspace, platform, output string) {
	t.Helper()
	text := cli.Must("show", "-json")
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Values map[string]any `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	resources := state.Values.RootModule.Resources
	if len(resources) != 1 || resources[0].Values["id"] != w.ID(platform) {
		t.Fatalf("state has %d applications, not the one of the platform\n%s", len(resources), output)
	}
	id, _ := resources[0].Values["client_id"].(string)
	secret, _ := resources[0].Values["client_secret"].(string)
	if !works(w, platform, id, secret) {
		t.Fatalf("the secret in state, of %d characters, does not work\n%s", len(secret), output)
	}
	cli.Must("plan", "-detailed-exitcode")
	cli.Must("destroy")
}

// The provider is killed just before the platform registers the application, so that state does not contain it.
func TestCreate_ProviderWasKilled_NextApplyHintsAtImport(t *testing.T) {
	for platform, id := range map[string]func(*acctest.World) string{
		"zitadel": func(w *acctest.World) string { return "zitadel/" + w.ZITADEL.ProjectID() + "/" + w.ID("zitadel") },
		"keycard": func(w *acctest.World) string { return "keycard/" + w.Keycard.ZoneID() + "/" + w.ID("keycard") },
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			g := newGate(isCreate)
			w := acctest.New(t, g.in)
			cli := w.Process(platforms[platform](w))
			_, wait := cli.Start("apply")
			<-g.arrived
			cli.KillProvider()
			if output, status := wait(); status == 0 {
				t.Fatalf("the apply succeeded\n%s", output)
			}
			close(g.open)
			<-g.done

			output, status := cli.Run("apply")
			if status == 0 || !strings.Contains(output, "import {") || !strings.Contains(output, id(w)) {
				t.Fatalf("no import hint with %s: %d\n%s", id(w), status, output)
			}
			cli.Write("main.tf", platforms[platform](w)+"\nimport {\n  to = "+address+"\n  id = \""+id(w)+"\"\n}\n")
			cli.Must("apply")
			cli.Must("destroy")
			if n := len(w.Applications()[platform]); n != 0 {
				t.Errorf("%d applications are left", n)
			}
		})
	}
}
