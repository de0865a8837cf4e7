package refresh

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// fake is a platform that counts the requests it would take.
type fake struct {
	idp.Platform // nil: methods without a fake must not be called

	pageSize int
	apart    bool // credentials are separate objects

	mu           sync.Mutex
	applications []idp.Application // what Get returns
	listed       []idp.Application // what lists return; nil: the same
	gets, pages  int

	onGet, onPage, onWrite func(ctx context.Context) error // called without the lock; may be nil
}

func (f *fake) call(ctx context.Context, count *int, hook func(context.Context) error) error {
	f.mu.Lock()
	*count++
	f.mu.Unlock()
	if hook == nil {
		return nil
	}
	return hook(ctx)
}

func (f *fake) requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gets + f.pages
}

// GetRequests implements idp.Priced: one request for the application, one for each of its credentials, and one to find the
// IDs of credentials of which only the client ID is known.
func (f *fake) GetRequests(known idp.Application) int {
	if !f.apart {
		return 1
	}
	requests, forgotten := 1, false
	for clientID, id := range map[string]string{known.ClientID: known.CredentialID, known.PreviousClientID: known.PreviousCredentialID} {
		if clientID != "" {
			requests++
			forgotten = forgotten || id == ""
		}
	}
	if forgotten {
		requests++
	}
	return requests
}

func (f *fake) find(id string) (idp.Application, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.applications, func(a idp.Application) bool { return a.ID == id })
	if i < 0 {
		return idp.Application{}, false
	}
	return f.applications[i], true
}

func (f *fake) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := f.call(ctx, &f.gets, f.onGet); err != nil {
		return idp.Application{}, err
	}
	app, ok := f.find(known.ID)
	if !ok {
		return idp.Application{}, &idp.Error{Kind: idp.ErrNotFound}
	}
	for range f.GetRequests(known) - 1 {
		_ = f.call(ctx, &f.gets, nil)
	}
	app.Scope, app.ClientSecret, app.KeepPreviousCredential = known.Scope, known.ClientSecret, known.KeepPreviousCredential
	return app, nil
}

func (f *fake) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	var writes int
	if err := f.call(ctx, &writes, f.onWrite); err != nil {
		return change.Before, err
	}
	app := change.Before
	app.Registration = change.After
	f.change(app.ID, func(a *idp.Application) { *a = app })
	return app, nil
}

func (f *fake) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	var writes int
	if err := f.call(ctx, &writes, f.onWrite); err != nil {
		return known, err
	}
	app := known
	app.PreviousCredentialID, app.PreviousClientID = known.CredentialID, known.ClientID
	app.CredentialID, app.ClientID = "rotated "+known.CredentialID, "rotated "+known.ClientID
	f.change(app.ID, func(a *idp.Application) { *a = app })
	return app, nil
}

func (f *fake) Verify(ctx context.Context, _ idp.Application) error {
	return f.call(ctx, &f.gets, f.onGet)
}

func (f *fake) Delete(ctx context.Context, known idp.Application) error {
	var writes int
	err := f.call(ctx, &writes, f.onWrite)
	f.remove(known.ID)
	return err
}

// change alters an application. It leaves earlier pages unchanged.
func (f *fake) change(id string, edit func(*idp.Application)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applications = slices.Clone(f.applications)
	for i := range f.applications {
		if f.applications[i].ID == id {
			edit(&f.applications[i])
		}
	}
}

func (f *fake) remove(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.applications = slices.DeleteFunc(slices.Clone(f.applications), func(a idp.Application) bool { return a.ID == id })
}

func (f *fake) shown() []idp.Application {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listed != nil {
		return f.listed
	}
	return f.applications
}

// Page returns applications on even pages and credentials on odd ones, if credentials are separate objects.
func (f *fake) Page(ctx context.Context, _ idp.Scope, cursor string) (idp.Page, error) {
	n, _ := strconv.Atoi(cursor)
	all, kinds := f.shown(), 1
	if f.apart {
		kinds = 2
	}
	at := n / kinds * f.pageSize
	page, credentials := f.split(all[min(at, len(all)):min(at+f.pageSize, len(all))])
	if n%kinds == 1 {
		page = credentials
	}
	if n+1 < f.wholeList() {
		page.Next = strconv.Itoa(n + 1)
	}
	return page, f.call(ctx, &f.pages, f.onPage)
}

func (f *fake) split(part []idp.Application) (apps, credentials idp.Page) {
	for _, app := range part {
		app.Scope, app.ClientSecret = idp.Scope{}, ""
		if f.apart {
			for i, c := range credentialsOf(app) {
				c.CreatedAt, c.AuthMethod = fmt.Sprintf("2026-01-0%dT00:00:00Z", 2-i), app.AuthMethod // the first is the newest
				credentials.Credentials = append(credentials.Credentials, c)
			}
			app.AuthMethod, app.CredentialID, app.ClientID = "", "", ""
			app.PreviousCredentialID, app.PreviousClientID, app.JWKSURI = "", "", ""
		}
		apps.Applications = append(apps.Applications, app)
	}
	return apps, credentials
}

// wholeList returns the number of pages.
func (f *fake) wholeList() int {
	pages := max(1, (len(f.shown())+f.pageSize-1)/f.pageSize)
	if f.apart {
		pages *= 2
	}
	return pages
}

// application returns the n-th application.
func application(n int, apart bool) idp.Application {
	app := idp.Application{
		Registration: idp.Registration{Name: fmt.Sprintf("name %d", n), AuthMethod: idp.ClientSecretBasic, RedirectURIs: []string{"a", "b"}},
		ID:           fmt.Sprintf("id %d", n), ClientID: fmt.Sprintf("client %d", n), ClientSecret: "secret",
	}
	if apart {
		app.CredentialID = fmt.Sprintf("credential %d", n)
	}
	return app
}

// keeping returns the application with a previous credential that still exists, both in state and on the platform.
func keeping(app idp.Application) idp.Application {
	app.PreviousCredentialID, app.PreviousClientID = "previous "+app.CredentialID, "previous "+app.ClientID
	return app
}

func newFake(size, pageSize int, apart bool) *fake {
	f := &fake{pageSize: pageSize, apart: apart}
	for n := range size {
		f.applications = append(f.applications, application(n, apart))
	}
	return f
}

// read gets applications in this order, several in parallel, and passes each result to check.
func read(t *testing.T, p idp.Platform, known []idp.Application, parallel int, check func(known, got idp.Application, err error)) {
	t.Helper()
	next := make(chan idp.Application)
	var readers sync.WaitGroup
	for range parallel {
		readers.Go(func() {
			for app := range next {
				got, err := p.Get(t.Context(), app)
				check(app, got, err)
			}
		})
	}
	for _, app := range known {
		next <- app
	}
	close(next)
	readers.Wait()
}

// sleep returns a hook that takes a while. In a synctest bubble, it takes no real time.
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
