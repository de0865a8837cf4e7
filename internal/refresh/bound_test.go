package refresh

import (
	"errors"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// workload is a random platform, and reads of a random subset of its applications in random order.
type workload struct {
	*fake
	known    []idp.Application
	parallel int
	kept     bool // some applications have a previous credential
	lost     bool // the state lacks the IDs of some credentials
	alone    int  // G
	dearest  int  // C
	beyond   int  // D
}

func randomWorkload(r *rand.Rand) workload {
	apart := r.IntN(2) == 0
	w := workload{fake: newFake(r.IntN(300), 1+r.IntN(60), apart), parallel: 1 + r.IntN(20), kept: r.IntN(2) == 0, lost: r.IntN(2) == 0}
	drift, gone := r.Float64()*r.Float64(), r.Float64()*r.Float64()
	for n := range w.applications {
		switch app := &w.applications[n]; {
		case apart && w.kept && r.Float64() < 0.2:
			*app = keeping(*app)
		case r.Float64() < 0.1: // without a credential
			app.ClientSecret = ""
			if apart {
				app.AuthMethod, app.CredentialID, app.ClientID = idp.NoAuth, "", ""
			}
		}
	}
	managed := r.IntN(len(w.applications) + 1)
	for n := range managed {
		known := w.applications[n]
		if w.lost && r.Float64() < 0.9 {
			known.CredentialID, known.PreviousCredentialID = "", ""
		}
		w.alone += w.GetRequests(known)
		w.dearest = max(w.dearest, w.GetRequests(known))
		switch {
		case r.Float64() < gone:
			known.ID = "gone " + known.ID
			w.beyond += w.GetRequests(known)
		case r.Float64() < drift:
			known.Name = "before"
			w.beyond += w.GetRequests(known)
		}
		w.known = append(w.known, known)
	}
	r.Shuffle(len(w.known), func(i, j int) { w.known[i], w.known[j] = w.known[j], w.known[i] })
	r.Shuffle(len(w.applications), func(i, j int) { w.applications[i], w.applications[j] = w.applications[j], w.applications[i] })
	delay := func() time.Duration { return time.Duration(r.IntN(40)) * time.Millisecond }
	pause, page := delay(), delay()
	w.onGet = sleep(pause)
	w.onPage = sleep(page)
	return w
}

// TestRequestsStayWithinTheBound tests the bound in the package's documentation with random workloads. It also checks that
// every read returns what a Get would.
func TestRequestsStayWithinTheBound(t *testing.T) {
	for seed := range uint64(400) {
		synctest.Test(t, func(t *testing.T) {
			w := randomWorkload(rand.New(rand.NewPCG(seed, 0)))
			read(t, New(w), w.known, w.parallel, func(known, got idp.Application, err error) {
				want, there := w.find(known.ID)
				want.ClientSecret = known.ClientSecret
				if there && (err != nil || !cmp.Equal(want, got)) || !there && !errors.Is(err, idp.ErrNotFound) {
					t.Errorf("seed %d: %s is %v, %v", seed, known.ID, got, err)
				}
			})
			bound := min(2*w.alone, 2*w.wholeList()+2*w.dearest-1+w.beyond)
			if got := w.requests(); got > bound {
				t.Errorf("seed %d: %d requests, more than %d; %d of %d applications, %d parallel, G %d, P %d, D %d",
					seed, got, bound, len(w.known), len(w.applications), w.parallel, w.alone, w.wholeList(), w.beyond)
			}
		})
	}
}

func TestGet_TypicalPlans_StayWithinRequestLimit(t *testing.T) {
	for name, tc := range map[string]struct {
		existing, managed, pageSize, parallel int
		apart                                 bool
		most                                  int
	}{
		"one":                         {1000, 1, 1000, 10, false, 1},
		"all of 1,000 at ZITADEL":     {1001, 1000, 1000, 10, false, 1 + 2},
		"all of 1,000 at Keycard":     {1000, 1000, 100, 10, true, 2 + 20},
		"all of 1,000 at Lerian":      {1000, 1000, 100000, 10, false, 1 + 1},
		"all of 10,000 at ZITADEL":    {10000, 10000, 1000, 10, false, 1 + 10},
		"all, one at a time":          {1000, 1000, 1000, 1, false, 1 + 1},
		"3 of 10,000 at ZITADEL":      {10000, 3, 1000, 10, false, 3 + 1},
		"3 of 10,000 at Keycard":      {10000, 3, 100, 10, true, 3*2 + 2},
		"3 of 10,000, one at a time":  {10000, 3, 100, 1, false, 3 + 1},
		"5 of 10,000 at ZITADEL":      {10000, 5, 1000, 10, false, 5 + 3},
		"5 of 10,000 at Lerian":       {10000, 5, 100000, 10, false, 1 + 1},
		"half of 1,000 at once":       {1000, 500, 100, 500, false, 1 + 10},
		"two, with one page for both": {2, 2, 100, 2, false, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(tc.existing, tc.pageSize, tc.apart)
				f.onGet, f.onPage = sleep(20*time.Millisecond), sleep(20*time.Millisecond)
				known := f.applications[len(f.applications)-tc.managed:]
				r := rand.New(rand.NewPCG(1, 2))
				known = append([]idp.Application(nil), known...)
				r.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
				read(t, New(f), known, tc.parallel, func(known, got idp.Application, err error) {
					if err != nil || !cmp.Equal(known, got) {
						t.Errorf("got %v, %v", got, err)
					}
				})
				if got := f.requests(); got > tc.most {
					t.Errorf("%d Gets and %d pages, more than %d", f.gets, f.pages, tc.most)
				}
			})
		})
	}
}
