package zitadel

import (
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// word is a value as RFC 7591 and as ZITADEL write it.
type word[F, Z ~string] struct {
	field    F
	platform Z
}

// words are the values of one setting, the default first.
type words[F, Z ~string] []word[F, Z]

// The names of RFC 7591 for values that the domain does not name.
const (
	grantImplicit           = "implicit"
	grantRefreshToken       = "refresh_token"
	grantDeviceCode         = "urn:ietf:params:oauth:grant-type:device_code"
	grantTokenExchange      = "urn:ietf:params:oauth:grant-type:token-exchange"
	responseIDToken         = "id_token"
	responseIDTokenAndToken = "id_token token"
)

var (
	oidcTypes = words[idp.Type, OIDCAppType]{
		{idp.TypeWeb, OIDCWeb}, {idp.TypeUserAgent, OIDCUserAgent}, {idp.TypeNative, OIDCNative},
	}
	oidcMethods = words[idp.AuthMethod, OIDCAuthMethodType]{
		{idp.ClientSecretBasic, OIDCMethodBasic},
		{idp.ClientSecretPost, OIDCMethodPost},
		{idp.NoAuth, OIDCMethodNone},
		{idp.PrivateKeyJWT, OIDCMethodPrivateKeyJWT},
	}
	oidcTokens = words[idp.TokenType, OIDCTokenType]{{idp.TokenBearer, OIDCTokenBearer}, {idp.TokenJWT, OIDCTokenJWT}}
	oidcGrants = words[string, OIDCGrantType]{
		{idp.GrantAuthorizationCode, OIDCGrantCode},
		{grantImplicit, OIDCGrantImplicit},
		{grantRefreshToken, OIDCGrantRefresh},
		{grantDeviceCode, OIDCGrantDevice},
		{grantTokenExchange, OIDCGrantExchange},
	}
	oidcResponses = words[string, OIDCResponseType]{
		{idp.ResponseCode, OIDCResponseCode}, {responseIDToken, OIDCResponseIDToken}, {responseIDTokenAndToken, OIDCResponseIDTokenToken},
	}
)

// names returns the RFC 7591 names in order.
func (w words[F, Z]) names() (all []string) {
	for _, word := range w {
		all = append(all, string(word.field))
	}
	return all
}

// send returns ZITADEL's name of a value. For the first unknown value, it sets failed to an error about the attribute.
func (w words[F, Z]) send(value F, attribute idp.Attribute, failed *error) Z {
	for _, word := range w {
		if word.field == value {
			return word.platform
		}
	}
	if *failed == nil {
		*failed = &idp.Error{
			Kind: idp.ErrInvalid, Attribute: attribute, Message: fmt.Sprintf("ZITADEL has no %q for OpenID Connect applications", value),
			Hint: "Use one of " + strings.Join(w.names(), ", ") + ".",
		}
	}
	return ""
}

// read is the inverse. ZITADEL omits the default.
func (w words[F, Z]) read(value *Z, failed *error) F {
	if value == nil {
		return w[0].field
	}
	for _, word := range w {
		if word.platform == *value {
			return word.field
		}
	}
	*failed = &idp.Error{
		Kind: idp.ErrUnexpected, Message: "the application has a setting that this provider does not know",
		Hint: "Use a newer release of the provider.",
	}
	return ""
}

func (w words[F, Z]) sendAll(values []F, attribute idp.Attribute, failed *error) (all []Z) {
	for _, value := range values {
		all = append(all, w.send(value, attribute, failed))
	}
	return all
}

func (w words[F, Z]) readAll(values []Z, failed *error) (all []F) {
	for _, value := range values {
		all = append(all, w.read(&value, failed))
	}
	return all
}
