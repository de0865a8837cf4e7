// Package nowait has a transport for tests that retries like the provider's, but never waits.
package nowait

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config returns a transport configuration without pauses. MaxRetries also bounds the retries during an outage. A pause that
// a platform asks for counts as a wait of the operation, as if it had been waited for.
func Config() transport.Config {
	return transport.Config{
		Backoff:  skipped,
		Pause:    func(context.Context, time.Duration) error { return nil },
		Deadline: func(context.Context) (time.Time, bool) { return time.Time{}, false },
	}
}

// skipped notes the pause that a response asks for because of a rate limit, and returns none.
func skipped(_ int, resp *http.Response) time.Duration {
	if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		if pause, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s"); err == nil {
			idp.NoteWait(resp.Request.Context(), resp.Request.URL.Host, pause)
		}
	}
	return 0
}

// Transport returns a transport with that configuration, for a test's own requests. It identifies itself like the provider.
func Transport(tb testing.TB) *transport.Transport {
	tb.Helper()
	c := Config()
	c.UserAgent = "terraform-provider-idp/test terraform/0"
	t, err := transport.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}
