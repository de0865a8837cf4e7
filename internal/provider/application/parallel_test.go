package application_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// writes counts the parallel writes that ZITADEL receives.
type writes struct{ now, most, creates atomic.Int32 }

// in calls fail after every n-th create, so that creates fail now and then, as with a real server.
func (m *writes) in(o *emulator.Options, n int32, fail func()) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if platform == "zitadel" && isWrite(r) {
				now := m.now.Add(1)
				defer m.now.Add(-1)
				for most := m.most.Load(); now > most && !m.most.CompareAndSwap(most, now); most = m.most.Load() {
				}
			}
			next.ServeHTTP(w, r)
			if platform == "zitadel" && isCreate(r) && m.creates.Add(1)%n == 0 {
				fail()
			}
		})
	}
}

// isWrite recognizes a request that changes an application on ZITADEL.
func isWrite(r *http.Request) bool {
	search := strings.HasSuffix(r.URL.Path, "/_search")
	return isCreate(r) || r.Method != http.MethodGet && strings.HasPrefix(r.URL.Path, "/management/") && !search
}

// With Terraform's default parallelism of ten, and the failures of a real server under that load.
func TestTwoHundredApplicationsInOneApply(t *testing.T) {
	t.Parallel()
	const applications, failures = 200, 9
	var seen writes
	var w *acctest.World
	w = acctest.New(t, func(o *emulator.Options) {
		seen.in(o, applications/failures, func() {
			w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.UniqueViolation})
		})
	})
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
	if most := seen.most.Load(); most != zitadel.DefaultMaxParallelWrites {
		t.Errorf("up to %d writes at a time, want %d", most, zitadel.DefaultMaxParallelWrites)
	}
}
