package fault_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const creating = "keycard.create_application"

// client does not reuse connections: on a reused one, net/http retries some requests that get no response.
var client = &http.Transport{DisableKeepAlives: true}

// backend is an operation that counts its calls and responds with 201 and the request's body.
type backend struct {
	carriedOut atomic.Int32
	empty      bool // responds with 204 and no body
}

func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Context().Err() != nil {
		http.Error(w, "incomplete", http.StatusBadRequest)
		return
	}
	b.carriedOut.Add(1)
	w.Header().Set("X-Request-Id", "req-1")
	if b.empty {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(body)
}

func start(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// post returns the response, as much of its body as arrived, and whether the connection broke.
func post(ctx context.Context, t *testing.T, url string) (resp *http.Response, body string, broken bool) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`{"name":"orders"}`))
	if err != nil {
		t.Fatal(err)
	}
	resp, err = client.RoundTrip(req)
	if err != nil {
		return nil, "", true
	}
	defer func() { _ = resp.Body.Close() }()
	content, err := io.ReadAll(resp.Body)
	return resp, string(content), err != nil
}

func arm(t *testing.T, s *fault.Set, faults ...fault.Fault) {
	t.Helper()
	for _, f := range faults {
		if err := s.Arm(f); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFault_EachKind_DeterminesResponseAndEffect(t *testing.T) {
	for name, c := range map[string]struct {
		fault      fault.Fault
		empty      bool
		status     int // 0: no response
		body       string
		broken     bool
		carriedOut int32
		headers    map[string]string
	}{
		"drop before":       {fault: fault.Fault{Kind: fault.DropBefore}, broken: true},
		"drop after commit": {fault: fault.Fault{Kind: fault.DropAfterCommit}, broken: true, carriedOut: 1},
		"status": {
			fault:  fault.Fault{Kind: fault.Status, Status: 400, Body: `{"code":"bad_request"}`},
			status: 400, body: `{"code":"bad_request"}`, headers: map[string]string{"Content-Type": "application/json", "Retry-After": ""},
		},
		"status by default": {fault: fault.Fault{Kind: fault.Status}, status: 500, headers: map[string]string{"Content-Type": ""}},
		"status that says when": {
			fault: fault.Fault{Kind: fault.Status, Status: 429, RetryAfter: "7"}, status: 429,
			headers: map[string]string{"Retry-After": "7", "Content-Type": ""},
		},
		"web page": {
			fault: fault.Fault{Kind: fault.HTML}, status: 502, body: "<html>", headers: map[string]string{"Content-Type": "text/html"},
		},
		"truncated": {
			fault:  fault.Fault{Kind: fault.Truncate},
			status: 201, body: `{"name":`, broken: true, carriedOut: 1, headers: map[string]string{"X-Request-Id": "req-1"},
		},
		"truncated, with nothing": {fault: fault.Fault{Kind: fault.Truncate}, empty: true, broken: true, carriedOut: 1},
		"delayed": {
			fault: fault.Fault{Kind: fault.Delay, DelayMS: 1}, status: 201, body: `{"name":"orders"}`, carriedOut: 1,
		},
		"kind that the platform knows": {
			fault: fault.Fault{Kind: fault.LostRead}, status: 201, body: `{"name":"orders"}`, carriedOut: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var set fault.Set
			b := &backend{empty: c.empty}
			url := start(t, set.Middleware(creating, b))
			c.fault.Operation = creating
			arm(t, &set, c.fault)
			resp, body, broken := post(t.Context(), t, url)
			if broken != c.broken || (resp == nil) != (c.status == 0) {
				t.Fatalf("answer %v broken: %v", resp, broken)
			}
			if resp != nil && (resp.StatusCode != c.status || !strings.HasPrefix(body, c.body) || broken && body != c.body) {
				t.Errorf("got %d %s, want %d %s", resp.StatusCode, body, c.status, c.body)
			}
			for header, want := range c.headers {
				if got := resp.Header.Get(header); got != want {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
			if n := b.carriedOut.Load(); n != c.carriedOut {
				t.Errorf("carried out %d times, want %d", n, c.carriedOut)
			}
			if _, body, broken := post(t.Context(), t, url); broken || !c.empty && body != `{"name":"orders"}` {
				t.Errorf("the fault met a second request: %q", body)
			}
		})
	}
}

func TestFault_PlatformKinds_AreLeftToHandlers(t *testing.T) {
	kinds := []fault.Kind{
		fault.UnauthenticatedOnce, fault.NotFoundTimes, fault.StaleList, fault.UniqueViolation, fault.LostRead,
	}
	for _, armed := range kinds {
		t.Run(string(armed), func(t *testing.T) {
			var set fault.Set
			arm(t, &set, fault.Fault{Operation: creating, Kind: armed})
			for _, meets := range []bool{true, false} {
				set.Middleware(creating, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					for _, kind := range kinds {
						if got, want := fault.Is(r.Context(), kind), meets && kind == armed; got != want {
							t.Errorf("is %s: %v, want %v", kind, got, want)
						}
					}
				})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", nil))
			}
		})
	}
}

// statuses sends requests one after the other and returns the statuses of the responses.
func statuses(h http.Handler, count int) []int {
	var got []int
	for range count {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
		got = append(got, w.Code)
	}
	return got
}

func wantStatuses(t *testing.T, h http.Handler, want ...int) {
	t.Helper()
	for i, got := range statuses(h, len(want)) {
		if got != want[i] {
			t.Errorf("request %d: %d, want %d", i+1, got, want[i])
		}
	}
}

func TestFaults_FireInOrderArmed(t *testing.T) {
	var set fault.Set
	create, list := set.Middleware(creating, &backend{}), set.Middleware("keycard.list_applications", &backend{})
	arm(t, &set,
		fault.Fault{Operation: creating, Kind: fault.Status, Status: 503, Times: 2},
		fault.Fault{Operation: "keycard.list_applications", Kind: fault.Status, Status: 401},
		fault.Fault{Operation: creating, Kind: fault.HTML, Times: -1},
		fault.Fault{Operation: creating, Kind: fault.Status, Status: 429},
	)
	wantStatuses(t, create, 503, 503, 502, 429, 201, 201)
	wantStatuses(t, list, 401, 201)
}

func TestClear_RemovesArmedFaults(t *testing.T) {
	var set fault.Set
	create := set.Middleware(creating, &backend{})
	set.Clear()
	arm(t, &set, fault.Fault{Operation: creating, Kind: fault.HTML, Times: 9})
	wantStatuses(t, create, 502)
	set.Clear()
	wantStatuses(t, create, 201)
	arm(t, &set, fault.Fault{Operation: creating, Kind: fault.HTML})
	wantStatuses(t, create, 502)
}

func TestFaults_ConcurrentRequests_FireExactlyTimes(t *testing.T) {
	var set fault.Set
	b := &backend{}
	create := set.Middleware(creating, b)
	arm(t, &set, fault.Fault{Operation: creating, Kind: fault.HTML, Times: 30})
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { statuses(create, 1) })
	}
	group.Wait()
	if n := b.carriedOut.Load(); n != 20 {
		t.Errorf("%d of 50 requests were carried out, want 20", n)
	}
}

func TestArm_ImpossibleFault_IsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		fault fault.Fault
		says  []string
	}{
		"unknown kind":    {fault.Fault{Operation: creating, Kind: "rain"}, []string{"rain", "drop_before", "lost_read"}},
		"no kind":         {fault.Fault{Operation: creating}, []string{"unknown fault kind", "truncate"}},
		"no operation":    {fault.Fault{Kind: fault.HTML}, []string{"operation"}},
		"odd status":      {fault.Fault{Operation: creating, Kind: fault.Status, Status: 42}, []string{"42", "200 to 599"}},
		"interim status":  {fault.Fault{Operation: creating, Kind: fault.Status, Status: 199}, []string{"199"}},
		"too high status": {fault.Fault{Operation: creating, Kind: fault.Status, Status: 600}, []string{"600"}},
	} {
		t.Run(name, func(t *testing.T) {
			var set fault.Set
			err := set.Arm(c.fault)
			if err == nil {
				t.Fatal("it was armed")
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is not in %q", part, err)
				}
			}
			wantStatuses(t, set.Middleware(creating, &backend{}), 201)
		})
	}
}
