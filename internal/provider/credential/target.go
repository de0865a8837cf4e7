package credential

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// target is the object of an operation: a credential on a platform with these capabilities.
type target struct {
	idp.Credential
	capabilities idp.Capabilities
	hasSecret    bool
	causes       diagnose.Causes // explained so far; nil for errors that stand alone
}

// object returns the target as the object of diagnostics.
func (t target) object() diagnose.Object {
	return diagnose.Object{
		Noun: "credential", Label: t.label(), Platform: t.capabilities, Scope: t.Scope, Causes: t.causes,
		HasSecret: t.hasSecret,
	}
}

// label returns the text by which diagnostics identify a credential, which has no name.
func (t target) label() string {
	return fmt.Sprintf("%s of application %s", strings.TrimSpace(string(t.Kind)+" "+t.ID), t.ApplicationID)
}

func (t target) title() string { return t.object().Title() }

func (t target) explain(err error) string { return t.object().Explain(err) }

// cannot reports an error. If the error names an attribute that only the application has, such as auth_method, it is
// omitted.
func (t target) cannot(operation string, err error) diag.Diagnostic {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		here := *e
		if name, found := strings.CutPrefix(string(e.Attribute), t.capabilities.Platform+"."); !found || platformBlocks[t.capabilities.Platform].Attributes[name] == nil {
			here.Attribute = ""
		}
		err = &here
	}
	return t.object().Cannot(operation, err)
}

// imported reports whether the credential is being imported: only its import ID is known.
func (t target) imported() bool { return t.Kind == "" }

// noun returns what diagnostics call the secret of the credential.
func (t target) noun() string {
	if t.Kind == idp.CredentialKey {
		return "key file"
	}
	return "client secret"
}

// how returns the words of messages about the secret, including how to get another one.
func (t target) how() secret.Terms {
	return secret.Terms{Noun: t.noun(), Of: t.label(), Renew: "replace the credential with terraform apply -replace=ADDRESS"}
}
