// Package handover lets a name or an identifier, of which there can be one, pass from one application to another within one
// run.
//
// Terraform removes and registers in any order where two resources do not depend on each other: after a resource got another
// address, say, or when two change places in a list. The platform refuses the create while the other application is
// there. A Platform of this package waits then until the run has removed or renamed that application, and asks again.
package handover

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// patience is how long nothing may be under way before a wait is given up. The operation that would release the name may
// be waiting for resources of other providers.
const patience = 15 * time.Second

// Platform is an idp.Platform that waits for names. Create one with New.
type Platform struct {
	idp.Platform
	after func(time.Duration) <-chan time.Time

	mu       sync.Mutex
	changed  chan struct{}     // closed when any of the following changes
	working  int               // operations that are under way, and do not wait
	ended    int               // operations that have ended
	released int               // how many had ended when the latest released a name
	last     map[object]result // of the last operation on an object
	waitsFor map[object]object // the one that has what another one is to get
}

// object is an application or a credential. The zero value is one that is yet to be created.
type object struct{ noun, id string }

func application(id string) object { return object{"application", id} }

func credential(id string) object { return object{"credential", id} }

func (o object) String() string { return o.noun + " " + o.id }

// result is what an operation did to the name of its object.
type result struct {
	released bool
	at       int // of the operations that had ended, it was this one
}

var _ idp.Platform = (*Platform)(nil)

// New stands before a platform. It measures time with after, which is time.After but in tests.
func New(platform idp.Platform, after func(time.Duration) <-chan time.Time) *Platform {
	return &Platform{
		Platform: platform, after: after, changed: make(chan struct{}), last: map[object]result{}, waitsFor: map[object]object{},
	}
}

// Create implements idp.Platform.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	return retry(ctx, p, application(""), func() (idp.Application, bool, error) {
		app, err := p.Platform.Create(ctx, wanted)
		return app, false, err
	})
}

// Update implements idp.Platform.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	return retry(ctx, p, application(change.Before.ID), func() (idp.Application, bool, error) {
		app, err := p.Platform.Update(ctx, change)
		released := app.Name != change.Before.Name || app.Identifier != change.Before.Identifier
		if err != nil && app.ID == change.Before.ID {
			change.Before = app // what was carried out is not asked for again
		}
		return app, released, err
	})
}

// Delete implements idp.Platform.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	return p.remove(application(known.ID), func() error { return p.Platform.Delete(ctx, known) })
}

// remove carries out the removal of an object, which releases its name.
func (p *Platform) remove(o object, operation func() error) error {
	p.work(1)
	err := operation()
	p.work(-1)
	p.end(o, err == nil || errors.Is(err, idp.ErrStillShown))
	return err
}

// retry repeats an operation on an object, whose ID is empty for a new one, each time that what it wants was released. The
// operation also reports whether it released the name that its object had.
func retry[T any](ctx context.Context, p *Platform, o object, operation func() (T, bool, error)) (T, error) {
	for {
		began := p.work(1)
		made, released, err := operation()
		p.work(-1)
		refused, id := conflicting(err)
		switch conflict := (object{o.noun, id}); {
		case refused && id == "" && p.releasing(ctx, began):
			continue // it was gone when somebody looked
		case id != "" && conflict != o:
			refusal := p.await(ctx, o, conflict, began)
			if refusal == nil {
				continue
			}
			err = refusal.explain(err)
		}
		p.end(o, released)
		return made, err
	}
}

// conflicting reports whether another application has what was asked for, and returns its ID, if that is known.
func conflicting(err error) (bool, string) {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind != idp.ErrAlreadyExists || e.Conflict != "" {
		return false, ""
	}
	return true, e.ExistingID
}

// work notes that an operation begins or pauses, and returns how many had ended.
func (p *Platform) work(change int) (ended int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working += change
	p.notify()
	return p.ended
}

// end notes what an operation did to its object.
func (p *Platform) end(o object, released bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended++
	p.last[o] = result{released, p.ended}
	if released {
		p.released = p.ended
	}
	p.notify()
}

// releasing reports whether an operation releases a name that ended after so many had, or that is under way now: the platform may
// have renamed the other application while the operation goes on.
func (p *Platform) releasing(ctx context.Context, began int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := p.ended + p.working
	for p.released <= began && p.working > 0 && p.ended < last {
		if !p.sleep(ctx) {
			return false
		}
	}
	return p.released > began
}

// notify wakes all who wait. The caller has the lock.
func (p *Platform) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}
