package keycard

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// secretHint is how an application gets a secret that Terraform knows, once it is imported.
const secretHint = "After the import, get a client secret in two steps: set rotate_when_changed and apply, then change one of its values and apply again."

// notCreated says what is in the way, or what to look for if that is not known.
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

// conflict adds to a refused identifier which application has it, if that can be found out: another one than the application
// of the ID except.
func (p *Platform) conflict(ctx context.Context, wanted idp.Registration, except string, refused idp.Error) *idp.Error {
	refused.Attribute = idp.AttributeIdentifier
	if refused.ExistingID == "" {
		_ = p.recovery.Look(ctx, func() (err error) { // the list may lag behind
			refused.ExistingID, err = p.withIdentifier(ctx, wanted.Scope.ZoneID, wanted.Identifier, except)
			return err
		})
	}
	return &refused
}

// importHint is about the application that has the identifier already.
func importHint(wanted idp.Registration, existingID string) string {
	hint := fmt.Sprintf("Choose another identifier, or import the application that has this one as keycard/%s/%s.",
		wanted.Scope.ZoneID, cmp.Or(existingID, "<application_id>"))
	if wanted.AuthMethod.HasSecret() {
		return hint + " " + secretHint
	}
	return hint
}
