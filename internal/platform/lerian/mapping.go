package lerian

import "github.com/idpkit/terraform-provider-idp/internal/idp"

func applicationInput(wanted idp.Registration) ApplicationInput {
	return ApplicationInput{Name: wanted.Name, Description: wanted.Description}
}

// application is what the platform has, seen here and now.
func (p *Platform) application(answer Application, known idp.Application) idp.Application {
	app := merge(answer, known)
	app.Installation = p.here.fingerprint()
	return app
}

// merge is what an answer says, and what is known already where the answer is silent. The secret is shown by
// servers up to 3.9 only; on others it is absent, null or empty.
func merge(answer Application, known idp.Application) idp.Application {
	app := idp.Application{
		Registration: idp.Registration{
			Scope:       known.Scope,
			Name:        or(answer.Name, known.Name),
			Description: or(answer.Description, known.Description),
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
