// Package eager has the transport of tests: it repeats requests like any other, and never waits.
package eager

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config is a configuration without pauses.
func Config() transport.Config {
	return transport.Config{
		Backoff: func(int, *http.Response) time.Duration { return 0 },
		Pause:   func(context.Context, time.Duration) error { return nil },
	}
}

// Transport is one with that configuration.
func Transport(tb testing.TB) *transport.Transport {
	tb.Helper()
	t, err := transport.New(Config())
	if err != nil {
		tb.Fatal(err)
	}
	return t
}
