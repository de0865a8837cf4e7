package zitadel

import (
	"context"
	"fmt"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func TestInstanceGetsNoMoreWritesAtATimeThanConfigured(t *testing.T) {
	for configured, want := range map[int]int{0: 1, 1: 1, 4: 4, 64: 10} { // the transport limits all requests to ten in parallel
		t.Run(fmt.Sprint(configured), func(t *testing.T) {
			got := nowait.InFlight(t, func(c transport.Config) (idp.Platform, error) {
				tr, err := transport.New(c)
				if err != nil {
					return nil, err
				}
				return New(Config{Endpoint: "https://example.zitadel.cloud", AccessToken: "pat", MaxParallelWrites: configured}, tr)
			}, func(ctx context.Context, p idp.Platform) error { return p.Delete(ctx, existing()) })
			if got != want {
				t.Errorf("%d writes at a time, want %d", got, want)
			}
		})
	}
}
