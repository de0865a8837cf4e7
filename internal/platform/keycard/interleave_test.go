package keycard_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// run is one of two Terraform runs, each with a platform and with faults that apply only to its requests. Its requests wait
// for their turn.
type run struct {
	platform *keycard.Platform
	faults   fault.Set
	arrived  chan struct{}
	proceed  chan struct{}

	mu      sync.Mutex
	made    []string // IDs of credentials
	removed []string // IDs of deleted objects
}

// interleaving is a service that handles the requests of two runs one at a time, in an order that the test chooses.
type interleaving struct {
	*testing.T
	server *emulator.Server
	zone   string
	runs   [2]*run
}

func interleave(t *testing.T) *interleaving {
	t.Helper()
	i := &interleaving{T: t}
	i.server = emulator.New(emulator.Config{}, i.wrap)
	http := httptest.NewServer(i.server.Handler())
	t.Cleanup(http.Close)
	i.server.SetURL(http.URL)
	env := i.server.Environment()
	i.zone = env["KEYCARD_ZONE_ID"]
	for n, name := range []string{"first", "second"} {
		config := nowait.Config()
		config.UserAgent = name
		tr, err := transport.New(config)
		if err != nil {
			t.Fatal(err)
		}
		p, err := keycard.New(keycard.Config{
			Endpoint: env["KEYCARD_ENDPOINT"], ClientID: env["KEYCARD_CLIENT_ID"], ClientSecret: idp.Secret(env["KEYCARD_CLIENT_SECRET"]),
		}, tr)
		if err != nil {
			t.Fatal(err)
		}
		i.runs[n] = &run{platform: p, arrived: make(chan struct{}), proceed: make(chan struct{})}
	}
	return i
}

func (i *interleaving) wrap(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if operation == "keycard.token" {
			next.ServeHTTP(w, r)
			return
		}
		who := i.runs[slices.Index([]string{"first", "second"}, r.UserAgent())]
		who.arrived <- struct{}{}
		<-who.proceed
		who.faults.Middleware(operation, who.noting(operation, next)).ServeHTTP(w, r)
	})
}

// noting records what a run created and deleted, even if the response is lost.
func (r *run) noting(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, req)
		r.mu.Lock()
		defer r.mu.Unlock()
		switch {
		case operation == "keycard.create_credential" && rec.Code == http.StatusOK:
			var made struct{ ID string }
			_ = json.Unmarshal(rec.Body.Bytes(), &made)
			r.made = append(r.made, made.ID)
		case req.Method == http.MethodDelete:
			r.removed = append(r.removed, req.PathValue("id"))
		}
		for name := range rec.Header() {
			w.Header().Set(name, rec.Header().Get(name))
		}
		w.WriteHeader(rec.Code)
		_, _ = bytes.NewReader(rec.Body.Bytes()).WriteTo(w)
	})
}

// result is the result of a run.
type result struct {
	app idp.Application
	err error
}

// create lets both runs create what each wants. The first run sends requests until a step is one of the switches; then the
// other run continues. It returns the number of steps.
func (i *interleaving) create(wanted [2]idp.Registration, begins int, switches ...int) (results [2]result, steps int) {
	i.Helper()
	var ended [2]chan struct{}
	for n, r := range i.runs {
		r.made, r.removed = nil, nil
		ended[n] = make(chan struct{})
		go func() {
			defer close(ended[n])
			results[n].app, results[n].err = r.platform.Create(i.Context(), wanted[n])
		}()
	}
	turn := begins
	var waiting, over [2]bool
	for {
		for n, r := range i.runs {
			if waiting[n] || over[n] {
				continue
			}
			select {
			case <-r.arrived:
				waiting[n] = true
			case <-ended[n]:
				over[n] = true
			}
		}
		if over[0] && over[1] {
			return results, steps
		}
		if slices.Contains(switches, steps) {
			turn = 1 - turn
		}
		next := turn
		if over[next] {
			next = 1 - next
		}
		waiting[next] = false
		i.runs[next].proceed <- struct{}{}
		steps++
	}
}

// orders calls test with each order of requests in which the turn changes at most twice.
func orders(steps int, test func(begins int, switches ...int)) {
	for begins := range 2 {
		test(begins)
		for one := range steps {
			test(begins, one)
			for two := range one {
				test(begins, two, one)
			}
		}
	}
}
