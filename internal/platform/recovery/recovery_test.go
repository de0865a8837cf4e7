package recovery

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// clock is a clock that only moves during pauses.
type clock struct {
	now    time.Time
	pauses []time.Duration
}

func (c *clock) pause(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	c.pauses = append(c.pauses, d)
	return ctx.Err()
}

func newClock() *clock { return &clock{now: time.Date(2026, 9, 1, 10, 0, 0, 0, time.UTC)} }

func newRecovery() (*Recovery, *clock) {
	c := newClock()
	return NewAt(c.pause, func() time.Time { return c.now }), c
}

var notFound = &idp.Error{Kind: idp.ErrNotFound}

func TestApplicationIsClaimedOnce(t *testing.T) {
	r, _ := newRecovery()
	if r.Claimed("a") || !r.Claim("a") || r.Claim("a") || !r.Claimed("a") || r.Claimed("b") {
		t.Error("two resources would have the same application")
	}
}

func TestLook_NotFound_IsRetried(t *testing.T) {
	r, c := newRecovery()
	n := 0
	err := r.Look(t.Context(), func() error { n++; return notFound })
	if !errors.Is(err, idp.ErrNotFound) || n != 4 {
		t.Errorf("%v after %d looks", err, n)
	}
	if diff := cmp.Diff(listLag, c.pauses); diff != "" {
		t.Error(diff)
	}
	n = 0
	err = r.Look(t.Context(), func() error { n++; return idp.ErrForbidden })
	if !errors.Is(err, idp.ErrForbidden) || n != 1 {
		t.Errorf("%v after %d looks", err, n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Look(ctx, func() error { return notFound }); !errors.Is(err, idp.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("a look that was broken off found out %v", err)
	}
}

// play returns the results of a script, one after another.
func play(steps ...func() (idp.Application, error)) func() (idp.Application, error) {
	return func() (idp.Application, error) {
		step := steps[0]
		if len(steps) > 1 {
			steps = steps[1:]
		}
		return step()
	}
}

func gives(id string, err error) func() (idp.Application, error) {
	return func() (idp.Application, error) { return idp.Application{ID: id}, err }
}

func TestUnique_LostResponse_DeterminesOutcome(t *testing.T) {
	lost, other := &idp.Error{Kind: idp.ErrAmbiguous, Message: "the first"}, &idp.Error{Kind: idp.ErrAmbiguous}
	taken := &idp.Error{Kind: idp.ErrAlreadyExists}
	none := gives("", notFound)
	for name, tc := range map[string]struct {
		create, find []func() (idp.Application, error)
		id           string
		err          error
		creates      int
	}{
		"answered":                   {list(gives("a", nil)), list(none), "a", nil, 1},
		"answered in part":           {list(gives("a", lost)), list(none), "a", lost, 1},
		"refused":                    {list(gives("", taken)), list(none), "", taken, 1},
		"found":                      {list(gives("", lost)), list(gives("a", nil)), "a", nil, 1},
		"found, and not finished":    {list(gives("", lost)), list(gives("a", idp.ErrUnavailable)), "a", idp.ErrUnavailable, 1},
		"somebody else's":            {list(gives("", lost)), list(gives("", taken)), "", taken, 1},
		"look failed":                {list(gives("", lost)), list(gives("", idp.ErrUnavailable)), "", lost, 1},
		"never arrived":              {list(gives("", lost), gives("a", nil)), list(none), "a", nil, 2},
		"arrived late":               {list(gives("", lost), gives("", taken)), list(none, none, none, none, gives("a", nil)), "a", nil, 2},
		"lost twice, then found":     {list(gives("", lost), gives("", other)), list(none, none, none, none, gives("a", nil)), "a", nil, 2},
		"lost again and again":       {list(gives("", lost), gives("", other)), list(none), "", lost, 3},
		"refused for another reason": {list(gives("", lost), gives("", idp.ErrForbidden)), list(none), "", lost, 2},
		"taken, and never shown":     {list(gives("", lost), gives("", taken)), list(none), "", lost, 3},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := newRecovery()
			creates := 0
			create, find := play(tc.create...), play(tc.find...)
			app, err := r.Unique(t.Context(),
				func(context.Context) (idp.Application, error) { creates++; return create() },
				func(context.Context, Attempt) (idp.Application, error) { return find() })
			if app.ID != tc.id || !errors.Is(err, tc.err) || creates != tc.creates {
				t.Errorf("got ID %q, %v after %d creates; want %q, %v after %d", app.ID, err, creates, tc.id, tc.err, tc.creates)
			}
			if tc.err == lost && err != error(lost) {
				t.Errorf("%v is not about the first request", err)
			}
		})
	}
}

