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

// warm reads the first applications until all pages are listed.
func warm(t *testing.T, p idp.Platform, f *fake) {
	t.Helper()
	for _, app := range f.shown()[:2] {
		if _, err := p.Get(t.Context(), app); err != nil {
			t.Fatal(err)
		}
	}
	if f.pages == 0 {
		t.Fatal("nothing was listed")
	}
}

// expectGet reads an application and expects that this takes a Get.
func expectGet(t *testing.T, p idp.Platform, f *fake, known idp.Application) (idp.Application, error) {
	t.Helper()
	before := f.gets
	got, err := p.Get(t.Context(), known)
	if f.gets == before {
		t.Errorf("%s was answered without a Get", known.ID)
	}
	return got, err
}

// expectListed reads an application and expects that this takes no request.
func expectListed(t *testing.T, p idp.Platform, f *fake, known idp.Application) {
	t.Helper()
	before := f.requests()
	got, err := p.Get(t.Context(), known)
	if diff := cmp.Diff(known, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if n := f.requests() - before; n > 0 {
		t.Errorf("%s took %d requests although it was listed", known.ID, n)
	}
}

func TestGet_StaleList_ReportsNoDrift(t *testing.T) {
	f := newFake(10, 100, false)
	f.listed = f.applications
	f.change("id 5", func(a *idp.Application) { a.Name = "as in state" })
	f.applications = append(f.applications, application(11, false)) // not listed yet
	p := New(f)
	warm(t, p, f)
	for _, id := range []string{"id 5", "id 11"} {
		known, _ := f.find(id)
		got, err := expectGet(t, p, f, known)
		if diff := cmp.Diff(known, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}
}

func TestDriftIsReportedByAGet(t *testing.T) {
	for name, edit := range map[string]func(*idp.Application){
		"name":              func(a *idp.Application) { a.Name = "x" },
		"description":       func(a *idp.Application) { a.Description = "x" },
		"identifier":        func(a *idp.Application) { a.Identifier = "x" },
		"redirect URI":      func(a *idp.Application) { a.RedirectURIs = []string{"a"} },
		"logout URI":        func(a *idp.Application) { a.PostLogoutRedirectURIs = []string{"a"} },
		"trait":             func(a *idp.Application) { a.Traits = []string{"a"} },
		"docs URL":          func(a *idp.Application) { a.DocsURL = "x" },
		"consent":           func(a *idp.Application) { a.Consent = "x" },
		"disabled":          func(a *idp.Application) { a.Disabled = true },
		"client ID":         func(a *idp.Application) { a.ClientID = "x" },
		"creation":          func(a *idp.Application) { a.CreatedAt = "x" },
		"slug":              func(a *idp.Application) { a.Slug = "x" },
		"organization":      func(a *idp.Application) { a.OrganizationID = "x" },
		"auth method":       func(a *idp.Application) { a.AuthMethod = idp.PrivateKeyJWT },
		"another parameter": func(a *idp.Application) { a.RedirectURIs = []string{"a", "c"} },
	} {
		for form, apart := range map[string]bool{"": false, ", credentials apart": true} {
			t.Run(name+form, func(t *testing.T) {
				if apart && name == "auth method" {
					t.Skip("follows from the credential")
				}
				f := newFake(10, 100, apart)
				known := application(5, apart)
				kept := func(a *idp.Application) { a.Slug, a.CreatedAt, a.OrganizationID = "orders", "2026", "o" }
				kept(&known)
				f.change("id 5", kept)
				f.change("id 5", edit)
				p := New(f)
				warm(t, p, f)
				got, err := expectGet(t, p, f, known)
				want, _ := f.find("id 5")
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Error(err, diff)
				}
			})
		}
	}
}

func TestGet_OrderDuplicatesAndEmptySets_UseList(t *testing.T) {
	f := newFake(10, 100, false)
	known := application(5, false)
	known.Scope = idp.Scope{ProjectID: "p"}
	known.RedirectURIs, known.Traits = []string{"b", "a", "b"}, []string{}
	p := New(f)
	for n := range 2 {
		other := application(n, false)
		other.Scope = known.Scope
		if _, err := p.Get(t.Context(), other); err != nil {
			t.Fatal(err)
		}
	}
	expectListed(t, p, f, known)
}

func TestGet_FromList_FillsComputedAttributes(t *testing.T) {
	f := newFake(10, 100, false)
	f.change("id 5", func(a *idp.Application) { a.Slug, a.CreatedAt, a.OrganizationID = "orders", "2026", "o" })
	p := New(f)
	warm(t, p, f)
	before := f.requests()
	got, err := p.Get(t.Context(), application(5, false))
	if err != nil || got.Slug != "orders" || got.CreatedAt != "2026" || got.OrganizationID != "o" || f.requests() > before {
		t.Errorf("%v, %v after %d requests", got, err, f.requests()-before)
	}
}

func TestTextInAnotherUnicodeFormIsNoDrift(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	f := newFake(10, 100, false)
	f.change("id 5", func(a *idp.Application) { a.Name, a.Description = decomposed, decomposed })
	p := New(f)
	warm(t, p, f)
	known := application(5, false)
	known.Name, known.Description = composed, composed
	expectListed(t, p, f, known)
}

func TestGet_FromList_ReturnsInstallationOfList(t *testing.T) {
	f := newFake(10, 100, false)
	for i := range f.applications {
		f.applications[i].Installation = "present"
	}
	p := New(f)
	warm(t, p, f)
	known, before := application(5, false), f.requests()
	known.Installation = "former"
	got, err := p.Get(t.Context(), known)
	want := known
	want.Installation = "present"
	if diff := cmp.Diff(want, got); diff != "" || err != nil || f.requests() != before {
		t.Error(f.requests()-before, err, diff)
	}
}

func TestReadsDuringAWriteAreGets(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	f.onWrite = func(context.Context) error {
		for _, known := range f.shown() {
			if _, err := expectGet(t, p, f, known); err != nil {
				t.Error(err)
			}
		}
		if f.pages > 0 {
			t.Errorf("%d pages were fetched during a write", f.pages)
		}
		return nil
	}
	if err := p.Delete(t.Context(), application(7, false)); err != nil {
		t.Fatal(err)
	}
}

func TestSecretThatAListShowsIsCompared(t *testing.T) {
	listed, known := application(1, false), application(1, false)
	listed.ClientSecret = ""
	if !same(listed, known) {
		t.Error("no secret is a difference")
	}
	listed.ClientSecret = "another"
	if same(listed, known) {
		t.Error("another secret is none")
	}
}

func TestGet_DeletedOutsideTerraform_ReturnsNotFound(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	f.remove("id 5")
	warm(t, p, f)
	if _, err := expectGet(t, p, f, application(5, false)); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestGet_RecreatedUnderSameName_ReturnsNotFound(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	f.change("id 5", func(a *idp.Application) { a.ID = "id anew" })
	warm(t, p, f)
	if _, err := expectGet(t, p, f, application(5, false)); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestWrite_InvalidatesList(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	warm(t, p, f)
	known := application(5, false)
	expectListed(t, p, f, known)
	f.onWrite = func(context.Context) error {
		_, err := expectGet(t, p, f, application(6, false)) // during the write
		return err
	}
	change := idp.Change{Before: known, After: known.Registration}
	change.After.Name = "after"
	if _, err := p.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	f.onWrite = nil
	for range 2 {
		got, err := p.Get(t.Context(), known) // from a new list, which must differ
		if err != nil || got.Name != "after" {
			t.Errorf("read %q after the write, %v", got.Name, err)
		}
	}
	if err := p.Delete(t.Context(), application(7, false)); err != nil {
		t.Fatal(err)
	}
	if _, err := expectGet(t, p, f, application(7, false)); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("read after the removal: %v", err)
	}
}

func TestGet_ListStartedBeforeWriteEnded_IsNotUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(10, 100, false)
		p := New(f)
		f.listed = f.applications
		f.onPage = sleep(time.Second)
		if _, err := p.Get(t.Context(), application(0, false)); err != nil {
			t.Fatal(err)
		}
		waiting := make(chan idp.Application)
		go func() { // waits for the page
			got, _ := p.Get(t.Context(), application(5, false))
			waiting <- got
		}()
		synctest.Wait()
		known := application(5, false)
		change := idp.Change{Before: known, After: known.Registration}
		change.After.Name = "after"
		if _, err := p.Update(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if got := <-waiting; got.Name != "after" {
			t.Errorf("a read that waited for an older list got %q", got.Name)
		}
		if got, _ := p.Get(t.Context(), known); got.Name != "after" {
			t.Errorf("a later read got %q", got.Name)
		}
	})
}

