package credential_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// A resemblance is not a proof. Who may take over a credential is told how; one whose secret is lost is good for nobody.
func TestCreate_ResemblingCredential_IsNamedAndNotTakenOver(t *testing.T) {
	for name, row := range map[string]struct {
		config    config
		kind      idp.Kind
		hint, not string
	}{
		"public":            {keycard("public", config{"identifier": "a"}), idp.ErrAmbiguous, `id = "keycard/zone/app/c7"`, "none"},
		"workload identity": {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), idp.ErrAlreadyExists, `id = "keycard/zone/app/c7"`, "none"},
		"own key":           {zitadel(config{}, config{"public_key": publicKey}), idp.ErrAmbiguous, `id = "zitadel/service_account/app/c7"`, "none"},
		"own key, org":      {zitadel(config{"organization_id": "org"}, config{"public_key": publicKey}), idp.ErrAmbiguous, `id = "zitadel/org/service_account/app/c7"`, "none"},
		"key":               {zitadel(project, config{}), idp.ErrAmbiguous, "It concerns credential c7 of application app.", "import {"},
		"client secret":     {keycard("client_secret", config{}), idp.ErrAmbiguous, "It concerns credential c7 of application app.", "import {"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			d.onIssue = func(idp.Issued) (idp.Issued, error) {
				return idp.Issued{}, &idp.Error{Kind: row.kind, ExistingID: "c7", Advice: "Look at c7."}
			}
			core := d.core()
			_, problems := core.Apply(t.Context(), row.config)
			if core.Has() || !said(problems, "Cannot create credential", row.hint, "Look at c7.") || saidAnywhere(problems.String(), row.not) {
				t.Error(problems)
			}
		})
	}
}

func TestErrors_NeverShowSecrets(t *testing.T) {
	d := newDesk()
	d.onIssue = func(made idp.Issued) (idp.Issued, error) { return made, &idp.Error{Kind: idp.ErrAmbiguous} }
	for _, c := range []config{keycard("client_secret", config{}), zitadel(project, config{})} {
		core := d.core()
		_, problems := core.Apply(t.Context(), c)
		if len(problems) == 0 || saidAnywhere(problems.String(), "secret-1") || saidAnywhere(problems.String(), "keyId") {
			t.Error(problems)
		}
	}
}
