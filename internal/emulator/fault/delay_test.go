package fault_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestDelay_DelaysResponse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var set fault.Set
		var b backend
		set.Delayed = func(d time.Duration) {
			if d != 2500*time.Millisecond || b.carriedOut.Load() != 1 {
				t.Errorf("carried out %d times before a delay of %v", b.carriedOut.Load(), d)
			}
		}
		arm(t, &set, fault.Fault{Operation: creating, Kind: fault.Delay, DelayMS: 2500})
		began := time.Now()
		wantStatuses(t, set.Middleware(creating, &b), 201)
		if took := time.Since(began); took != 2500*time.Millisecond {
			t.Errorf("it took %v, want 2.5s", took)
		}
	})
}

func TestDelayedRequestIsCarriedOutForACallerWhoHasGone(t *testing.T) {
	var set fault.Set
	b := &backend{}
	done := make(chan struct{})
	url := start(t, set.Middleware(creating, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		b.ServeHTTP(w, r)
	})))
	arm(t, &set, fault.Fault{Operation: creating, Kind: fault.Delay, DelayMS: int(time.Hour / time.Millisecond)})
	ctx, leave := context.WithCancel(t.Context())
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { leave() }})
	if _, body, broken := post(ctx, t, url); !broken {
		t.Errorf("answered with %s", body)
	}
	<-done
	if n := b.carriedOut.Load(); n != 1 {
		t.Errorf("carried out %d times, want once", n)
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestDelayedRequestThatNeverArrivedIsNotCarriedOut(t *testing.T) {
	var set fault.Set
	b := &backend{}
	arm(t, &set, fault.Fault{Operation: creating, Kind: fault.Delay})
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("got %v, want a closed connection", got)
		}
		if n := b.carriedOut.Load(); n != 0 {
			t.Errorf("carried out %d times, want never", n)
		}
	}()
	set.Middleware(creating, b).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", brokenBody{}))
}
