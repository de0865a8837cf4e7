package zitadel

import (
	"cmp"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// isAccount reports whether an application is a service account: a user of an organization, without a project.
func isAccount(r idp.Registration) bool { return r.Type == idp.TypeServiceAccount }

// addressable rejects an application whose IDs would change the path of a request.
func addressable(known idp.Application) error {
	if isAccount(known.Registration) {
		return usable(known.ID)
	}
	return usable(known.Scope.ProjectID, known.ID)
}

// accountMethod returns how a service account authenticates. The default is a client secret.
func accountMethod(m idp.AuthMethod) (idp.AuthMethod, error) {
	switch m {
	case "":
		return idp.ClientSecretBasic, nil
	case idp.ClientSecretBasic, idp.PrivateKeyJWT:
		return m, nil
	default:
		return "", &idp.Error{
			Kind: idp.ErrInvalid, Attribute: idp.AttributeAuthMethod,
			Message: fmt.Sprintf("a service account cannot authenticate with %s", m),
		}
	}
}

// tokenTypes maps the types of access tokens to ZITADEL's. The first one is its zero value.
var tokenTypes = map[idp.TokenType]AccessTokenType{
	idp.TokenBearer: AccessTokenBearer,
	idp.TokenJWT:    AccessTokenJWT,
}

func accessTokenType(t idp.TokenType) (AccessTokenType, error) {
	if known, ok := tokenTypes[cmp.Or(t, idp.TokenBearer)]; ok {
		return known, nil
	}
	return "", &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeAccessTokenType, Message: fmt.Sprintf("there are no access tokens of type %s", t),
	}
}

// tokenType is the inverse. A missing type means the zero value.
func tokenType(t *AccessTokenType) (idp.TokenType, error) {
	if t == nil {
		return idp.TokenBearer, nil
	}
	for known, name := range tokenTypes {
		if name == *t {
			return known, nil
		}
	}
	return "", &idp.Error{
		Kind: idp.ErrUnexpected, Message: "the service account gets access tokens of a type that this provider does not know",
		Hint: "Use a newer release of the provider.",
	}
}

// shownAccount returns the service account in a response. The client secret is carried over from known if the account still
// has one.
func shownAccount(known idp.Application, user User) (idp.Application, error) {
	switch {
	case user.Id != known.ID:
		return idp.Application{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the response is not about this service account"}
	case user.Machine == nil:
		return idp.Application{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: "the user is a person, and not a service account", Hint: hintNoAccount,
		}
	}
	tokens, err := tokenType(user.Machine.AccessTokenType)
	if err != nil {
		return idp.Application{}, err
	}
	app := stamped(idp.Application{
		Registration: idp.Registration{
			Scope: known.Scope, Type: idp.TypeServiceAccount,
			Name:            idp.InForm(text(user.Machine.Name), known.Name),
			Description:     idp.InForm(text(user.Machine.Description), known.Description),
			Identifier:      idp.InForm(user.UserName, known.Identifier),
			AuthMethod:      idp.PrivateKeyJWT,
			AccessTokenType: tokens,
			Disabled:        user.State != nil && (*user.State == UserStateInactive || *user.State == UserStateLocked),
		},
		ID:       user.Id,
		ClientID: cmp.Or(text(user.PreferredLoginName), user.UserName),
	}, user.Details)
	if user.Machine.HasSecret != nil && *user.Machine.HasSecret {
		app.AuthMethod, app.ClientSecret = idp.ClientSecretBasic, known.ClientSecret
	}
	return app, nil
}
