package provider

import (
	"context"
	"errors"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func TestParallelWritesAreLimitedAsSet(t *testing.T) {
	for set, want := range map[string]int{"": zitadel.DefaultMaxParallelWrites, "1": 1, "7": 7} {
		t.Run(set, func(t *testing.T) {
			lookup := func(variable string) (string, bool) {
				value, ok := map[string]string{
					"ZITADEL_ENDPOINT": "https://example.zitadel.cloud", "ZITADEL_ACCESS_TOKEN": "pat", "ZITADEL_MAX_PARALLEL_WRITES": set,
				}[variable]
				return value, ok
			}
			got := nowait.InFlight(t, func(c transport.Config) (idp.Platform, error) {
				all, diags := connect(config{}, lookup, c, newClients())
				if diags.HasError() {
					return nil, errors.New("the settings are refused")
				}
				return all.Platform("zitadel")
			}, func(ctx context.Context, p idp.Platform) error {
				return p.Delete(ctx, idp.Application{ID: "1", Registration: idp.Registration{Scope: idp.Scope{ProjectID: "2"}}})
			})
			if got != want {
				t.Errorf("%d writes at a time, want %d", got, want)
			}
		})
	}
}
