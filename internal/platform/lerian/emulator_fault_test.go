package lerian_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Logins wait in the same layer as other requests.
func TestLoginWaitsAsLongAsThePlatformAsks(t *testing.T) {
	clock := time.Date(2026, 3, 2, 14, 5, 9, 0, time.UTC)
	server := install(t, emulator.Config{LoginRateLimit: 1, Now: func() time.Time { return clock }})
	create(t, open(t, server.config))
	var asked []string
	config := nowait.Config()
	config.Backoff = func(_ int, resp *http.Response) time.Duration {
		asked = append(asked, resp.Header.Get("Retry-After"))
		clock = clock.Add(time.Minute)
		return 0
	}
	patient, err := transport.New(config)
	if err != nil {
		t.Fatal(err)
	}
	p, err := lerian.New(server.config, patient)
	if err != nil {
		t.Fatal(err)
	}
	create(t, p)
	if len(asked) != 1 || asked[0] != "60" {
		t.Errorf("waited %v, want 60 seconds once", asked)
	}
}

func TestTemporaryFailures_AreRetried(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	server.arm(t, fault.Fault{Operation: "lerian.login", Kind: fault.DropBefore})
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.UnauthenticatedOnce})
	server.arm(t, fault.Fault{
		Operation: "lerian.create_application", Kind: fault.Status, Status: 429, RetryAfter: "1",
		Body: `{"code":429,"title":"rate_limit_exceeded","message":"rate limit exceeded"}`,
	})
	app := create(t, p)

	server.ExpireTokens()
	server.arm(t, fault.Fault{Operation: "lerian.get_application", Kind: fault.HTML})
	if _, err := p.Get(t.Context(), app); err != nil {
		t.Error(err)
	}
	server.arm(t, fault.Fault{Operation: "lerian.delete_application", Kind: fault.DropAfterCommit})
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
	if n := len(server.Applications()); n != 0 {
		t.Errorf("%d applications are left", n)
	}
}
