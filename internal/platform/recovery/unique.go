package recovery

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Unique creates an object that is unique by its name or identifier, although any response can be lost.
//
// create sends one request. find looks the name up: it returns the object if the attempt created it, idp.ErrNotFound if
// nothing has the name, and idp.ErrAlreadyExists if the object belongs to someone else. It is safe to send a second request:
// if the first was carried out after all, the platform rejects the second, and find finds the first object.
//
// While the platform is unavailable, Unique keeps trying for as long as the operation has time left.
//
// The object belongs to the first caller that claims it. Another resource of this process may want the same name, and its
// response may have been lost as well. The second caller gets idp.ErrAlreadyExists, even if it has a response. So find must
// not change the object that it finds.
//
// If the outcome remains unknown, Unique returns the error of the first request.
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

// own assigns the application to one call of Create.
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

// settle returns an application, or an error that names a conflict. After any other error, the outcome of the first request
// is unknown, so it returns lost.
func settle(app idp.Application, err, lost error) (idp.Application, error) {
	if err == nil || app.ID != "" || errors.Is(err, idp.ErrAlreadyExists) {
		return app, err
	}
	return idp.Application{}, lost
}
