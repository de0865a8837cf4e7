package idp

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCollectWaits_ReportsSlowHosts(t *testing.T) {
	ctx, waits := CollectWaits(t.Context())
	other, none := CollectWaits(t.Context())
	for range 3 {
		NoteWait(ctx, "b.invalid", 4*time.Second)
	}
	NoteWait(ctx, "a.invalid", time.Minute)
	NoteWait(ctx, "c.invalid", LongWait)
	NoteWait(other, "a.invalid", time.Second)
	NoteWait(t.Context(), "a.invalid", time.Hour) // no collector in the context
	want := []Wait{{Host: "a.invalid", Times: 1, Total: time.Minute}, {Host: "b.invalid", Times: 3, Total: 12 * time.Second}}
	if diff := cmp.Diff(want, waits()); diff != "" {
		t.Error(diff)
	}
	if got := none(); len(got) != 0 {
		t.Errorf("another operation waited %v", got)
	}
}
