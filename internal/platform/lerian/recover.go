package lerian

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// passing knows the refusals after which the same create succeeds a moment later: another one was running, or the store of
// the locks or of the limiter did not answer. Nothing was created.
func passing(status int, body []byte) bool {
	said := errorOf(body)
	code := said.code()
	return status == http.StatusServiceUnavailable && (code == codeCreateRunning || code == codeLockUnavailable || said.ofLimiter())
}

// clear leaves nothing behind of creates that were not answered, so that another may be sent. Names repeat, so what the
// attempt made is told by name, description and age. It is removed, because nobody has its secret; where a server shows
// the secret, it is returned instead. The error is lost, with what to look at.
func (p *Platform) clear(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt, lost error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	made, unclearAge, err := p.made(ctx, wanted, attempt)
	switch {
	case err != nil:
		return idp.Application{}, unclear(lost, wanted)
	case len(made) > 1 || len(unclearAge) > 0:
		return idp.Application{}, idp.WithAdvice(lost, several(append(made, unclearAge...)))
	case len(made) == 0 && !finished(lost):
		return idp.Application{}, unclear(lost, wanted)
	case len(made) == 0:
		return idp.Application{}, nil
	}
	app := made[0]
	if app.ClientSecret != "" && app.ClientID != "" {
		p.recovery.Claim(app.ID)
		return app, nil
	}
	if err := p.Delete(ctx, app); err != nil {
		return idp.Application{}, idp.WithAdvice(lost, several(made))
	}
	return idp.Application{}, nil
}

// finished reports whether the service itself says that it could not even begin, so that a look that found nothing is the
// last word. After anything else (a gateway that gave up waiting, a 500 with no matter whose code) the create may still be
// carried out.
func finished(lost error) bool {
	e, ok := errors.AsType[*idp.Error](lost)
	return ok && e.Code == codeBackendDown
}

func several(made []idp.Application) string {
	var ids []string
	for _, app := range made {
		ids = append(ids, app.ID)
	}
	return fmt.Sprintf("These applications have this name and description, and were or may have been registered at that moment: %s. Nobody has "+
		"seen the secret of what the request made. Remove those that nobody uses, then apply again.", transport.Printable(strings.Join(ids, ", ")))
}

// made lists the applications that the attempt has made, going by their age, and those whose age nobody knows. What this
// process has read or created before is neither.
func (p *Platform) made(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (made, unclearAge []idp.Application, err error) {
	err = p.recovery.Look(ctx, func() error {
		resp, err := p.identity.ListApplications(ctx)
		date := transport.Date(resp)
		list, err := transport.Answer[[]Application](resp, err, false, p.refused)
		if e, ok := errors.AsType[*idp.Error](err); ok && e.Code == codeNoApplications {
			return &idp.Error{Kind: idp.ErrNotFound}
		}
		if err != nil {
			return err
		}
		for _, answer := range list {
			app := application(answer, idp.Application{})
			same := app.Name == wanted.Name && app.Description == wanted.Description
			switch {
			case !same || checkID(app.ID) != nil || app.ID == builtInID || p.recovery.Claimed(app.ID):
			case !recovery.Dated(app.CreatedAt, date):
				unclearAge = append(unclearAge, app)
			case attempt.Made(app.ID, app.CreatedAt, date):
				made = append(made, app)
			}
		}
		if len(made)+len(unclearAge) == 0 {
			return &idp.Error{Kind: idp.ErrNotFound}
		}
		return nil
	})
	if errors.Is(err, idp.ErrNotFound) {
		return nil, nil, nil
	}
	return made, unclearAge, err
}

// turns lets creates go one after the other where nobody could tell what each of them made: from the first request to the end
// of the search for what became of it.
type turns struct {
	mu    sync.Mutex
	queue map[[2]string]chan struct{}
}

// take waits for the turn of a name and description. The function that it returns ends the turn.
func (t *turns) take(ctx context.Context, wanted idp.Registration) (func(), error) {
	slot := t.slot([2]string{wanted.Name, wanted.Description})
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, &idp.Error{
			Kind: idp.ErrUnavailable, Message: "the time for the operation ended while another create of the same name and description was running",
			Advice: "Nothing was sent. Apply again.", Cause: ctx.Err(),
		}
	}
}

func (t *turns) slot(key [2]string) chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.queue == nil {
		t.queue = map[[2]string]chan struct{}{}
	}
	if t.queue[key] == nil {
		t.queue[key] = make(chan struct{}, 1)
	}
	return t.queue[key]
}
