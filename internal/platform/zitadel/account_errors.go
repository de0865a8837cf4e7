package zitadel

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The IDs of user errors that the code handles.
const (
	codeNoUser          = "QUERY-Dfbg2"   // GET: this user does not exist, or not in this organization
	codeRemoveNoUser    = "COMMAND-m9od"  // DELETE: the same
	codeUserThere       = "COMMAND-k2una" // a create with an ID that is in use
	codeSameMachine     = "COMMAND-2n8vs"
	codeSameUserName    = "COMMAND-6m9gs"
	codeNoMachineSecret = "COMMAND-coi82n"
	codeUserAlreadyOff  = "COMMAND-5M0sf"
	codeUserNotOff      = "COMMAND-6M0sf"
	codeUserNotLocked   = "COMMAND-4M0ds"
)

const (
	hintNoAccount   = "Remove it from the state, or import another one."
	hintAccountRole = "Give the provider's own service account a role in the organization that may write users: ORG_USER_MANAGER, ORG_OWNER, or " +
		"IAM_OWNER. A role for a project is not enough."
	hintUserName = "Choose another identifier, or import the service account that has this one. ZITADEL ignores case in " +
		"user names. By default, they must be unique across organizations."
	hintOtherUserName = "Choose another identifier. ZITADEL ignores case in user names."
)

// aboutAccount adjusts an error, which was classified for applications of projects, to service accounts.
func (p *Platform) aboutAccount(err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	known := *e
	switch {
	case e.Kind == idp.ErrAlreadyExists:
		known.Attribute, known.Hint = idp.AttributeIdentifier, hintUserName
	case e.Kind == idp.ErrForbidden:
		known.Hint = hintAccountRole
	case e.Kind == idp.ErrNotFound: // the kind is about applications
		known.Kind, known.Hint = idp.ErrUnexpected, hintGone
	case e.Status == http.StatusNotFound && strings.HasPrefix(e.Code, "COMMAND-"):
		known.Hint = hintGone
	}
	return p.explained(&known)
}

// hasCode reports whether an error has this error ID.
func hasCode(err error, code string) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Code == code
}

// absent sets ErrNotFound only for this error ID: no other one means that the object of the call does not exist.
func absent(err error, code string) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Status != http.StatusNotFound {
		return err
	}
	denied := *e
	switch {
	case e.Code == code:
		denied.Kind = idp.ErrNotFound
	case e.Kind == idp.ErrNotFound:
		denied.Kind = idp.ErrUnexpected
	}
	return &denied
}

// findAccountHint returns the hint if it is unknown whether a service account was created.
func findAccountHint(wanted idp.Registration) string {
	place := "zitadel/"
	if organization := wanted.Scope.OrganizationID; organization != "" {
		place += organization + "/"
	}
	return fmt.Sprintf("Look in the organization for a service account with the user name %q. If this run created it, remove it, or import "+
		"it as %sservice_account/<application_id>. %s Then run apply again.", wanted.Identifier, place, hintImportedSecret)
}
