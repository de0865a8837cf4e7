package credential_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Similarity is no proof that the request created the credential. The platform's hint contains the import ID.
func TestCreate_SimilarCredential_IsReportedNotAdopted(t *testing.T) {
	for _, kind := range []idp.Kind{idp.ErrAmbiguous, idp.ErrAlreadyExists} {
		d := newDesk()
		d.onIssue = func(idp.Issued) (idp.Issued, error) {
			return idp.Issued{}, &idp.Error{Kind: kind, Attribute: idp.AttributeAuthMethod, Hint: "Import it as keycard/zone/app/c7."}
		}
		core := d.core()
		_, problems := core.Apply(t.Context(), keycard("public", config{"identifier": "a"}))
		if core.Has() || !said(problems, "Cannot create credential", "Import it as keycard/zone/app/c7.") || saidAnywhere(problems.String(), "idp_application.example") {
			t.Error(problems)
		}
		for _, problem := range problems {
			if problem.Attribute != nil {
				t.Errorf("the error is about %s, which a credential does not have", problem.Attribute)
			}
		}
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
