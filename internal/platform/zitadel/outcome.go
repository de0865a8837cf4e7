package zitadel

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// outcome is the error of a change. It is ErrAmbiguous where an attempt may have been carried out without an answer, whatever a later
// one was told, and where the answer to one cannot be read. A name that somebody else has was certainly not taken.
func outcome(err error, ambiguous bool) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind == idp.ErrAlreadyExists || !ambiguous && e.Status/100 != 2 {
		return err
	}
	open := *e
	open.Kind = idp.ErrAmbiguous
	return &open
}
