package recovery

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Attempt is the requests of one operation that may have created something.
type Attempt struct {
	recovery *Recovery
	windows  []window
}

// window is from when a request was sent to when its answer was lost, by the clock of this machine. A zero end is still open.
type window struct{ sent, lost time.Time }

// Begin is called before a request is sent whose answer may be lost.
func (r *Recovery) Begin() Attempt { return Attempt{r, []window{{sent: r.now()}}} }

// try sends a request, and notes its window if the answer is lost: that of the attempt that was lost, without those that were
// turned away before it, and without the pauses between them.
func (a *Attempt) try(ctx context.Context, create func(context.Context) (idp.Application, error)) (idp.Application, error) {
	began := a.recovery.now()
	ctx, last := transport.LastAttempt(ctx, a.recovery.now)
	app, err := create(ctx)
	if unanswered(app, err) {
		w := window{began, a.recovery.now()}
		if sent, ended := last(); !sent.IsZero() {
			w = window{sent, ended}
		}
		a.windows = append(a.windows, w)
	}
	return app, err
}

// A Date has whole seconds, and it took a moment to arrive.
const (
	dateGrain = time.Second
	transit   = time.Second
)

// Made reports whether an object can be what the attempt made: nobody in this process has it, and it was created between
// when a request was sent and when its answer was lost. createdAt is the platform's stamp (RFC 3339), and date the platform's
// time when it showed the object, which is now. What is not known is not taken for made.
func (a Attempt) Made(id, createdAt string, date time.Time) bool {
	age, known := age(createdAt, date)
	if !known || a.recovery.Claimed(id) {
		return false
	}
	now := a.recovery.now()
	return slices.ContainsFunc(a.windows, func(w window) bool {
		before := age-grain(createdAt) > now.Sub(w.sent)
		after := !w.lost.IsZero() && age+dateGrain+transit < now.Sub(w.lost)
		return !before && !after
	})
}

// grain is how much later than its stamp an object may have been created: stamps are cut off.
func grain(stamp string) time.Duration {
	if strings.Contains(stamp, ".") {
		return time.Millisecond
	}
	return time.Second
}

// Dated reports whether the age of an object can be told at all.
func Dated(createdAt string, date time.Time) bool {
	_, known := age(createdAt, date)
	return known
}

// age is how old an object was at date, at least: a Date is cut off as well.
func age(createdAt string, date time.Time) (time.Duration, bool) {
	created, err := time.Parse(time.RFC3339, createdAt)
	return date.Sub(created), err == nil && !date.IsZero()
}
