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

// target is what an operation is about: a credential in the domain's words, at a platform of these capabilities.
type target struct {
	idp.Credential
	capabilities idp.Capabilities
	hasSecret    bool
	causes       diagnose.Causes // that were explained; nil for errors that stand alone
}

// object is the target as diagnostics name it.
func (t target) object() diagnose.Object {
	return diagnose.Object{
		Noun: "credential", Label: t.label(), Platform: t.capabilities, Scope: t.Scope, Causes: t.causes,
		HasSecret: t.hasSecret,
	}
}

// label is what a credential is called: it has no name.
func (t target) label() string {
	return fmt.Sprintf("%s of application %s", strings.TrimSpace(string(t.Kind)+" "+t.ID), t.ApplicationID)
}

func (t target) title() string { return t.object().Title() }

func (t target) explain(err error) string { return t.object().Explain(err) }

// cannot reports an error. A part of the application that the platform objects to, such as its auth_method, is no attribute here.
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

// imported reports whether the credential is being imported: nothing is known of it but where it should be.
func (t target) imported() bool { return t.Kind == "" }

// noun is what is secret of the credential.
func (t target) noun() string {
	if t.Kind == idp.CredentialKey {
		return "key file"
	}
	return "client secret"
}

// how says what a secret is, and how to get another one.
func (t target) how() secret.Terms {
	return secret.Terms{Noun: t.noun(), Of: t.label(), Renew: "replace the credential with terraform apply -replace=ADDRESS"}
}
