package provider_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

type ballast struct{}

// TestCallsThatAreOverKeepNoMemory has each call carry a megabyte in its context, as it carries loggers and headers in
// life. A plan over ten thousand applications makes fifty thousand calls.
func TestCallsThatAreOverKeepNoMemory(t *testing.T) {
	const calls = 200
	e, err := emulator.Start(emulator.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	state := c.state("lerian", e.Applications()["lerian"][0])
	config := c.config("lerian", state)
	before := heap()
	for range calls {
		ctx := context.WithValue(t.Context(), ballast{}, make([]byte, 1<<20))
		if _, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "idp_application", CurrentState: state}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "idp_application", Config: config}); err != nil {
			t.Fatal(err)
		}
	}
	if grown := heap() - before; grown > calls<<20/4 {
		t.Errorf("%d calls left %d bytes behind", calls, grown)
	}
	runtime.KeepAlive(c)
}

// heap is what is in use, after a collection.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
