package zitadel

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	hintDelete = "Deleting needs the permission project.app.delete, which the role ORG_OWNER does not have. Give the service " +
		"account PROJECT_OWNER on the project, or IAM_OWNER."
	hintUndead = `ZITADEL answers the deletion with "not found", but its history shows no deletion. Check the console. If the console does not ` +
		"show the application, remove it from state with terraform state rm."
)

// Delete deletes an application. ZITADEL returns the same error for applications of other organizations as for deleted ones,
// so Delete confirms the deletion and retries once if the application still exists. ErrStillShown means that the application
// was deleted, but reads still return it.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := addressable(known); err != nil {
		return err
	}
	var denied *idp.Error
	for range 2 {
		err := p.remove(ctx, known)
		if err == nil {
			return p.notShown(ctx, known)
		}
		if !errors.As(err, &denied) || denied.Code != codeRemoveNoApp && denied.Code != codeRemoveNoUser {
			return err
		}
		if err := p.expected(ctx, known); err != nil {
			return err
		}
		if gone, err := p.gone(ctx, known); gone || err != nil {
			return err
		}
	}
	return idp.WithHint(denied, hintUndead)
}

// remove sends one DELETE.
func (p *Platform) remove(ctx context.Context, known idp.Application) error {
	if isAccount(known.Registration) {
		return p.removeAccount(ctx, known)
	}
	resp, err := p.api.RemoveApp(ctx, known.Scope.ProjectID, known.ID, (*RemoveAppParams)(p.inOrganization(known.Scope)))
	removed, err := answered[ChangedApp](resp, err, false)
	if err == nil && removed.Details == nil {
		err = transport.Unusable(resp, false, "it does not say when the application was removed")
	}
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Status == http.StatusForbidden && e.Kind == idp.ErrForbidden {
		return idp.WithHint(err, hintDelete)
	}
	return p.explained(err)
}

// gone reports whether an application was deleted. It checks the history, because reads can return an application after its
// deletion. If there is no history, as in a wrong organization, a read must return "not found" as well.
func (p *Platform) gone(ctx context.Context, known idp.Application) (bool, error) {
	past, err := p.history(ctx, known)
	switch {
	case err != nil:
		return false, err
	case past.removal() != nil:
		return true, p.notShown(ctx, known)
	}
	_, err = p.read(ctx, known)
	if errors.Is(err, idp.ErrNotFound) {
		return len(past) == 0, nil
	}
	return false, err
}

// notShown confirms a deletion. If ZITADEL's reads lose it, they still return the application, and its client secret is
// still accepted.
func (p *Platform) notShown(ctx context.Context, known idp.Application) error {
	var err error
	p.recovery.Few(ctx, func() bool {
		_, err = p.read(ctx, known)
		return err != nil
	})
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err != nil:
		return idp.WithOutcome(err, "ZITADEL deleted the application, but the read that should confirm it failed. Run the same command again to confirm the removal.")
	}
	return &idp.Error{
		Kind: idp.ErrStillShown, Hint: hintStillShown(known),
		Message: described(known) + " was deleted, but reads still return it",
	}
}

func hintStillShown(known idp.Application) string {
	return fmt.Sprintf("ZITADEL may still accept the client secret. Ask the instance's operators to rebuild the projection: it still contains %s, "+
		"although the history shows the deletion.", described(known))
}

// described returns a description of an application and its project.
func described(known idp.Application) string {
	if isAccount(known.Registration) {
		return "service account " + known.ID
	}
	return fmt.Sprintf("application %s of project %s", known.ID, known.Scope.ProjectID)
}
