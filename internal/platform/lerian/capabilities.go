package lerian

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// Capabilities says what Access Manager knows of an application: a name, a description and a generated secret, and no
// way to change any of them. The name is the slug of a Lerian product, from a list inside the server that grows by
// release, so that only the server can check it. How long either may be is documented nowhere.
func Capabilities() idp.Capabilities {
	return idp.Capabilities{
		Platform: "lerian",
		Title:    "Lerian",
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeName:        {Required: true},
			idp.AttributeDescription: {Required: true},
			idp.AttributeAuthMethod:  {},
		},
		// The login takes client ID and secret in its body.
		AuthMethods: []idp.AuthMethod{idp.ClientSecretPost},
		Unlisted:    "Access Manager's own application is left out.",
		ImportIDs:   []string{"lerian/<application_id>"},
	}
}
