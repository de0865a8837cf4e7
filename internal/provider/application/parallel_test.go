package application_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// parallel counts the writes that ZITADEL has to deal with at a time. It keeps the first ones until as many are there as
// it expects, or until the provider gives them up.
type parallel struct {
	expected  int32
	now, most atomic.Int32
	together  sync.Once
	there     chan struct{}
}

func (p *parallel) in(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet && strings.HasPrefix(r.URL.Path, "/management/") && !strings.HasSuffix(r.URL.Path, "/_search") {
				defer p.now.Add(-1)
				p.meet(complete(r))
			}
			next.ServeHTTP(w, r)
		})
	}
}

// meet returns when enough writes have come together once.
func (p *parallel) meet(r *http.Request) {
	n := p.now.Add(1)
	for most := p.most.Load(); n > most && !p.most.CompareAndSwap(most, n); most = p.most.Load() {
	}
	if n == p.expected {
		p.together.Do(func() { close(p.there) })
	}
	select {
	case <-p.there:
	case <-r.Context().Done():
	}
}

// At Terraform's usual ten at a time, and with the failures that a real server shows then.
func TestTwoHundredApplicationsInOneApply(t *testing.T) {
	t.Parallel()
	writes := parallel{expected: zitadel.DefaultMaxParallelWrites, there: make(chan struct{})}
	w := acctest.New(t, writes.in)
	for range 10 {
		w.Fault(fault.Fault{Operation: "zitadel.create_api_app", Kind: fault.UniqueViolation})
	}
	config := fmt.Sprintf(`
resource "idp_application" "test" {
  count   = 200
  name    = "app-${count.index}"
  zitadel = { project_id = %q }
}`, w.ZITADEL.ProjectID())
	w.Test(
		resource.TestStep{Config: config, Check: func(*terraform.State) error {
			expectSent(t, w, map[string]int{"zitadel.token": 1, "zitadel.create_api_app": 210})
			if n := len(w.Applications()["zitadel"]); n != 200 {
				t.Errorf("%d applications", n)
			}
			return nil
		}},
		unchanged(config),
	)
	if most := writes.most.Load(); most != writes.expected {
		t.Errorf("up to %d writes at a time, want %d", most, writes.expected)
	}
}
