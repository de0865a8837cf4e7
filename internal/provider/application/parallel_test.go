package application_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// parallel counts the writes that ZITADEL has to deal with at a time. Of the first ones, each is kept until as many are
// there as are expected, until no more will come, or until the provider gives one up.
type parallel struct {
	expected int

	mu        sync.Mutex
	kept      int // that have yet to come
	now, most int
	round     chan struct{}
}

func (p *parallel) in(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet && strings.HasPrefix(r.URL.Path, "/management/") && !strings.HasSuffix(r.URL.Path, "/_search") {
				p.meet(complete(r))
				defer p.leave()
			}
			next.ServeHTTP(w, r)
		})
	}
}

// meet returns when enough writes have come together.
func (p *parallel) meet(r *http.Request) {
	p.mu.Lock()
	p.kept--
	p.now++
	p.most = max(p.most, p.now)
	round := p.round
	if p.now >= p.expected || p.kept <= 0 {
		close(round)
		p.round = make(chan struct{})
	}
	p.mu.Unlock()
	select {
	case <-round:
	case <-r.Context().Done():
		p.mu.Lock()
		p.kept = 0
		p.mu.Unlock()
	}
}

func (p *parallel) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now--
}

// At Terraform's usual ten at a time, and with the failures that a real server shows then.
func TestTwoHundredApplicationsInOneApply(t *testing.T) {
	t.Parallel()
	const applications, failures = 200, 10
	writes := parallel{expected: zitadel.DefaultMaxParallelWrites, kept: applications + failures, round: make(chan struct{})}
	w := acctest.New(t, writes.in)
	for range failures {
		w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.UniqueViolation})
	}
	config := fmt.Sprintf(`
resource "idp_application" "test" {
  count   = %d
  name    = "app-${count.index}"
  zitadel { project_id = %q }
}`, applications, w.ZITADEL.ProjectID())
	w.Test(
		resource.TestStep{Config: config, Check: func(*terraform.State) error {
			expectSent(t, w, map[string]int{"zitadel.token": 2, "zitadel.search_apps": 2, "zitadel.create_application": applications + failures})
			if n := len(w.Applications()["zitadel"]); n != applications {
				t.Errorf("%d applications", n)
			}
			return nil
		}},
		unchanged(config),
	)
	writes.mu.Lock()
	defer writes.mu.Unlock()
	if writes.most != writes.expected {
		t.Errorf("up to %d writes at a time, want %d", writes.most, writes.expected)
	}
}
