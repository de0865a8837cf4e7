package refresh

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var errList = errors.New("no list today")

func TestAListThatFailsIsReplacedByGets(t *testing.T) {
	f := newFake(100, 100, false)
	f.onPage = func(context.Context) error { return errList }
	p := New(f)
	read(t, p, f.applications, 1, func(known, got idp.Application, err error) {
		if err != nil || !cmp.Equal(known, got) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	if f.gets != 100 || f.pages > 7 { // 7: the number of reads doubles before each new attempt
		t.Errorf("%d Gets and %d pages", f.gets, f.pages)
	}
}

func TestGet_ListFailsOnce_ListsAgain(t *testing.T) {
	f := newFake(100, 20, false)
	failures := 0
	f.onPage = func(context.Context) error {
		if failures++; failures == 1 {
			return errList
		}
		return nil
	}
	f.onGet = func(context.Context) error {
		if f.gets == 1 {
			return errList
		}
		return nil
	}
	p := New(f)
	if _, err := p.Get(t.Context(), f.applications[0]); !errors.Is(err, errList) {
		t.Errorf("got %v", err)
	}
	read(t, p, f.applications, 1, func(_, _ idp.Application, err error) {
		if err != nil {
			t.Error(err)
		}
	})
	if f.gets > 20 {
		t.Errorf("%d Gets and %d pages", f.gets, f.pages)
	}
}

func TestAnOldListIsNotUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(10, 100, false)
		p := New(f)
		warm(t, p, f)
		time.Sleep(maxAge) //nolint:forbidigo // of the test's own clock
		expectListed(t, p, f, application(5, false))
		time.Sleep(time.Second) //nolint:forbidigo // of the test's own clock
		if _, err := expectGet(t, p, f, application(5, false)); err != nil {
			t.Error(err)
		}
	})
}

func TestGet_ReaderCancelled_PageCompletesForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(10, 100, false)
		f.onPage, f.onGet = sleep(time.Second), sleep(0)
		p := New(f)
		if _, err := p.Get(t.Context(), application(0, false)); err != nil {
			t.Fatal(err)
		}
		canceled, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		go func() {
			if got, err := p.Get(t.Context(), application(5, false)); err != nil || got.ID != "id 5" {
				t.Errorf("who waited on got %q, %v", got.ID, err)
			}
		}()
		if _, err := p.Get(canceled, application(4, false)); !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up got %v", err)
		}
		time.Sleep(2 * time.Second) //nolint:forbidigo // of the test's own clock
		expectListed(t, p, f, application(6, false))
		if f.pages != 1 {
			t.Errorf("%d pages", f.pages)
		}
	})
}

func TestGet_HangingPage_IsWaitedForOnce(t *testing.T) {
	for _, within := range []time.Duration{2 * time.Minute, 20 * time.Second} {
		t.Run(within.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(100, 100, false)
				f.onPage = sleep(time.Hour)
				p := hurried{New(f), within}
				began := time.Now()
				read(t, p, f.applications, 10, func(known, got idp.Application, err error) {
					if err != nil || !cmp.Equal(known, got) {
						t.Errorf("got %v, %v", got, err)
					}
				})
				if took := time.Since(began); took != waitLimit || f.pages != 1 {
					t.Errorf("took %s and %d pages", took, f.pages)
				}
				time.Sleep(time.Hour) //nolint:forbidigo // of the test's own clock: the page comes
				synctest.Wait()
			})
		})
	}
}

func TestSlowPagesLeaveTimeForAGet(t *testing.T) {
	for name, tc := range map[string]struct{ page, within time.Duration }{
		"each comes in time, and all do not":  {15 * time.Second, 2 * time.Minute},
		"a page takes more than the read has": {25 * time.Second, 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(1000, 100, false)
				f.onPage, f.onGet = sleep(tc.page), sleep(5*time.Second)
				p := New(f)
				lastPage := f.applications[900:]
				read(t, hurried{p, tc.within}, lastPage, 50, func(known, got idp.Application, err error) {
					if err != nil || !cmp.Equal(known, got) {
						t.Errorf("got %v, %v", got, err)
					}
				})
				time.Sleep(time.Minute) //nolint:forbidigo // of the test's own clock: the page that is under way comes
				synctest.Wait()
				expectListed(t, p, f, f.applications[0]) // the list continues
			})
		})
	}
}

// hurried wraps a platform with a timeout for each read.
type hurried struct {
	idp.Platform

	within time.Duration
}

func (h hurried) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	ctx, cancel := context.WithTimeout(ctx, h.within)
	defer cancel()
	return h.Platform.Get(ctx, known)
}

func TestGet_ScopeExceedsMaxListed_ListsPartially(t *testing.T) {
	f := newFake(maxListed+1000, 10_000, false)
	p := New(f)
	for n := range 20 {
		known := f.applications[len(f.applications)-1-n] // on the last page
		if got, err := p.Get(t.Context(), known); err != nil || !cmp.Equal(known, got) {
			t.Errorf("got %v, %v", got, err)
		}
	}
	if f.pages != maxListed/10_000 {
		t.Errorf("%d pages", f.pages)
	}
	expectListed(t, p, f, f.applications[100])
}
