package nowait

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// InFlight returns the number of requests in progress when a call is made twenty times at once and none gets a response. No
// request is sent: it blocks just before.
func InFlight(t *testing.T, connect func(transport.Config) (idp.Platform, error), call func(context.Context, idp.Platform) error) int {
	t.Helper()
	var under atomic.Int32
	config := Config()
	config.WithTimeout = func(ctx context.Context, _ time.Duration) (context.Context, context.CancelFunc) {
		under.Add(1)
		<-ctx.Done()
		return ctx, func() {}
	}
	var most int32
	synctest.Test(t, func(t *testing.T) {
		p, err := connect(config)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for range 20 {
			go func() {
				if call(ctx, p) == nil {
					t.Error("a call succeeded without an answer")
				}
			}()
		}
		synctest.Wait() // until each is in progress or waits for its turn
		most = under.Load()
	})
	return int(most)
}
