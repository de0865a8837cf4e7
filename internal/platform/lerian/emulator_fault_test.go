package lerian_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
)

func TestTroubleThatPassesIsNotNoticed(t *testing.T) {
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
