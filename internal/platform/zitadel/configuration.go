package zitadel

import (
	"cmp"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// configuration is what a registration asks for beside its name, in ZITADEL's words. It has one of its parts, which says of
// which type the application is.
type configuration struct {
	api  *CreateAPIConfiguration
	oidc *OIDCSettings
}

// withDefaults writes out the type and the method.
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
