package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// secretHint says how an imported application gets a secret that Terraform knows.
const secretHint = "After the import, get a client secret in two steps: set rotate_when_changed and apply, then change one of its values and apply again."

// notCreated adds a hint that names the conflicting application, or, if it is unknown, what to look for.
func (p *Platform) notCreated(ctx context.Context, wanted idp.Registration, err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	switch {
	case !ok:
		return err
	case e.Kind == idp.ErrAlreadyExists && e.Conflict != "":
		return idp.WithHint(p.conflict(ctx, wanted, "", *e), "Choose another identifier.")
	case e.Kind == idp.ErrAlreadyExists && e.ExistingID == "":
		found := p.conflict(ctx, wanted, "", *e)
		found.Hint = importHint(wanted, found.ExistingID)
		return found
	case e.Kind == idp.ErrAmbiguous:
		return idp.WithHint(err, fmt.Sprintf("It may be registered. Look in zone %s for an application with the identifier %q: if it is there, "+
			"import it as keycard/%s/<application_id> or remove it, then apply again.", wanted.Scope.ZoneID, transport.Printable(wanted.Identifier), wanted.Scope.ZoneID))
	}
	return err
}

// conflict adds the ID of the conflicting application, other than except, to a rejected identifier, if it can be found.
func (p *Platform) conflict(ctx context.Context, wanted idp.Registration, except string, refused idp.Error) *idp.Error {
	refused.Attribute = idp.AttributeIdentifier
	if refused.ExistingID == "" {
		_ = p.recovery.Look(ctx, func() (err error) { // the list can lag behind
			refused.ExistingID, err = p.withIdentifier(ctx, wanted.Scope.ZoneID, wanted.Identifier, except)
			return err
		})
	}
	return &refused
}

// importHint returns a hint about the application that already has the identifier.
func importHint(wanted idp.Registration, existingID string) string {
	hint := fmt.Sprintf("Choose another identifier, or import the application that has this one as keycard/%s/%s.",
		wanted.Scope.ZoneID, cmp.Or(existingID, "<application_id>"))
	if wanted.AuthMethod.HasSecret() {
		return hint + " " + secretHint
	}
	return hint
}