// Two resources want the same application. The first response is lost, and the lookup finds what the second resource
// created.
func TestUnique_TwoResourcesFindSameApplication_OneAdopts(t *testing.T) {
	lost := func(context.Context) (idp.Application, error) {
		return idp.Application{}, &idp.Error{Kind: idp.ErrAmbiguous}
	}
	found := func(context.Context, Attempt) (idp.Application, error) { return idp.Application{ID: "a"}, nil }
	made := func(context.Context) (idp.Application, error) { return gives("a", nil)() }
	check := func(t *testing.T, owner, other idp.Application, err, refused error) {
		t.Helper()
		e, ok := errors.AsType[*idp.Error](refused)
		if owner.ID != "a" || err != nil || other.ID != "" || !ok || e.Kind != idp.ErrAlreadyExists || e.ExistingID != "a" || e.Conflict == "" {
			t.Errorf("one has %q, %v; the other %q, %v", owner.ID, err, other.ID, refused)
		}
	}
	t.Run("found before the other's answer came", func(t *testing.T) {
		r, _ := newRecovery()
		var first idp.Application
		var err error
		second, refused := r.Unique(t.Context(), func(ctx context.Context) (idp.Application, error) {
			first, err = r.Unique(ctx, lost, found)
			return made(ctx)
		}, found)
		check(t, first, second, err, refused)
	})
	t.Run("found after it", func(t *testing.T) {
		r, _ := newRecovery()
		var second idp.Application
		var err error
		first, refused := r.Unique(t.Context(), lost, func(ctx context.Context, a Attempt) (idp.Application, error) {
			second, err = r.Unique(ctx, made, found)
			return found(ctx, a)
		})
		check(t, second, first, err, refused)
	})
	t.Run("read by somebody before the answer came", func(t *testing.T) {
		r, _ := newRecovery()
		app, err := r.Unique(t.Context(), func(ctx context.Context) (idp.Application, error) {
			r.Claim("a")
			return made(ctx)
		}, found)
		if app.ID != "a" || err != nil {
			t.Errorf("got ID %q, %v: the application is forgotten", app.ID, err)
		}
	})
}

func list(steps ...func() (idp.Application, error)) []func() (idp.Application, error) { return steps }

func TestAbsent_NewApplication_IsReadAgain(t *testing.T) {
	date := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		created string
		date    time.Time
		want    []time.Duration
	}{
		"young":     {"2018-12-31T23:59:31Z", date, youngAbsenceBackoff},
		"old":       {"2018-12-31T23:59:30Z", date, absenceBackoff},
		"unknown":   {"", date, absenceBackoff},
		"no clock":  {"2018-12-31T23:59:31Z", time.Time{}, absenceBackoff},
		"not young": {"2018-01-01T00:00:00Z", date, absenceBackoff},
	} {
		t.Run(name, func(t *testing.T) {
			r, c := newRecovery()
			denied := &idp.Error{Kind: idp.ErrNotFound, Date: tc.date}
			err := r.Absent(t.Context(), tc.created, denied, func() error { return notFound })
			if diff := cmp.Diff(tc.want, c.pauses); diff != "" || !errors.Is(err, idp.ErrNotFound) {
				t.Error(err, diff)
			}
		})
	}
	r, c := newRecovery()
	if err := r.Absent(t.Context(), "", nil, nil); err != nil || len(c.pauses) != 0 {
		t.Errorf("what is there is doubted: %v", err)
	}
}

// Waiting for the lost response used up the operation's time. There is still time to find out its outcome.
func TestExtended_TimeUsedUp_AllowsRecovery(t *testing.T) {
	over, cancel := context.WithCancel(t.Context())
	cancel()
	short, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	long, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	for name, ctx := range map[string]context.Context{"over": over, "short": short, "long": long, "without end": t.Context()} {
		t.Run(name, func(t *testing.T) {
			extended, cancel := Extended(ctx)
			defer cancel()
			deadline, limited := extended.Deadline()
			if extended.Err() != nil || limited && time.Until(deadline) < grace-time.Second {
				t.Errorf("%v until %v", extended.Err(), deadline)
			}
			if (name == "long" || name == "without end") && extended != ctx {
				t.Error("the operation's own time is long enough")
			}
		})
	}
}

func TestUnique_OperationTimeUsedUp_FindsApplication(t *testing.T) {
	r, _ := newRecovery()
	ctx, cancel := context.WithCancel(t.Context())
	app, err := r.Unique(ctx,
		func(context.Context) (idp.Application, error) {
			cancel()
			return idp.Application{}, &idp.Error{Kind: idp.ErrAmbiguous}
		},
		func(ctx context.Context, _ Attempt) (idp.Application, error) {
			return idp.Application{ID: "a"}, ctx.Err()
		})
	if app.ID != "a" || err != nil {
		t.Errorf("got ID %q, %v", app.ID, err)
	}
}
