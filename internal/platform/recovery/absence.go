package recovery

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// young is how long after its creation a replica may not know an application yet.
const young = 30 * time.Second

// JustNow replaces the creation timestamp of objects that this process has just created. They count as young whatever the
// clocks say.
const JustNow = "just now"

// Pauses between reads after a "not found". Replicas can lag behind, especially for young objects.
var (
	absenceBackoff      = []time.Duration{time.Second}
	youngAbsenceBackoff = []time.Duration{time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second}
)

// Absent confirms that an application, or a part of it, does not exist. If denied is idp.ErrNotFound, it reads again after a
// pause, and several times while the application is young. createdAt is the platform's timestamp and is compared with the
// platform's clock. Absent returns the last result.
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

// Remove deletes an application, or a part of it, that may already be gone. It confirms a "not found" with a read. If the
// read finds the object, Remove tries once more.
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
