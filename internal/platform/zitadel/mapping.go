package zitadel

import (
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// authMethods maps the methods of an API application to ZITADEL's names.
var authMethods = map[idp.AuthMethod]APIAuthMethodType{
	idp.ClientSecretBasic: AuthMethodBasic,
	idp.PrivateKeyJWT:     AuthMethodPrivateKeyJWT,
}

// authMethodType returns ZITADEL's name of a method. The default is BASIC.
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

// authMethod is the inverse. A missing type means the zero value, BASIC.
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
		Hint: "Use a newer release of the provider.",
	}
}

// registered returns the application with the values from the response to its create.
func registered(wanted idp.Registration, made RegisteredApp) idp.Application {
	app := unconfirmed(wanted)
	app.ID, app.ClientID, app.ClientSecret = made.AppId, made.ClientId, idp.Secret(text(made.ClientSecret))
	return stamped(app, made.Details)
}

// unconfirmed returns a new application with the fields that further requests need, before a read returns the rest.
func unconfirmed(wanted idp.Registration) idp.Application {
	return idp.Application{Registration: idp.Registration{
		Scope: wanted.Scope, Type: wanted.Type, Name: wanted.Name, AuthMethod: wanted.AuthMethod,
	}}
}

// shown returns the application in a response. What reads never return is carried over from known.
func shown(known idp.Application, app App) (idp.Application, error) {
	read := idp.Application{ID: known.ID, ClientSecret: known.ClientSecret}
	var err error
	switch {
	case app.ApiConfig != nil:
		read.ClientID, read.Type = text(app.ApiConfig.ClientId), idp.TypeAPI
		read.AuthMethod, err = authMethod(app.ApiConfig.AuthMethodType)
	case app.OidcConfig != nil:
		read.ClientID, read.Problems = text(app.OidcConfig.ClientId), reported(app.OidcConfig.ComplianceProblems)
		read.Registration, err = oidcRegistration(*app.OidcConfig)
	default:
		err = unmanaged(app)
	}
	if err == nil && known.Type != "" && known.Type.IsOIDC() != read.Type.IsOIDC() {
		err = otherType(app)
	}
	if err != nil {
		return idp.Application{}, err
	}
	read.Scope, read.Name = known.Scope, idp.InForm(app.Name, known.Name)
	read.Disabled = app.State != nil && *app.State == AppStateInactive
	return stamped(read, app.Details), nil
}

func stamped(app idp.Application, d Details) idp.Application {
	app.CreatedAt, app.OrganizationID = text(d.CreationDate), text(d.ResourceOwner)
	return app
}

func unmanaged(app App) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrInvalid, Message: "the application is " + typeOf(app) + ", which this provider cannot manage",
		Hint: "Remove it from the state, or import another one.",
	}
}

// otherType returns the error for an application that is not of the known type.
func otherType(app App) *idp.Error {
	return &idp.Error{
		Kind: idp.ErrInvalid, Message: "the application is " + typeOf(app) + ", and not of the type that the state has",
		Hint: "Remove it from the state, and import it again.",
	}
}

func typeOf(app App) string {
	switch {
	case app.ApiConfig != nil:
		return "an API application"
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
