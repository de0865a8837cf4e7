// Package handover lets a unique name or identifier move from one application to another within a run, or from one
// credential to another.
//
// Terraform deletes and creates resources that do not depend on each other in any order, for example after a resource got
// another address, or when two resources swap places in a list. The platform rejects the create while the other object
// exists. Platform then waits until the run has deleted or renamed that object, and retries.
package handover

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// patience is how long a wait continues while no operation is in progress. The operation that would release the name may be
// waiting for resources of other providers.
const patience = 15 * time.Second

// Platform is an idp.Platform that waits for names to be released. Create one with New.
type Platform struct {
	idp.Platform
	after func(time.Duration) <-chan time.Time

	mu       sync.Mutex
	changed  chan struct{}     // closed when any of the following changes
	working  int               // operations in progress, without those that wait
	ended    int               // operations that have ended
	released int               // the value of ended when a name was last released
	last     map[object]result // the last operation on an object
	created  map[object]bool   // the objects that this run has created
	waitsFor map[object]object // the object that has the name, by the one that waits for it
}

// object is an application or a credential. Its ID is empty if it is yet to be created.
type object struct{ noun, id string }

func application(id string) object { return object{"application", id} }

func credential(id string) object { return object{"credential", id} }

func (o object) String() string { return o.noun + " " + o.id }

// result is what an operation did to the name of its object.
type result struct {
	released bool
	at       int // the value of ended after the operation
}

var _ idp.Platform = (*Platform)(nil)

// New wraps platform. It measures time with after, which is time.After except in tests.
func New(platform idp.Platform, after func(time.Duration) <-chan time.Time) *Platform {
	return &Platform{
		Platform: platform, after: after, changed: make(chan struct{}), last: map[object]result{}, created: map[object]bool{}, waitsFor: map[object]object{},
	}
}

// Applies reports whether the run has begun to change something on the platform.
func (p *Platform) Applies() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.working+p.ended > 0
}

// Create implements idp.Platform.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	return retry(ctx, p, application(""), func() (idp.Application, bool, error) {
		app, err := p.Platform.Create(ctx, wanted)
		p.keep(application(app.ID), err)
		return app, false, err
	})
}

// Update implements idp.Platform.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	return retry(ctx, p, application(change.Before.ID), func() (idp.Application, bool, error) {
		app, err := p.Platform.Update(ctx, change)
		released := app.Name != change.Before.Name || app.Identifier != change.Before.Identifier
		if err != nil && app.ID == change.Before.ID {
			change.Before = app // do not repeat what was already applied
		}
		return app, released, err
	})
}

// Delete implements idp.Platform.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	return p.remove(application(known.ID), func() error { return p.Platform.Delete(ctx, known) })
}

// remove runs a deletion, which releases the object's name.
func (p *Platform) remove(o object, operation func() error) error {
	p.work(1)
	err := operation()
	p.work(-1)
	p.end(o, err == nil || errors.Is(err, idp.ErrStillShown))
	return err
}

// retry repeats an operation whenever the name that it wants was released. The object's ID is empty for a new one. The
// operation also reports whether it released the object's previous name.
func retry[T any](ctx context.Context, p *Platform, o object, operation func() (T, bool, error)) (T, error) {
	for {
		began := p.work(1)
		made, released, err := operation()
		p.work(-1)
		refused, id := conflicting(err)
		switch conflict := (object{o.noun, id}); {
		case refused && id == "" && p.releasing(ctx, began):
			continue // the conflicting object was gone when the platform looked for it
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

// conflicting reports whether another object has the requested name or identifier, and returns its ID, if it is known.
func conflicting(err error) (bool, string) {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind != idp.ErrAlreadyExists || e.Conflict != "" || e.Unproven {
		return false, ""
	}
	return true, e.ExistingID
}

// work counts an operation that begins (1) or pauses (-1), and returns the number of operations that have ended.
func (p *Platform) work(change int) (ended int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working += change
	p.notify()
	return p.ended
}

// end records what an operation did to the name of its object.
func (p *Platform) end(o object, released bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended++
	p.last[o] = result{released, p.ended}
	if released {
		p.released = p.ended
		delete(p.created, o)
	}
	p.notify()
}

// keep notes that the run has created an object.
func (p *Platform) keep(o object, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		p.created[o] = true
	}
}

// releasing reports whether an operation that ended after began, or that is still in progress, releases a name: the platform
// may already have renamed the other object while that operation is still running.
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

// notify wakes all waiting operations. The caller holds the lock.
func (p *Platform) notify() {
	close(p.changed)
	p.changed = make(chan struct{})
}
