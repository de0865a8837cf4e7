// Package refresh answers many reads from one list.
//
// Terraform reads the applications of a state one by one, while platforms return a hundred or a thousand per request.
// Platform wraps another platform and counts the reads of a scope (a ZITADEL project, a Keycard zone, a Lerian tenant). It
// lists the scope's pages once there are enough reads to justify their cost, and answers later reads from these pages.
//
// # What a list can confirm
//
// A list can only confirm the caller's state; only a Get can report a difference. A read is answered from the list if the
// listed application equals what the caller knows. Names and descriptions are equal in any Unicode normalization form, and
// the installation is the one that returned the list. All other reads go to the platform's Get: a difference, because lists
// lag behind writes; an absence, because a list can omit applications; and a read that knows nothing yet (an import).
//
// Further credentials of applications are read in the same way, from the list of all credentials of the scope, if the
// platform has one.
//
// Lists do not include dependencies. If an application manages them, they are read separately, with one request. The bound
// below does not count these requests.
//
// List calls share these pages, so any number of lists of a scope cost the requests of one. Reads also use the pages that
// list calls have fetched.
//
// A write goes to the platform at once. It invalidates all lists of its scope that started before it completed, including
// those of the same project with or without an organization. During a write, reads are Gets. Errors are not cached: after a
// failed page, reads are Gets until their number has doubled. A read waits for pages for at most 30 seconds, or half of its
// remaining time if that is less, and then becomes a Get. Lists expire after five minutes. At most 50,000 applications and
// credentials of a scope are kept.
//
// # The number of requests
//
// Let G be the number of requests if each read were a Get, P the requests of the whole list, and D the requests of the Gets
// that were needed because a list could not confirm. The reads of a scope then take
//
//	at most 2 G, and at most 2 P + 2 C - 1 + D requests,
//
// where C is the cost of the most expensive Get: 1; 2 with a separate credential; 3 with a previous credential as well. An
// engine without private state does not know the IDs of credentials; a Get that has to find them takes one more request. The
// bound holds for any number and order of reads, as long as there are no writes, no page fails or takes long, and there are
// no list calls. The first read is a Get. From the second on, the next page is fetched if
//
//	pages fetched for reads < max(c, W - 2c)
//
// where c is the cost of this read as a Get, in requests, and W is the total cost of all reads so far. So pages never cost
// more than Gets would have (the first bound), and if a read falls back to a Get because it cannot afford a page yet, W is
// at most 2c above the pages (the second). If three of 10,000 applications are managed, their reads take three Gets and one
// page. A page of Keycard is one request for applications and one for credentials.
package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	maxAge    = 5 * time.Minute  // of a list
	maxListed = 50_000           // applications and credentials of a scope
	waitLimit = 30 * time.Second // for one page, and for all pages that a read waits for
)

// Platform is an idp.Platform that answers reads from lists where possible. Create one with New.
type Platform struct {
	idp.Platform

	mu     sync.Mutex
	scopes map[idp.Scope]*scope // by place
}

var _ idp.Platform = (*Platform)(nil)

// New wraps platform. The result must not outlive the configuration that platform was created from.
func New(platform idp.Platform) *Platform {
	return &Platform{Platform: platform, scopes: map[idp.Scope]*scope{}}
}

// Get returns an application from a list if the list confirms it, and otherwise from the platform.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if known.AuthMethod != "" {
		if confirmed, ok := p.scope(known.Scope).confirms(ctx, known); ok {
			return p.depending(ctx, confirmed)
		}
	}
	return p.Platform.Get(ctx, known)
}

// depending adds the dependencies to a listed application, if they are managed. If they cannot be read, it falls back to a
// Get, which knows what the error means.
func (p *Platform) depending(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.Dependencies == nil {
		return app, nil
	}
	reader, ok := p.Platform.(idp.DependencyReader)
	if !ok {
		return p.Platform.Get(ctx, app)
	}
	shown, err := reader.ReadDependencies(ctx, app)
	if err != nil {
		return p.Platform.Get(ctx, app)
	}
	app.Dependencies = shown
	return app, nil
}

// Create implements idp.Platform.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	defer p.scope(wanted.Scope).write()()
	return p.Platform.Create(ctx, wanted)
}

// Update implements idp.Platform.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	defer p.scope(change.After.Scope).write()()
	return p.Platform.Update(ctx, change)
}

// Rotate implements idp.Platform.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	defer p.scope(known.Scope).write()()
	return p.Platform.Rotate(ctx, known)
}

// Delete implements idp.Platform.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	defer p.scope(known.Scope).write()()
	return p.Platform.Delete(ctx, known)
}

func (p *Platform) scope(id idp.Scope) *scope {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.scopes[place(id)]
	if s == nil {
		s = &scope{platform: p.Platform, lists: map[listID]*list{}}
		s.credentials, _ = p.Platform.(idp.Credentials)
		p.scopes[place(id)] = s
	}
	return s
}
