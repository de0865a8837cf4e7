package lerian

import "github.com/idpkit/terraform-provider-idp/internal/idp"

func applicationInput(wanted idp.Registration) ApplicationInput {
	return ApplicationInput{Name: wanted.Name, Description: wanted.Description}
}

// application is what the platform has, and what is known already where its answer is silent. The secret is shown by
// servers up to 3.9 only; on others it is absent, null or empty.
func application(answer Application, known idp.Application) idp.Application {
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