func TestWrite_OrganizationNamed_InvalidatesListWithoutOrganization(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	warm(t, p, f)
	change := idp.Change{Before: application(5, false)}
	change.Before.Scope.OrganizationID = "named"
	change.After = change.Before.Registration
	change.After.Name = "after"
	f.onWrite = func(context.Context) error {
		_, err := expectGet(t, p, f, application(6, false)) // during the write
		return err
	}
	if _, err := p.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if listed, err := collect(t, p); err != nil || listed[5].Name != "after" {
		t.Errorf("listed %q after the write, %v", listed[5].Name, err)
	}
}

func TestScopesOfOneProjectHaveTheirOwnLists(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	if _, err := collect(t, p); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Page(t.Context(), idp.Scope{OrganizationID: "another"}, ""); err != nil || f.pages != 2 {
		t.Errorf("%d pages, %v", f.pages, err)
	}
}

func TestWrite_OtherScope_KeepsList(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	warm(t, p, f)
	elsewhere := application(5, false)
	elsewhere.Scope = idp.Scope{ZoneID: "another"}
	if err := p.Delete(t.Context(), elsewhere); err != nil {
		t.Fatal(err)
	}
	expectListed(t, p, f, application(6, false))
}

func TestGet_Import_ReadsIndividually(t *testing.T) {
	f := newFake(10, 100, false)
	p := New(f)
	warm(t, p, f)
	got, err := expectGet(t, p, f, idp.Application{ID: "id 5"})
	if err != nil || got.Name != "name 5" {
		t.Errorf("got %q, %v", got.Name, err)
	}
}
