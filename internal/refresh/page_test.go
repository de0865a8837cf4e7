package refresh

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// collect returns a whole list.
func collect(t *testing.T, p idp.Platform) (listed []idp.Application, err error) {
	t.Helper()
	for app, err := range idp.List(t.Context(), p, idp.Scope{}) {
		if err != nil {
			return listed, err
		}
		listed = append(listed, app)
	}
	return listed, nil
}

func TestList_Concurrent_SharePages(t *testing.T) {
	for _, apart := range []bool{false, true} {
		t.Run(fmt.Sprintf("credentials apart: %v", apart), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(1000, 100, apart)
				f.onPage = sleep(20 * time.Millisecond)
				p := New(f)
				var readers sync.WaitGroup
				for range 50 {
					readers.Go(func() {
						if listed, err := collect(t, p); err != nil || len(listed) != 1000 || listed[7].ClientID == "" {
							t.Errorf("%d applications, %v", len(listed), err)
						}
					})
				}
				readers.Wait()
				if f.pages != f.wholeList() {
					t.Errorf("%d pages, not %d", f.pages, f.wholeList())
				}
			})
		})
	}
}

func TestGet_AfterList_ReusesPages(t *testing.T) {
	f := newFake(1000, 100, true)
	p := New(f)
	if _, err := collect(t, p); err != nil {
		t.Fatal(err)
	}
	read(t, p, f.applications, 10, func(known, got idp.Application, err error) {
		if err != nil || !cmp.Equal(known, got) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	if f.gets != 0 || f.pages != f.wholeList() {
		t.Errorf("%d Gets and %d pages", f.gets, f.pages)
	}
}

func TestListsUseThePagesThatReadsHaveFetched(t *testing.T) {
	f := newFake(500, 100, false)
	p := New(f)
	warm(t, p, f)
	if listed, err := collect(t, p); err != nil || len(listed) != 500 || f.pages != f.wholeList() {
		t.Errorf("%d applications with %d pages, %v", len(listed), f.pages, err)
	}
}

func TestList_StoppedEarly_FetchesOnlyNeededPages(t *testing.T) {
	f := newFake(1000, 100, false)
	for range idp.List(t.Context(), New(f), idp.Scope{}) {
		break
	}
	if f.pages != 1 {
		t.Errorf("%d pages for one application", f.pages)
	}
}

func TestList_AfterWrite_ShowsChange(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	if _, err := collect(t, p); err != nil {
		t.Fatal(err)
	}
	change := idp.Change{Before: f.applications[3], After: f.applications[3].Registration}
	change.After.Name = "another"
	if _, err := p.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	listed, err := collect(t, p)
	if err != nil || listed[3].Name != "another" || f.pages != 2 {
		t.Errorf("%q after %d pages, %v", listed[3].Name, f.pages, err)
	}
}

func TestAListDuringAWriteIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(10, 100, false)
		f.onWrite = sleep(time.Second)
		p := New(f)
		go func() { _ = p.Delete(t.Context(), f.applications[3]) }()
		synctest.Wait()
		for range 2 {
			if listed, err := collect(t, p); err != nil || len(listed) != 10 {
				t.Errorf("%d applications, %v", len(listed), err)
			}
		}
		if f.pages != 2 {
			t.Errorf("%d pages", f.pages)
		}
		synctest.Wait()
	})
}

func TestList_WriteDuringIteration_Completes(t *testing.T) {
	f := newFake(300, 100, false)
	p, n := New(f), 0
	for app, err := range idp.List(t.Context(), p, idp.Scope{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 50 {
			if err := p.Delete(t.Context(), app); err != nil { // invalidates the list, so its pages are fetched anew
				t.Fatal(err)
			}
		}
	}
	warm(t, p, f)
	for _, known := range f.applications {
		expectListed(t, p, f, known)
	}
}

func TestErrorsOfListsAreNotKept(t *testing.T) {
	f := newFake(10, 100, false)
	refused := &idp.Error{Kind: idp.ErrForbidden}
	f.onPage = func(context.Context) error { return refused }
	p := New(f)
	if _, err := collect(t, p); !errors.Is(err, idp.ErrForbidden) {
		t.Errorf("got %v", err)
	}
	f.onPage = nil
	if listed, err := collect(t, p); err != nil || len(listed) != 10 {
		t.Errorf("%d applications, %v", len(listed), err)
	}
}

func TestPage_CallerTimesOut_ReturnsUnavailable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(10, 100, false)
		f.onPage = sleep(time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := New(f).Page(ctx, idp.Scope{}, ""); !errors.Is(err, idp.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Hour) //nolint:forbidigo // of the test's own clock: the page comes
		synctest.Wait()
	})
}

func TestList_PageSetsAgain_RereadsFromStart(t *testing.T) {
	f := newFake(300, 100, false)
	p := New(skipping{f})
	for range 2 { // the second list shares the pages of the first
		if listed, err := collect(t, p); err != nil || len(listed) != 300 || f.pages != 6 {
			t.Errorf("%d applications with %d pages, %v", len(listed), f.pages, err)
		}
	}
}

// skipping is a platform whose second page omits an application, the first time.
type skipping struct{ *fake }

func (s skipping) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	at, again := strings.CutSuffix(cursor, " again")
	page, err := s.fake.Page(ctx, scope, at)
	page.Total = len(s.applications)
	switch {
	case again && page.Next != "":
		page.Next += " again"
	case at == "1" && !again:
		page.Applications = page.Applications[1:]
	case page.Next == "" && !again:
		page.Again = "0 again"
	}
	return page, err
}

func TestList_CyclicCursors_Fails(t *testing.T) {
	f := newFake(300, 100, false)
	p := New(circle{f})
	read(t, p, f.applications, 10, func(known, got idp.Application, err error) {
		if err != nil || !cmp.Equal(known, got) {
			t.Errorf("got %v, %v", got, err)
		}
	})
	if f.pages > 3 {
		t.Errorf("%d pages", f.pages)
	}
	if _, err := collect(t, p); !errors.Is(err, idp.ErrUnexpected) {
		t.Errorf("got %v", err)
	}
}

// circle is a platform whose second page leads back to the first.
type circle struct{ *fake }

func (c circle) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	page, err := c.fake.Page(ctx, scope, cursor)
	if page.Next == "2" {
		page.Next = "0"
	}
	return page, err
}
