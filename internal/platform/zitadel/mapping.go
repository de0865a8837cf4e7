package zitadel

import (
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// authMethods names the methods of an API application by their names in RFC 7591.
var authMethods = map[idp.AuthMethod]APIAuthMethodType{
	idp.ClientSecretBasic: AuthMethodBasic,
	idp.PrivateKeyJWT:     AuthMethodPrivateKeyJWT,
}

// authMethodType is the platform's name of a method, and BASIC where none is asked for.
func authMethodType(m idp.AuthMethod) (APIAuthMethodType, error) {
	if m == "" {
		return AuthMethodBasic, nil
	}
	if known, ok := authMethods[m]; ok {
		return known, nil
	}
	return "", &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeAuthMethod,
		Message: fmt.Sprintf("an API application cannot authenticate with %s", m),
	}
}

// authMethod is the opposite. A missing type is the zero value, BASIC.
func authMethod(t *APIAuthMethodType) (idp.AuthMethod, error) {
	if t == nil {
		return idp.ClientSecretBasic, nil
	}
	for m, known := range authMethods {
		if known == *t {
			return m, nil
		}
	}
	return "", &idp.Error{
		Kind: idp.ErrUnexpected, Message: "the application authenticates in a way that this provider does not know",
		Advice: "Use a newer release of the provider.",
	}
}

// registered is the application that a create made.
func registered(wanted idp.Registration, method APIAuthMethodType, made RegisteredAPIApp) idp.Application {
	app := idp.Application{
		Registration: idp.Registration{Scope: wanted.Scope, Name: wanted.Name},
		ID:           made.AppId,
		ClientID:     made.ClientId,
		ClientSecret: idp.Secret(text(made.ClientSecret)),
	}
	app.AuthMethod, _ = authMethod(&method) // one that was just sent
	return stamped(app, made.Details)
}

// shown is an application as a read shows it, with what a read never shows from known.
func shown(known idp.Application, app App) (idp.Application, error) {
	if app.Id != known.ID {
		return idp.Application{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the answer is not about this application"}
	}
	if app.ApiConfig == nil {
		return idp.Application{}, otherType(app)
	}
	method, err := authMethod(app.ApiConfig.AuthMethodType)
	if err != nil {
		return idp.Application{}, err
	}
	return stamped(idp.Application{
		Registration: idp.Registration{
			Scope: known.Scope, Name: sameForm(known.Name, app.Name), AuthMethod: method,
			Disabled: app.State != nil && *app.State == AppStateInactive,
		},
		ID:           app.Id,
		ClientID:     text(app.ApiConfig.ClientId),
		ClientSecret: known.ClientSecret,
	}, app.Details), nil
}

// sameForm is the platform's name, in the Unicode form in which it is known.
func sameForm(known, name string) string {
	if idp.SameText(known, name) {
		return known
	}
	return name
}

func stamped(app idp.Application, d Details) idp.Application {
	app.CreatedAt, app.OrganizationID = text(d.CreationDate), text(d.ResourceOwner)
	return app
}

func otherType(app App) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrInvalid, Message: "the application is " + typeOf(app) + ", and not an API application", Advice: adviceWrongApp,
	}
}

func typeOf(app App) string {
	switch {
	case app.OidcConfig != nil:
		return "an OpenID Connect application"
	case app.SamlConfig != nil:
		return "a SAML application"
	}
	return "of an unknown type"
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
