package recovery

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// An application is young for a while after its registration: a replica may not have heard of it yet.
const young = 30 * time.Second

var (
	again     = []time.Duration{time.Second}
	patiently = []time.Duration{time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second}
)

// Absent repeats a read that says that an application, or a part of it, does not exist: once after a moment, and a few
// times while the application is young. createdAt is the platform's stamp; the time since is by the platform's clock.
func (r *Recovery) Absent(ctx context.Context, createdAt string, read func() error) error {
	err := read()
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	return r.repeat(ctx, r.patience(createdAt, e.Date), err, read)
}

func (r *Recovery) patience(createdAt string, date time.Time) []time.Duration {
	if age, known := age(createdAt, date); known && age < young {
		return patiently
	}
	return again
}
