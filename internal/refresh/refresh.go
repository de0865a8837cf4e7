// Package refresh lets one list answer many reads.
//
// Terraform asks for the applications of a state one by one, while platforms answer a hundred or a thousand at once. A
// Platform of this package stands before another one, counts the reads of a scope (a ZITADEL project, a Keycard zone, a
// Lerian tenant), and lists the scope's pages when enough reads have come to pay for them. Later reads are answered from
// what was listed.
//
// # What a list may say
//
// A list may confirm, and only a Get may report a difference. A listed application that equals what the caller knows is
// taken for it. Names and descriptions count as equal in any Unicode form, and the installation is the one that listed it.
// Anything else is left to the platform's Get: a difference, because lists lag behind writes; an absence, because a list may
// have lost it; and a read that knows nothing yet (an import).
//
// Credentials beside the first ones of applications are read in the same way, from the list of all credentials of the scope, where
// a platform has one.
//
// No list shows dependencies. Of an application that manages them they are read apart, which takes one request. The bound below
// does not count these requests.
//
// Who asks for a list is answered from the same pages: any number of lists of a scope take the requests of one, and reads
// look at what lists have fetched.
//
// A write goes to the platform at once, and ends what is known of its scope, and of a scope that is the same project with or
// without its organization: of a list that began before the write ended, nothing is used after it. While a write is under
// way, reads are Gets. Errors are not kept; after a failed page, reads are Gets until twice as many have come. A read waits
// for pages for half a minute or half of its time at most, and goes on as a Get. What was listed is used for five minutes
// at most, and no more than 50,000 applications and credentials of a scope are kept.
//
// # How many requests it takes
//
// Let G be the requests that one Get each would take, P those of the whole list, and D those of the Gets that had to
// look closer because a list could not confirm. Then the reads of a scope take
//
//	at most 2 G, and at most 2 P + 2 C - 1 + D requests,
//
// where C is the price of the dearest Get: 1, or 2 with a credential that is an object of its own, or 3 with a previous one, too.
// An engine without private state does not know the IDs of credentials, and a Get that has to find them takes one request more.
// The bound holds whatever the number and order of the reads, as long as nothing is written, no page fails or takes long, and
// nobody asks for lists.
// The first read is a Get. From the second on, the next page is fetched when
//
//	pages fetched for reads < max(c, W - 2c)
//
// where c is the price of this read as a Get, in requests, and W is the sum of the prices of all reads so far. So pages never cost more than Gets would have (the first bound); and a
// read that falls back to a Get because pages are not paid for yet finds W at most 2c above them (the second). Of 10,000
// applications, three that are managed take three Gets and one page; a page of Keycard is one of applications and one of
// credentials.
package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	maxAge    = 5 * time.Minute  // of what was listed
	maxListed = 50_000           // applications and credentials of a scope
	waitLimit = 30 * time.Second // with a page, and of a read with all that it waits for
)

// Platform is an idp.Platform that answers reads from lists where it can. Create one with New.
type Platform struct {
	idp.Platform

	mu     sync.Mutex
	scopes map[idp.Scope]*scope // by place
}

var _ idp.Platform = (*Platform)(nil)

// New stands before a platform. It lives as long as the configuration that the platform was made from.
func New(platform idp.Platform) *Platform {
	return &Platform{Platform: platform, scopes: map[idp.Scope]*scope{}}
}

// Get answers from a list what a list can confirm, and otherwise asks the platform.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if known.AuthMethod != "" {
		if confirmed, ok := p.scope(known.Scope).confirms(ctx, known); ok {
			return p.depending(ctx, confirmed)
		}
	}
	return p.Platform.Get(ctx, known)
}

// depending reads the dependencies of a listed application, where they are managed. Only a Get can say what it means that they
// cannot be read.
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
