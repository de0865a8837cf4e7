package recovery

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Attempt records the requests of one operation that may have created an object.
type Attempt struct {
	recovery *Recovery
	windows  []window
}

// window is the time between sending a request and losing its response, by the clock of this machine. It is still open if
// lost is zero.
type window struct{ sent, lost time.Time }

// Begin starts an Attempt. Call it before sending a request whose response can be lost.
func (r *Recovery) Begin() Attempt { return Attempt{r, []window{{sent: r.now()}}} }

// try calls create and records its window if the response is lost. The window covers only the attempt whose response was
// lost, not earlier rejected attempts or the pauses between attempts.
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

// The Date header has a resolution of one second, and the response took a moment to arrive.
const (
	dateGrain = time.Second
	transit   = time.Second
)

// Made reports whether the attempt can have created an object: the object is unknown to this process, and it was created
// between sending a request and losing its response. createdAt is the platform's timestamp (RFC 3339), and date is the
// platform's time when it returned the object, which is now. If the age is unknown, Made returns false.
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

// grain returns the resolution of a timestamp. An object can be that much younger, because timestamps are truncated.
func grain(stamp string) time.Duration {
	if strings.Contains(stamp, ".") {
		return time.Millisecond
	}
	return time.Second
}

// Dated reports whether the age of an object is known.
func Dated(createdAt string, date time.Time) bool {
	_, known := age(createdAt, date)
	return known
}

// age returns the minimum age of an object at date, because a Date is truncated as well.
func age(createdAt string, date time.Time) (time.Duration, bool) {
	created, err := time.Parse(time.RFC3339, createdAt)
	return date.Sub(created), err == nil && !date.IsZero()
}
