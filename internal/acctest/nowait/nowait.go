// Package nowait has the transport of tests: it repeats requests like any other, and never waits.
package nowait

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config is a configuration without pauses. An outage takes as many attempts as answers do.
func Config() transport.Config {
	return transport.Config{
		Backoff:  func(int, *http.Response) time.Duration { return 0 },
		Pause:    func(context.Context, time.Duration) error { return nil },
		Deadline: func(context.Context) (time.Time, bool) { return time.Time{}, false },
	}
}

// Transport is one with that configuration, for what a test itself asks platforms for. Like the provider it says who it is.
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
