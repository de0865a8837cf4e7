package lerian

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"strings"
	"sync/atomic"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// sending returns a context for a request, and a function that returns the last attempt at it.
func (p *Platform) sending(ctx context.Context) (context.Context, func() recovery.Attempt) {
	var latest atomic.Value
	begin := func() { latest.Store(p.recovery.Begin()) }
	begin()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { begin() }})
	return ctx, func() recovery.Attempt {
		attempt, _ := latest.Load().(recovery.Attempt)
		return attempt
	}
}

// candidates lists the applications that the attempt may have created: those with this name and description that this
// process does not know, and that are not older than the attempt. Nothing proves that one of them is the right one: names
// are not unique, and another run may create the same application at this moment. If the list contains none, it is read
// again, because it can lag behind.
func (p *Platform) candidates(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (found []idp.Application, err error) {
	err = p.recovery.Look(ctx, func() error {
		list, date, err := p.list(ctx)
		if err != nil {
			return err
		}
		for _, answer := range list {
			app := p.application(answer, idp.Application{})
			possible := !recovery.Dated(app.CreatedAt, date) || attempt.Made(app.ID, app.CreatedAt, date)
			if possible && resembles(app, wanted) && !p.recovery.Claimed(app.ID) {
				found = append(found, app)
			}
		}
		if len(found) == 0 {
			return &idp.Error{Kind: idp.ErrNotFound}
		}
		return nil
	})
	if errors.Is(err, idp.ErrNotFound) {
		return nil, nil
	}
	return found, err
}

func resembles(app idp.Application, wanted idp.Registration) bool {
	return checkID(app.ID) == nil && app.ID != builtInID &&
		idp.SameText(app.Name, wanted.Name) && idp.SameText(app.Description, wanted.Description)
}

// ambiguous adds a hint to the error of a create whose outcome is unknown.
func (p *Platform) ambiguous(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt, lost error) error {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	found, err := p.candidates(ctx, wanted, attempt)
	hint := p.hintCandidates(found)
	switch {
	case err != nil:
		hint = p.hintUnlisted(wanted, "The applications cannot be listed.")
	case len(found) == 0:
		hint = p.hintUnlisted(wanted, "No candidate is listed.")
	}
	if e, ok := errors.AsType[*idp.Error](lost); ok {
		hint = strings.TrimSpace(hintCause(e, wanted) + " " + hint)
	}
	return idp.WithHint(lost, hint)
}

// longestDescription is the maximum length of the description of candidates, in bytes.
const longestDescription = 500

// describe describes as many applications as fit, so that users can find out whom they belong to.
func describe(apps []idp.Application) string {
	var parts []string
	length := 0
	for i, app := range apps {
		part := transport.Printable(fmt.Sprintf("ID %s (client ID %s, created %s)", app.ID,
			cmp.Or(app.ClientID, "not shown"), cmp.Or(app.CreatedAt, "at a time that is not shown")))
		if length += len(part); length > longestDescription {
			parts = append(parts, fmt.Sprintf("and %d more", len(apps)-i))
			break
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}
