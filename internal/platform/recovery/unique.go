package recovery

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Unique creates what there can be only one of, by its name or identifier, with requests of which any may be carried out
// without being answered.
//
// create sends one request. find looks for what has the name: it returns it if the attempt made it, idp.ErrNotFound if
// nothing has the name, and idp.ErrAlreadyExists if it is somebody else's. A second request is not a blind one: were the
// first carried out after all, the platform refuses the second, and find finds what the first made.
//
// While the platform cannot be reached, all this goes on for as long as the operation's time allows.
//
// What is found belongs to the first who takes it. That may be another resource of this process, which wants the same name
// and whose request was lost as well: whoever comes second is told so (idp.ErrAlreadyExists), even with an answer at hand.
// So find must do nothing to what it finds.
//
// If nothing can be found out the error is that of the first request.
func (r *Recovery) Unique(
	ctx context.Context,
	create func(context.Context) (idp.Application, error), find func(context.Context, Attempt) (idp.Application, error),
) (idp.Application, error) {
	attempt := Attempt{recovery: r}
	create = r.claiming(create)
	app, lost := attempt.try(ctx, create)
	if !unanswered(app, lost) {
		return app, lost
	}
	ctx, cancel := Extended(ctx)
	defer cancel()
	for range 2 {
		found, err := r.look(ctx, attempt, find)
		if !errors.Is(err, idp.ErrNotFound) {
			return settle(found, err, lost)
		}
		err = r.Persist(ctx, func() (err error) { app, err = attempt.try(ctx, create); return err })
		if !unanswered(app, err) && (app.ID != "" || !errors.Is(err, idp.ErrAlreadyExists)) {
			return settle(app, err, lost)
		}
	}
	found, err := r.look(ctx, attempt, find)
	return settle(found, err, lost)
}

func (r *Recovery) claiming(create func(context.Context) (idp.Application, error)) func(context.Context) (idp.Application, error) {
	return func(ctx context.Context) (idp.Application, error) {
		app, err := create(ctx)
		if app.ID == "" {
			return app, err
		}
		return r.own(app, err)
	}
}

// own gives the application to one Create.
func (r *Recovery) own(app idp.Application, err error) (idp.Application, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.owned[app.ID] {
		return idp.Application{}, &idp.Error{
			Kind: idp.ErrAlreadyExists, ExistingID: app.ID, Conflict: "Another resource of this configuration has just registered it.",
			Message: "two resources created the same application at the same time", Hint: "Give each resource a different name or identifier.",
		}
	}
	r.claimed[app.ID], r.owned[app.ID] = true, true
	return app, err
}

func unanswered(app idp.Application, err error) bool {
	return app.ID == "" && errors.Is(err, idp.ErrAmbiguous)
}

func (r *Recovery) look(
	ctx context.Context, attempt Attempt, find func(context.Context, Attempt) (idp.Application, error),
) (found idp.Application, err error) {
	err = r.Look(ctx, func() error {
		found, err = find(ctx, attempt)
		return err
	})
	if found.ID == "" {
		return found, err
	}
	return r.own(found, err)
}

// settle keeps an application, or a refusal that says what is in the way. Any other failure leaves open what became of the
// first request.
func settle(app idp.Application, err, lost error) (idp.Application, error) {
	if err == nil || app.ID != "" || errors.Is(err, idp.ErrAlreadyExists) {
		return app, err
	}
	return idp.Application{}, lost
}
