package zitadel

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The ids of errors about users that the code looks at.
const (
	codeNoUser          = "QUERY-Dfbg2"   // GET: this user does not exist, or not in this organization
	codeRemoveNoUser    = "COMMAND-m9od"  // DELETE: likewise
	codeUserThere       = "COMMAND-k2una" // a create with an ID that is taken
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

// aboutAccount adds to an error what it means where it is about a service account, and not about an application of a project.
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
	case e.Kind == idp.ErrNotFound: // of an application
		known.Kind, known.Hint = idp.ErrUnexpected, hintGone
	case e.Status == http.StatusNotFound && strings.HasPrefix(e.Code, "COMMAND-"):
		known.Hint = hintGone
	}
	return p.explained(&known)
}

// hasCode reports whether an error has this id.
func hasCode(err error, code string) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Code == code
}

// absent takes one id for the word that the object of a call does not exist, and no other.
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

// findAccountHint is for someone who does not know whether a service account was made.
func findAccountHint(wanted idp.Registration) string {
	place := "zitadel/"
	if organization := wanted.Scope.OrganizationID; organization != "" {
		place += organization + "/"
	}
	return fmt.Sprintf("Look in the organization for a service account with the user name %q. If this run created it, remove it, or import "+
		"it as %sservice_account/<application_id>. %s Then run apply again.", wanted.Identifier, place, hintImportedSecret)
}
