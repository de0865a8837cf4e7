package handover

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// reason is why a wait ended without the name.
type reason int

const (
	idle   reason = iota + 1 // nothing in this run released the name
	failed                   // an operation on the conflicting application ended without releasing it
	cyclic                   // the two applications wait for each other
)

// refusal is why an application does not get its name.
type refusal struct {
	why      reason
	conflict string // the ID of the conflicting application
}

// await waits until the conflicting application releases its name. began is the number of operations that had ended when the
// rejected one began; releases before that do not count.
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

// sleep releases the lock and waits for a change. It returns false if none is to be expected.
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

// cycle reports whether the conflicting application waits, directly or indirectly, for this one.
func (p *Platform) cycle(id, conflict string) bool {
	for next := conflict; next != "" && id != ""; next = p.waitsFor[next] {
		if next == id {
			return true
		}
	}
	return false
}

// explain adds to a conflict why the name was not released. It does not suggest importing an application that this run
// manages.
func (r *refusal) explain(err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	explained := *e
	switch r.why {
	case cyclic:
		explained.Conflict = "This run manages it, too."
		explained.Hint = fmt.Sprintf("Application %s waits for the name of this one: the two swap their names. Give one of them another name first, "+
			"apply, and then the name that it is to have.", r.conflict)
	case failed:
		explained.Conflict = "This run manages it, too."
		explained.Hint = fmt.Sprintf("Application %s kept the name, because its own change or removal failed. See that error first.", r.conflict)
	default:
		explained.Hint = fmt.Sprintf("Nothing in this run released the name. If application %s is this resource's own predecessor, remove "+
			"create_before_destroy: two applications cannot have the same name or identifier. If it is in the same state at another "+
			"address, add a moved block.", r.conflict)
	}
	return &explained
}
