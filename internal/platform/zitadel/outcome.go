package zitadel

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// outcome returns the error of a change. It is ErrAmbiguous if an attempt without a response may have been carried out, even
// if a later attempt was rejected, or if a response could not be read. A name conflict is never ambiguous.
func outcome(err error, ambiguous bool) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind == idp.ErrAlreadyExists || !ambiguous && e.Status/100 != 2 {
		return err
	}
	open := *e
	open.Kind = idp.ErrAmbiguous
	return &open
}
