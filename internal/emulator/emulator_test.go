package emulator_test

import (
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestEnvironmentHasWhatTheProviderAndScriptsNeed(t *testing.T) {
	env := start(t, emulator.Options{}).Environment()
	for _, name := range []string{
		"IDP_EMULATOR_URL", "ZITADEL_ENDPOINT", "ZITADEL_PROJECT_ID", "KEYCARD_ENDPOINT", "KEYCARD_ZONE_ID",
		"KEYCARD_CLIENT_ID", "KEYCARD_CLIENT_SECRET", "LERIAN_AUTH_ENDPOINT", "LERIAN_IDENTITY_ENDPOINT",
		"LERIAN_USERNAME", "LERIAN_PASSWORD",
	} {
		if env[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	urls := map[string]bool{}
	for name, value := range env {
		if strings.HasSuffix(name, "_ENDPOINT") || strings.HasSuffix(name, "_URL") {
			urls[value] = true
			if !strings.HasPrefix(value, "http://127.0.0.1:") {
				t.Errorf("%s is %s, not on loopback", name, value)
			}
		}
	}
	if len(urls) != 5 {
		t.Errorf("%d addresses, want 5: %v", len(urls), urls)
	}
}

func TestSeededApplicationsAreThereFromTheStart(t *testing.T) {
	all := start(t, emulator.Options{Seed: 3}).Applications()
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		if n := len(all[platform]); n != 3 {
			t.Errorf("%s has %d applications, want 3", platform, n)
		}
	}
}

func TestStartRefusesSenselessOptions(t *testing.T) {
	for name, o := range map[string]emulator.Options{
		"negative seed":      {Seed: -1},
		"negative latency":   {Latency: -1},
		"unreadable version": {ZitadelVersion: "latest"},
	} {
		if e, err := emulator.Start(o); err == nil {
			e.Close()
			t.Errorf("%s: no error", name)
		}
	}
	start(t, emulator.Options{ZitadelVersion: "v4.13"})
}

func TestLerianSecretOnReadReachesThePlatform(t *testing.T) {
	e := start(t, emulator.Options{LerianSecretOnRead: true, Latency: time.Millisecond})
	token := login(t, e)
	url := e.Environment()["LERIAN_IDENTITY_ENDPOINT"] + "/v1/applications/" + create(t, e, token)
	_, text, err := send(newRequest(t, "GET", url, "", token))
	if err != nil {
		t.Fatal(err)
	}
	wantContains(t, text, "clientSecret")
}

func TestBackend_SeesOnlyRequestsThatReachPlatform(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	e := start(t, emulator.Options{Backend: func(platform string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			seen = append(seen, platform+" "+r.URL.Path)
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	}})
	token := login(t, e)
	if err := e.Arm(fault.Fault{Operation: "lerian.create_application", Kind: fault.HTML}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := send(createRequest(t, e, token)); err != nil {
		t.Fatal(err)
	}
	create(t, e, token)
	want := []string{"lerian /v1/login/oauth/access_token", "lerian /v1/applications"}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}

func TestCloseEndsWaitingRequestsAndRunsOnce(t *testing.T) {
	var reached atomic.Bool
	e := start(t, emulator.Options{Latency: time.Hour, Backend: func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			reached.Store(true)
			next.ServeHTTP(w, r)
		})
	}})
	closed := make(chan struct{})
	r := createRequest(t, e, "")
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) {
		go func() {
			defer close(closed)
			e.Close()
		}()
	}}
	_, _, err := send(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err == nil {
		t.Error("the request was answered")
	}
	<-closed
	e.Close()
	if reached.Load() {
		t.Error("the platform carried the request out")
	}
	if _, _, err := send(createRequest(t, e, "")); err == nil {
		t.Error("it still serves")
	}
}

func TestOperationsOfAllPlatformsAreKnown(t *testing.T) {
	operations := start(t, emulator.Options{}).Operations()
	if !slices.IsSorted(operations) || len(slices.Compact(slices.Clone(operations))) != len(operations) {
		t.Errorf("not sorted, or not unique: %v", operations)
	}
	for _, want := range []string{"lerian.login", "keycard.create_application", "zitadel.create_api_app"} {
		if !slices.Contains(operations, want) {
			t.Errorf("%s is not in %v", want, operations)
		}
	}
}

// A request without a route is a bug in the client, which would go unnoticed if the journal did not count it.
func TestRequestsWithoutARouteAreInTheJournal(t *testing.T) {
	e := start(t, emulator.Options{})
	env := e.Environment()
	for _, c := range []struct{ operation, variable, method, path string }{
		{"zitadel.unknown", "ZITADEL_ENDPOINT", "GET", "/v2/applications"},
		{"zitadel.unknown", "ZITADEL_ENDPOINT", "PATCH", "/management/v1/projects/p/apps/a"},
		{"zitadel.unknown", "ZITADEL_ENDPOINT", "POST", "/management/v1/projects//apps/api"},
		{"zitadel.unknown", "ZITADEL_ENDPOINT", "GET", "/management/v1/projects/p/apps/a%2Fb"},
		{"keycard.unknown", "KEYCARD_ENDPOINT", "GET", "/v1/zones/z/applications"},
		{"keycard.unknown", "KEYCARD_ENDPOINT", "PUT", "/zones/z/applications/a"},
		{"lerian.unknown", "LERIAN_IDENTITY_ENDPOINT", "GET", "/applications"},
		{"lerian.unknown", "LERIAN_IDENTITY_ENDPOINT", "PUT", "/v1/applications/a"},
		{"lerian.unknown", "LERIAN_IDENTITY_ENDPOINT", "DELETE", "/v1/applications/"},
		{"lerian.unknown", "LERIAN_IDENTITY_ENDPOINT", "GET", "/v1//applications"},
		{"lerian.unknown", "LERIAN_AUTH_ENDPOINT", "GET", "/v1/login/oauth/access_token"},
		{"lerian.list_applications", "LERIAN_IDENTITY_ENDPOINT", "GET", "/v1/applications/"},
	} {
		e.Journal.Reset()
		r := newRequest(t, c.method, env[c.variable]+c.path, "", "")
		response, err := client.Transport.RoundTrip(r) // follows no redirect
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := e.Journal.ByOperation(); response.StatusCode < 300 || len(got) != 1 || got[c.operation] != 1 {
			t.Errorf("%s %s: %d, counted as %v, not as %s", c.method, c.path, response.StatusCode, got, c.operation)
		}
	}
}
