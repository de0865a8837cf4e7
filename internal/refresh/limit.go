package refresh

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// concurrency is how many calls of one platform run at a time, however many Terraform walks at once (-parallelism).
const concurrency = 10

// limited is a platform that takes no more than so many calls at a time.
type limited struct {
	idp.Platform
	slots chan struct{}
}

// Limit bounds how many calls of a platform run at a time. The others wait, for as long as their contexts let them. A List
// asks for one page at a time anyway, and holds no one up while its reader is at work.
func Limit(platform idp.Platform) idp.Platform {
	return &limited{Platform: platform, slots: make(chan struct{}, concurrency)}
}

func (l *limited) enter(ctx context.Context) error {
	select {
	case l.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &idp.Error{Kind: idp.ErrUnavailable, Message: "the request was not sent: too many others were under way", Cause: ctx.Err()}
	}
}

func (l *limited) leave() { <-l.slots }

// Get implements idp.Platform, as do the methods below.
func (l *limited) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := l.enter(ctx); err != nil {
		return idp.Application{}, err
	}
	defer l.leave()
	return l.Platform.Get(ctx, known)
}

func (l *limited) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if err := l.enter(ctx); err != nil {
		return idp.Application{}, err
	}
	defer l.leave()
	return l.Platform.Create(ctx, wanted)
}

func (l *limited) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	if err := l.enter(ctx); err != nil {
		return change.Before, err
	}
	defer l.leave()
	return l.Platform.Update(ctx, change)
}

func (l *limited) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := l.enter(ctx); err != nil {
		return known, err
	}
	defer l.leave()
	return l.Platform.Rotate(ctx, known)
}

func (l *limited) Verify(ctx context.Context, known idp.Application) error {
	if err := l.enter(ctx); err != nil {
		return err
	}
	defer l.leave()
	return l.Platform.Verify(ctx, known)
}

func (l *limited) Delete(ctx context.Context, known idp.Application) error {
	if err := l.enter(ctx); err != nil {
		return err
	}
	defer l.leave()
	return l.Platform.Delete(ctx, known)
}

func (l *limited) LastChange(ctx context.Context, known idp.Application) (idp.Edit, error) {
	if err := l.enter(ctx); err != nil {
		return idp.Edit{}, err
	}
	defer l.leave()
	return l.Platform.LastChange(ctx, known)
}

func (l *limited) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	if err := l.enter(ctx); err != nil {
		return idp.Page{}, err
	}
	defer l.leave()
	return l.Platform.Page(ctx, scope, cursor)
}
