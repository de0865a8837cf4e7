package refresh

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// sleep takes time, of which synctest makes none.
func sleep(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return ctx.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func TestNoMoreCallsAtATimeThanAPlatformTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(100, 10, false)
		f.onGet, f.onPage, f.onWrite = sleep(time.Second), sleep(time.Second), sleep(time.Second)
		p := Limit(f)
		began := time.Now()
		go func() {
			for range 10 {
				_, _ = p.Page(t.Context(), idp.Scope{}, "")
			}
		}()
		go func() { _ = p.Delete(t.Context(), application(3, false)) }()
		go func() { _, _ = p.Update(t.Context(), idp.Change{Before: application(4, false)}) }()
		read(t, p, f.applications[50:], 50, func(_, _ idp.Application, err error) {
			if err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		if took := time.Since(began); took < 5*time.Second || took > 8*time.Second {
			t.Errorf("50 reads, two writes and ten pages of a second each took %s with %d at a time", took, concurrency)
		}
	})
}

func TestACallThatGivesUpWaitingIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(100, 10, false)
		f.onGet = sleep(time.Hour)
		p := Limit(f)
		for n := range concurrency {
			go func() { _, _ = p.Get(t.Context(), application(n, false)) }()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.Get(ctx, application(50, false))
		_, created := p.Create(ctx, idp.Registration{})
		_, rotated := p.Rotate(ctx, application(50, false))
		for _, err := range []error{err, created, rotated, p.Verify(ctx, application(50, false)), p.Delete(ctx, application(50, false))} {
			if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrUnavailable || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		}
		if f.requests() != concurrency {
			t.Errorf("%d requests", f.requests())
		}
		time.Sleep(time.Hour) //nolint:forbidigo // of the test's own clock: the readers end
	})
}
