package handover

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// reason is why a wait was given up.
type reason int

const (
	idle   reason = iota + 1 // nothing of this run released the name
	failed                   // the operation that would have released it did not
	cyclic                   // the two wait for each other
)

// refusal says why an application does not get its name.
type refusal struct {
	why      reason
	conflict string // the ID of the application that has it
}

// await waits until an application releases its name. began is how many operations had ended when the refused one began:
// what was released before is no news.
func (p *Platform) await(ctx context.Context, id, conflict string, began int) *refusal {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cycle(id, conflict) {
		return &refusal{cyclic, conflict}
	}
	if id != "" {
		p.waitsFor[id] = conflict
		defer delete(p.waitsFor, id)
	}
	for {
		result := p.last[conflict]
		switch {
		case result.at > began && result.released:
			return nil
		case result.at > began:
			return &refusal{failed, conflict}
		case !p.sleep(ctx):
			return &refusal{idle, conflict}
		}
	}
}

// sleep waits for a change, with the lock released. It reports false when none is to be expected.
func (p *Platform) sleep(ctx context.Context) bool {
	changed := p.changed
	var idle <-chan time.Time
	if p.working == 0 {
		idle = p.after(patience)
	}
	p.mu.Unlock()
	defer p.mu.Lock()
	select {
	case <-changed:
		return true
	case <-idle:
		return false
	case <-ctx.Done():
		return false
	}
}

// cycle reports whether the application that has the name waits, by way of others, for this one.
func (p *Platform) cycle(id, conflict string) bool {
	for next := conflict; next != "" && id != ""; next = p.waitsFor[next] {
		if next == id {
			return true
		}
	}
	return false
}

// explain adds to a conflict why the name was not released. Where this run manages the application that has it, importing that
// one is no way out.
func (r *refusal) explain(err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	explained := *e
	switch r.why {
	case cyclic:
		explained.Conflict = "This run manages it, too."
		explained.Hint = fmt.Sprintf("Application %s and this one swap names, so each waits for the other. Give one of them a temporary name, "+
			"apply, then set its final name and apply again.", r.conflict)
	case failed:
		explained.Conflict = "This run manages it, too."
		explained.Hint = fmt.Sprintf("Application %s kept the name because its own change or removal failed. Fix that error first.", r.conflict)
	default:
		explained.Hint = fmt.Sprintf("Nothing in this run released the name. If application %s is this resource's own predecessor, remove "+
			"create_before_destroy: two applications cannot have the same name or identifier. If it is in the same state at another "+
			"address, add a moved block.", r.conflict)
	}
	return &explained
}
