package application

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// target is what an operation is about: an application in the domain's words, at a platform of these capabilities.
type target struct {
	idp.Application
	capabilities idp.Capabilities
	causes       diagnose.Causes // that were explained; nil for errors that stand alone
}

// object is the target as diagnostics name it.
func (t target) object() diagnose.Object {
	return diagnose.Object{
		Noun: "application", Label: t.label(), Platform: t.capabilities, Scope: t.Scope, Causes: t.causes,
		HasSecret: t.AuthMethod == "" || t.AuthMethod.HasSecret(),
	}
}

// label is what an application is called: by its name, or by its ID while that is all that is known.
func (t target) label() string { return cmp.Or(t.Name, t.ID) }

func (t target) title() string { return t.object().Title() }

func (t target) explain(err error) string { return t.object().Explain(err) }

func (t target) cannot(operation string, err error) diag.Diagnostic {
	return t.object().Cannot(operation, err)
}

// imported reports whether the application is being imported: nothing is known of it but where it should be.
func (t target) imported() bool { return t.Name == "" }

// neverConfirmed reports whether nothing at all is known of the application: Terraform has never had it. A moved state begins
// without a name, too, but with the credential.
func (t target) neverConfirmed() bool { return t.imported() && t.AuthMethod == "" }

// organizationUnknown reports that nobody knows yet which organization an application belongs to, where platforms have them: its
// state came from another provider, and no read has found it. An identity without the organization must not be written
// then, because Terraform refuses to complete it later.
func (t target) organizationUnknown() bool {
	return t.capabilities.Supports(idp.AttributeOrganizationID) && t.OrganizationID == ""
}
