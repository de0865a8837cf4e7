package recovery

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// An application is young for a while after its registration: a replica may not have heard of it yet.
const young = 30 * time.Second

// JustNow stands for the stamp of what this process has made, and is young whatever the clocks say.
const JustNow = "just now"

// The pauses between reads of what was denied: a replica may lag behind, and more so behind what is young.
var (
	absenceBackoff      = []time.Duration{time.Second}
	youngAbsenceBackoff = []time.Duration{time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second}
)

// Absent confirms that an application, or a part of it, does not exist. Where denied says so (idp.ErrNotFound), it reads
// again after a moment, and a few times while the application is young. createdAt is the platform's stamp; the time since
// is by the platform's clock. It returns what the last answer said.
func (r *Recovery) Absent(ctx context.Context, createdAt string, denied error, read func() error) error {
	e, ok := errors.AsType[*idp.Error](denied)
	if !ok || e.Kind != idp.ErrNotFound {
		return denied
	}
	return r.repeat(ctx, backoffFor(createdAt, e.Date), denied, read)
}

func backoffFor(createdAt string, date time.Time) []time.Duration {
	if age, known := age(createdAt, date); createdAt == JustNow || known && age < young {
		return youngAbsenceBackoff
	}
	return absenceBackoff
}

// Remove removes an application, or a part of it, that may be gone already: what denies it is confirmed by a read. Where the
// read shows it, it is removed again, once.
func (r *Recovery) Remove(ctx context.Context, createdAt string, remove, read func() error) error {
	var denied error
	for range 2 {
		if denied = remove(); !errors.Is(denied, idp.ErrNotFound) {
			return denied
		}
		switch err := r.Absent(ctx, createdAt, denied, read); {
		case errors.Is(err, idp.ErrNotFound):
			return nil
		case err != nil:
			return err
		}
	}
	return idp.WithHint(denied, `The platform still returns it on reads, but answers its deletion with "not found". Apply again. If this persists, `+
		"contact the platform's operators.")
}
