package application_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// meanwhile calls a function in place of one request for a Keycard credential, and drops the response.
type meanwhile struct {
	armed atomic.Bool
	does  func(carryOut func())
}

func (m *meanwhile) in(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/application-credentials") || !m.armed.CompareAndSwap(true, false) {
				next.ServeHTTP(w, r)
				return
			}
			m.does(func() { next.ServeHTTP(httptest.NewRecorder(), r) })
			panic(http.ErrAbortHandler)
		})
	}
}

// While Terraform waits for a response that is lost, someone creates a credential in Keycard's console. Whether or not the
// lost request was carried out, that credential must keep working, and no other one may be left.
func TestRotation_LostResponse_KeepsForeignCredential(t *testing.T) {
	for name, carriedOut := range map[string]bool{"carried out": true, "never arrived": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &meanwhile{}
			w := acctest.New(t, m.in)
			theirs := ""
			m.does = func(carryOut func()) {
				if carriedOut {
					carryOut()
				}
				id, _ := w.Applications()["keycard"][0]["id"].(string)
				var err error
				if theirs, err = w.Keycard.AddCredential(id, "password"); err != nil {
					t.Error(err)
				}
			}
			config := func(n int) string { return keycardConfig(w, "", rotated(n)) }
			var last credentials
			w.Test(
				resource.TestStep{Config: config(1)},
				resource.TestStep{
					PreConfig: func() { m.armed.Store(true) },
					Config:    config(2),
					Check: resource.ComposeTestCheckFunc(last.take(t), func(s *terraform.State) error {
						last.expect(t, w, "keycard", true)
						var there []string
						for _, c := range w.Keycard.Credentials(idOf(s)) {
							there = append(there, c["id"].(string))
						}
						if len(there) != 2 || !slices.Contains(there, theirs) {
							t.Errorf("there are the credentials %v, and not theirs, %s, beside the new one", there, theirs)
						}
						return nil
					}),
				},
				unchanged(config(2)),
			)
		})
	}
}
