package lerian

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// Capabilities returns what Access Manager applications support: a name, a description and a generated secret, none of which
// can be changed. The name is the slug of a Lerian product. The list of slugs is built into the server and grows with each
// release, so only the server can check it. Lerian does not document any maximum lengths.
func Capabilities() idp.Capabilities {
	return idp.Capabilities{
		Platform: "lerian",
		Title:    "Lerian",
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeName:        {Required: true},
			idp.AttributeDescription: {Required: true},
			idp.AttributeAuthMethod:  {},
		},
		// The login sends client ID and secret in the request body.
		AuthMethods: []idp.AuthMethod{idp.ClientSecretPost},
		Unscoped:    true,
		Unlisted:    "Access Manager's own application is left out.",
		ImportIDs:   []string{"lerian/<application_id>"},
	}
}
