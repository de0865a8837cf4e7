package zitadel

import (
	"strings"
	"time"
)

// The enums of an OIDC application's configuration. Responses omit the zero values.
var (
	oidcResponseTypes = []string{"OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"}
	oidcGrantTypes    = []string{
		"OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_DEVICE_CODE",
		"OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
	}
	oidcAppTypes    = []string{"OIDC_APP_TYPE_WEB", "OIDC_APP_TYPE_USER_AGENT", "OIDC_APP_TYPE_NATIVE"}
	oidcAuthMethods = []string{
		"OIDC_AUTH_METHOD_TYPE_BASIC", "OIDC_AUTH_METHOD_TYPE_POST", "OIDC_AUTH_METHOD_TYPE_NONE", "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT",
	}
	oidcTokenTypes = []string{"OIDC_TOKEN_TYPE_BEARER", "OIDC_TOKEN_TYPE_JWT"}
	oidcVersions   = []string{"OIDC_VERSION_1_0"}
)

const (
	responseCode = 0

	grantCode     = 0
	grantImplicit = 1
	grantRefresh  = 2
	grantDevice   = 3

	typeWeb       = 0
	typeUserAgent = 1
	typeNative    = 2

	oidcBasic         = 0
	oidcPost          = 1
	oidcNone          = 2
	oidcPrivateKeyJWT = 3

	tokenJWT = 1
)

// oidcSettings is the configuration of an OIDC application. It is immutable: updates replace it.
type oidcSettings struct {
	redirects, logoutRedirects, origins []string
	responseTypes, grantTypes           []int
	appType, method, tokenType          int
	devMode, skipSuccessPage            bool
	accessTokenRoles, idTokenRoles      bool
	idTokenUserinfo                     bool
	clockSkew                           time.Duration
	backChannelLogout                   string
	login                               *loginVersion // nil if none was chosen
}

// loginVersion has exactly one of its fields.
type loginVersion struct {
	V1 *struct{} `json:"loginV1,omitempty"`
	V2 *loginV2  `json:"loginV2,omitempty"`
}

type loginV2 struct {
	BaseURI string `json:"baseUri"`
}

// oidc reads a configuration. The application service has other names for two of the fields.
func (r reader) oidc(appType, devMode string) oidcSettings {
	return oidcSettings{
		redirects:         trimmed(r.texts("redirectUris")),
		logoutRedirects:   trimmed(r.texts("postLogoutRedirectUris")),
		origins:           trimmed(r.texts("additionalOrigins")),
		responseTypes:     r.enums("responseTypes", oidcResponseTypes),
		grantTypes:        r.enums("grantTypes", oidcGrantTypes),
		appType:           r.enum(appType, oidcAppTypes),
		method:            r.enum("authMethodType", oidcAuthMethods),
		tokenType:         r.enum("accessTokenType", oidcTokenTypes),
		devMode:           r.flag(devMode),
		skipSuccessPage:   r.flag("skipNativeAppSuccessPage"),
		accessTokenRoles:  r.flag("accessTokenRoleAssertion"),
		idTokenRoles:      r.flag("idTokenRoleAssertion"),
		idTokenUserinfo:   r.flag("idTokenUserinfoAssertion"),
		clockSkew:         r.duration("clockSkew"),
		backChannelLogout: strings.TrimSpace(r.text("backChannelLogoutUri")),
		login:             r.login(),
	}
}

func (r reader) login() *loginVersion {
	version := r.child("loginVersion")
	switch {
	case version.has("loginV2"):
		return &loginVersion{V2: &loginV2{BaseURI: strings.TrimSpace(version.child("loginV2").text("baseUri"))}}
	case version.has("loginV1"):
		return &loginVersion{V1: &struct{}{}}
	}
	return nil
}

func trimmed(list []string) []string {
	for i, text := range list {
		list[i] = strings.TrimSpace(text)
	}
	return list
}

// filled returns a new configuration with the defaults filled in.
func (o oidcSettings) filled() oidcSettings {
	if len(o.responseTypes) == 0 {
		o.responseTypes = []int{responseCode}
	}
	if len(o.grantTypes) == 0 {
		o.grantTypes = []int{grantCode}
	}
	return o
}

// over returns the configuration that replaces the old one. An empty list in the new one keeps the old value for four lists,
// so these cannot be emptied.
func (o oidcSettings) over(old oidcSettings) oidcSettings {
	if len(o.redirects) == 0 {
		o.redirects = old.redirects
	}
	if len(o.logoutRedirects) == 0 {
		o.logoutRedirects = old.logoutRedirects
	}
	if len(o.origins) == 0 {
		o.origins = old.origins
	}
	if len(o.responseTypes) == 0 {
		o.responseTypes = old.responseTypes
	}
	return o
}
