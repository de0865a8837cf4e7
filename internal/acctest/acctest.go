// Package acctest runs acceptance tests with a real Terraform or OpenTofu, the provider in the test's process, and the
// emulator in place of the platforms. It checks every request and response against the contracts.
package acctest

import (
	"context"
	"maps"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"go.uber.org/goleak"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// Main runs the tests of a package, which must not leak goroutines. OpenTofu uses another registry, which it sets for the
// test driver.
func Main(m *testing.M) {
	if cli.IsOpenTofu() {
		_ = os.Setenv("TF_ACC_PROVIDER_HOST", "registry.opentofu.org")
	}
	_ = os.Setenv("TF_ACC_PROVIDER_NAMESPACE", "hashicorp") // the namespace of providers without a source
	_ = os.Setenv("TF_CLI_CONFIG_FILE", os.DevNull)
	_ = os.Setenv("CHECKPOINT_DISABLE", "1")
	_ = os.Setenv("GOGC", "off") // thousands of short-lived command lines run: only large ones collect garbage
	_ = os.Setenv("GOMEMLIMIT", "512MiB")
	// The plugin library leaks the readers of a provider's output if the provider runs in the test's process.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/hashicorp/go-plugin.copyChan"))
}

// World is the platforms of one test, and the environment that configures the provider for them.
type World struct {
	*emulator.Emulator
	Env map[string]string // environment of the provider and command lines; a test may change it between steps

	Ahead time.Duration // how far the provider's clock is ahead; a test may change it between steps

	// WorkingDir is the parent directory of Terraform's files; the test driver chooses one if it is empty.
	WorkingDir string

	// Binary is the path of the provider's binary, for Process. If it is empty, Process builds one for this world.
	Binary string

	// Others are further providers by name, such as those from which applications are moved. One named idp replaces the
	// provider under test.
	Others map[string]func() (tfprotov6.ProviderServer, error)

	late  *late
	fast  answers
	fence sync.Mutex // orders a test's changes of the fields above and the provider's reads of them
	t     *testing.T
}

// New starts a world for one test. All requests must identify the provider and use a route that the platform has, and no
// application may be left on any platform at the end.
func New(t *testing.T, options ...func(*emulator.Options)) *World {
	t.Helper()
	l := &late{under: map[*time.Duration]context.CancelCauseFunc{}}
	o := emulator.Options{Delayed: l.over}
	o.Backend = func(platform string, next http.Handler) http.Handler {
		return introduced(t, contract.Middleware(t, contract.SpecFile(platform), next))
	}
	for _, option := range options {
		option(&o)
	}
	e, err := emulator.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	w := &World{Emulator: e, Env: maps.Clone(e.Environment()), late: l, t: t}
	t.Cleanup(func() {
		e.Close()
		w.Sent()
	})
	return w
}

// Provider returns the provider under test. It retries without waiting, and a request whose response is delayed beyond its
// timeout times out immediately.
func (w *World) Provider() *provider.Provider {
	lookup := func(name string) (string, bool) {
		w.fence.Lock()
		defer w.fence.Unlock()
		value, ok := w.Env[name]
		return value, ok
	}
	config := nowait.Config()
	config.WithTimeout = w.late.limit
	now := func() time.Time {
		w.fence.Lock()
		defer w.fence.Unlock()
		return time.Now().Add(w.Ahead)
	}
	return provider.New("test", lookup, config).WithClock(now).WithTimer(soon)
}

// Server returns the provider under test as Terraform sees it, for what the command line does not show.
func (w *World) Server() (tfprotov6.ProviderServer, error) {
	return provider.NewServer(w.Provider(), w.compared()), nil
}

// pass synchronizes a test with the provider: changes before it in one are visible after it in the other.
func (w *World) pass() {
	w.fence.Lock()
	defer w.fence.Unlock()
}

func (w *World) servers() map[string]func() (tfprotov6.ProviderServer, error) {
	all := map[string]func() (tfprotov6.ProviderServer, error){"idp": w.Server}
	maps.Copy(all, w.Others)
	return all
}

// Test runs the steps one after the other, and destroys what they left.
func (w *World) Test(steps ...resource.TestStep) {
	w.t.Helper()
	cli.Path(w.t)
	resource.Test(w.t, resource.TestCase{
		IsUnitTest:               true, // needs no account, so TF_ACC need not be set
		ProtoV6ProviderFactories: w.servers(),
		WorkingDir:               w.WorkingDir,
		Steps:                    steps,
		CheckDestroy:             func(*terraform.State) error { w.expectNothingLeft(); return nil },
	})
}

func (w *World) expectNothingLeft() {
	for platform, applications := range w.Applications() {
		for _, application := range applications {
			w.t.Errorf("left at %s: application %v", platform, application["name"])
		}
	}
}

// Only returns the only application of a platform.
func (w *World) Only(platform string) map[string]any {
	w.t.Helper()
	all := w.Applications()[platform]
	if len(all) != 1 {
		w.t.Fatalf("%s has %d applications, not one", platform, len(all))
	}
	return all[0]
}

// ID returns the ID of the only application of a platform.
func (w *World) ID(platform string) string {
	w.t.Helper()
	id, _ := w.Only(platform)["id"].(string)
	return id
}

// Drift changes the only application of a platform outside of Terraform.
func (w *World) Drift(platform string, fields map[string]any) {
	w.t.Helper()
	if err := w.Change(platform, w.ID(platform), fields); err != nil {
		w.t.Fatal(err)
	}
}

// Fault arms a fault.
func (w *World) Fault(f fault.Fault) {
	w.t.Helper()
	if err := w.Arm(f); err != nil {
		w.t.Fatal(err)
	}
}

// Sent returns the number of requests by operation since the last call. A request without a route is a test error.
func (w *World) Sent() map[string]int {
	w.t.Helper()
	sent := w.Journal.ByOperation()
	w.Journal.Reset()
	if lost := astray(sent); len(lost) > 0 {
		w.t.Errorf("requests went where a platform has no route: %v", lost)
	}
	return sent
}

// soon is a timer that runs twenty times as fast: it leaves time for concurrent calls to start.
func soon(d time.Duration) <-chan time.Time { return time.After(d / 20) }
