package idp_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestCollectWaits_TellsOfHostsThatMadeItLong(t *testing.T) {
	ctx, waits := idp.CollectWaits(t.Context())
	other, none := idp.CollectWaits(t.Context())
	for range 3 {
		idp.NoteWait(ctx, "b.invalid", 4*time.Second)
	}
	idp.NoteWait(ctx, "a.invalid", time.Minute)
	idp.NoteWait(ctx, "c.invalid", idp.LongWait)
	idp.NoteWait(other, "a.invalid", time.Second)
	idp.NoteWait(t.Context(), "a.invalid", time.Hour) // nobody asks
	want := []idp.Wait{{Host: "a.invalid", Times: 1, Total: time.Minute}, {Host: "b.invalid", Times: 3, Total: 12 * time.Second}}
	if diff := cmp.Diff(want, waits()); diff != "" {
		t.Error(diff)
	}
	if got := none(); len(got) != 0 {
		t.Errorf("another operation waited %v", got)
	}
}
