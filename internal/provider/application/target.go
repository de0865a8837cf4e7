package application

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// target is the object of an operation: an application on a platform with these capabilities.
type target struct {
	idp.Application
	capabilities idp.Capabilities
	causes       diagnose.Causes // explained so far; nil for errors that stand alone
}

// object returns the target as the object of diagnostics.
func (t target) object() diagnose.Object {
	return diagnose.Object{
		Noun: "application", Label: t.label(), ID: t.ID, Platform: t.capabilities, Scope: t.Scope, Causes: t.causes,
		HasSecret: t.AuthMethod == "" || t.AuthMethod.HasSecret(),
	}
}

// label returns the name of the application, or its ID while the name is not known.
func (t target) label() string { return cmp.Or(t.Name, t.ID) }

func (t target) title() string { return t.object().Title() }

func (t target) explain(err error) string { return t.object().Explain(err) }

func (t target) cannot(operation string, err error) diag.Diagnostic {
	return t.object().Cannot(operation, err)
}

// imported reports whether the application is being imported: only its import ID is known.
func (t target) imported() bool { return t.Name == "" }

// neverConfirmed reports whether Terraform has never had the application in state, so that nothing but its import ID is
// known. A moved state may also lack the name, but then has the auth_method.
func (t target) neverConfirmed() bool { return t.imported() && t.AuthMethod == "" }

// organizationUnknown reports whether the organization that owns the application is not known, on a platform with
// organizations: the state came from another provider, and no read has found the application since. An identity without the
// organization must not be written then, because Terraform refuses to complete it later.
func (t target) organizationUnknown() bool {
	return t.capabilities.Supports(idp.AttributeOrganizationID) && t.OrganizationID == ""
}
