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
	failed                   // an operation on the conflicting object ended without releasing it
	cyclic                   // the two objects wait for each other
	twin                     // this run has created the conflicting object
	ended                    // the operation ended while it waited
)

// refusal is why an object does not get its name.
type refusal struct {
	why      reason
	conflict object // the object that has it
}

// await waits until the conflicting object releases its name. began is the number of operations that had ended when the
// rejected one began; releases before that do not count.
func (p *Platform) await(ctx context.Context, o, conflict object, began int) *refusal {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cycle(o, conflict) {
		return &refusal{cyclic, conflict}
	}
	if o.id != "" {
		p.waitsFor[o] = conflict
		defer delete(p.waitsFor, o)
	}
	for {
		result := p.last[conflict]
		switch {
		case result.at > began && result.released:
			return nil
		case result.at > 0 && !result.released: // a run changes each object once
			return &refusal{failed, conflict}
		case p.created[conflict]:
			return &refusal{twin, conflict}
		case p.sleep(ctx):
		case ctx.Err() != nil:
			return &refusal{ended, conflict}
		default:
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

// cycle reports whether the conflicting object waits, directly or indirectly, for this one.
func (p *Platform) cycle(o, conflict object) bool {
	for next := conflict; next.id != "" && o.id != ""; next = p.waitsFor[next] {
		if next == o {
			return true
		}
	}
	return false
}

// explain adds to a conflict why the name was not released. It does not suggest importing an object that this run manages.
func (r *refusal) explain(err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	explained := *e
	const managed = "This run manages it, too."
	switch r.why {
	case cyclic:
		explained.Conflict = managed
		explained.Hint = fmt.Sprintf("This one waits for %s, which waits for this one, directly or through others: they swap names or identifiers. "+
			"Give one of them a temporary one, apply, then set the final one and apply again.", r.conflict)
	case failed:
		explained.Conflict = managed
		explained.Hint = fmt.Sprintf("This run manages %s, which kept the name or identifier. If its own change or deletion failed, fix that "+
			"error first.", r.conflict)
	case twin:
		explained.Conflict = managed
		explained.Hint = fmt.Sprintf("Another resource of this run has just created %s. Give each resource a different name or identifier.", r.conflict)
	case ended:
		explained.Hint = fmt.Sprintf("The operation timed out or was cancelled while it waited for this run to delete or rename %s. Apply again, or "+
			"raise operation_timeout.", r.conflict)
	default:
		explained.Hint = fmt.Sprintf("Nothing in this run deleted or renamed %s. If this resource replaces it, remove "+
			"create_before_destroy: both cannot exist at the same time. If this state has it at another address, add a moved block, or "+
			"raise -parallelism above the number of resources that move.", r.conflict)
		if r.conflict.noun == credential("").noun {
			explained.Hint += " Otherwise: " + e.Hint
		}
	}
	return &explained
}
