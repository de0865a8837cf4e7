// Package nowait has a transport for tests that retries like the provider's, but never waits.
package nowait

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config returns a transport configuration without pauses. MaxRetries also bounds the retries during an outage.
func Config() transport.Config {
	return transport.Config{
		Backoff:  func(int, *http.Response) time.Duration { return 0 },
		Pause:    func(context.Context, time.Duration) error { return nil },
		Deadline: func(context.Context) (time.Time, bool) { return time.Time{}, false },
	}
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
