package zitadel

import (
	"cmp"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// configuration has the settings of a registration in ZITADEL's terms. Only the field for the application's type is set.
type configuration struct {
	api  *CreateAPIConfiguration
	oidc *OIDCSettings
}

// withDefaults fills in the type and the authentication method.
func withDefaults(wanted idp.Registration) idp.Registration {
	wanted.Type = cmp.Or(wanted.Type, idp.TypeAPI)
	wanted.AuthMethod = cmp.Or(wanted.AuthMethod, defaultMethod(wanted.Type))
	return wanted
}

func configurationOf(wanted idp.Registration) (configuration, error) {
	switch {
	case wanted.Type.IsOIDC():
		settings, err := settingsOf(wanted)
		return configuration{oidc: &settings}, err
	case wanted.Type == idp.TypeAPI:
		method, err := authMethodType(wanted.AuthMethod)
		return configuration{api: &CreateAPIConfiguration{AuthMethodType: method}}, err
	}
	return configuration{}, &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeType, Message: fmt.Sprintf("no project has applications of type %q", wanted.Type),
	}
}
