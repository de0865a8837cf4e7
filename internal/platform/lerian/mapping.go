package lerian

import "github.com/idpkit/terraform-provider-idp/internal/idp"

func applicationInput(wanted idp.Registration) ApplicationInput {
	return ApplicationInput{Name: wanted.Name, Description: wanted.Description}
}

// application returns the application in a response, with the fingerprint of this installation.
func (p *Platform) application(answer Application, known idp.Application) idp.Application {
	app := merge(answer, known)
	app.Installation = p.here.fingerprint()
	return app
}

// merge returns the application in a response. Fields that the response lacks are carried over from known. Only servers up
// to 3.9 return the secret; on others it is absent, null or empty.
func merge(answer Application, known idp.Application) idp.Application {
	app := idp.Application{
		Registration: idp.Registration{
			Scope:       known.Scope,
			Name:        idp.InForm(or(answer.Name, known.Name), known.Name),
			Description: idp.InForm(or(answer.Description, known.Description), known.Description),
			AuthMethod:  idp.ClientSecretPost,
		},
		ID:           answer.Id,
		ClientID:     or(answer.ClientId, known.ClientID),
		ClientSecret: known.ClientSecret,
		CreatedAt:    or(answer.CreatedAt, known.CreatedAt),
	}
	if shown := or(answer.ClientSecret, ""); shown != "" {
		app.ClientSecret = idp.Secret(shown)
	}
	return app
}

func or(answered *string, known string) string {
	if answered == nil {
		return known
	}
	return *answered
}
