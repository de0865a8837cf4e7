package application_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// busy is a Lerian server that refuses a create while another one is in progress. The first one stays in progress until
// mayEnd is closed.
type busy struct {
	began, mayEnd, over chan struct{}
	passed              atomic.Bool
	others              func(http.Handler) http.Handler
}

func newBusy() *busy {
	return &busy{
		began: make(chan struct{}), mayEnd: make(chan struct{}), over: make(chan struct{}),
		others: func(next http.Handler) http.Handler { return next },
	}
}

// in installs busy as close to the platform as possible: Lerian holds its lock until it sends the response.
func (b *busy) in(o *emulator.Options) {
	o.LerianCreateLock = true
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		others := b.others(next)
		return wrap(platform, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case !isCreate(r):
				next.ServeHTTP(w, r)
			case b.passed.Swap(true):
				<-b.began
				others.ServeHTTP(w, r)
			default:
				defer close(b.over)
				next.ServeHTTP(&keptBack{w, r, b}, r)
			}
		}))
	}
}

// keptBack is the delayed response to the first create.
type keptBack struct {
	http.ResponseWriter
	request *http.Request
	busy    *busy
}

func (k *keptBack) WriteHeader(status int) {
	close(k.busy.began)
	select {
	case <-k.busy.mayEnd:
	case <-k.request.Context().Done(): // the expected event did not happen
	}
	k.ResponseWriter.WriteHeader(status)
}

func fees(count int, region string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  count       = %d
  name        = "plugin-fees"
  description = "Fees of %s ${count.index}"
  lerian {}
}`, count, region)
}

// expectFees checks that each application was registered exactly once.
func expectFees(t *testing.T, w *acctest.World, want int) {
	t.Helper()
	all := w.Applications()["lerian"]
	descriptions := map[any]bool{}
	for _, application := range all {
		descriptions[application["description"]] = true
	}
	if len(all) != want || len(descriptions) != want {
		t.Errorf("%d applications with %d descriptions, want each of %d once", len(all), len(descriptions), want)
	}
}

// counting is a provider that closes reached once Terraform has requested a number of changes.
type counting struct {
	tfprotov6.ProviderServer
	left    atomic.Int32
	reached chan struct{}
}

func (c *counting) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	if c.left.Add(-1) == 0 {
		close(c.reached)
	}
	return c.ProviderServer.ApplyResourceChange(ctx, req)
}

// Terraform requests ten creates in parallel. Lerian would refuse nine of them again and again, so the provider sends one at
// a time.
func TestCreate_TenInOneApply_AreSerialized(t *testing.T) {
	t.Parallel()
	const all = 10
	b := newBusy()
	w := acctest.New(t, b.in)
	w.Others = map[string]func() (tfprotov6.ProviderServer, error){"idp": func() (tfprotov6.ProviderServer, error) {
		server, err := w.Server()
		counting := &counting{ProviderServer: server, reached: b.mayEnd}
		counting.left.Store(all)
		return counting, err
	}}
	cli := w.Workspace(fees(all, "one"))
	cli.Must("apply")
	expectSent(t, w, map[string]int{"lerian.create_application": all})
	expectFees(t, w, all)
	cli.Must("plan", "-detailed-exitcode")
	cli.Must("destroy")
}

// Nothing serializes the creates of two applies. Lerian refuses the first one that arrives meanwhile, and the provider
// retries it.
func TestCreatesOfTwoAppliesAtATimeAllSucceed(t *testing.T) {
	t.Parallel()
	const each = 5
	b := newBusy()
	b.others = func(next http.Handler) http.Handler {
		var turn sync.Mutex
		met := false
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			turn.Lock()
			defer turn.Unlock()
			if met {
				<-b.over
			}
			next.ServeHTTP(w, r)
			if !met {
				close(b.mayEnd)
			}
			met = true
		})
	}
	w := acctest.New(t, b.in)
	applies := []*acctest.Workspace{w.Workspace(fees(each, "one")), w.Workspace(fees(each, "two"))}
	var ends []func() (string, int)
	for _, cli := range applies {
		_, wait := cli.Start("apply")
		ends = append(ends, wait)
	}
	for _, wait := range ends {
		if output, status := wait(); status != 0 {
			t.Errorf("status %d\n%s", status, output)
		}
	}
	expectSent(t, w, map[string]int{"lerian.create_application": 2*each + 1})
	expectFees(t, w, 2*each)
	for _, cli := range applies {
		cli.Must("plan", "-detailed-exitcode")
		cli.Must("destroy")
	}
}
