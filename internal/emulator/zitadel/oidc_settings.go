package zitadel

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The enums of an OIDC application's configuration. The zero values are left out of answers.
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

// oidcSettings is the configuration of an OIDC application. It is replaced as a whole, never changed in place.
type oidcSettings struct {
	redirects, logoutRedirects, origins []string
	responseTypes, grantTypes           []int
	appType, method, tokenType          int
	devMode, skipSuccessPage            bool
	accessTokenRoles, idTokenRoles      bool
	idTokenUserinfo                     bool
	clockSkew                           time.Duration
	backChannelLogout                   string
	login                               *loginVersion // nil where none was chosen
}

// loginVersion has one of its parts.
type loginVersion struct {
	V1 *struct{} `json:"loginV1,omitempty"`
	V2 *loginV2  `json:"loginV2,omitempty"`
}

type loginV2 struct {
	BaseURI string `json:"baseUri"`
}

// oidc reads a configuration. Two fields have names of their own in the application service.
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

// inRange validates enums and the clock skew, which comes before all rules about the configuration as a whole.
func (c *call) inRange(o oidcSettings, version int) *problem {
	checks := []struct {
		field   string
		numbers []int
		names   []string
	}{
		{"ResponseTypes", o.responseTypes, oidcResponseTypes},
		{"GrantTypes", o.grantTypes, oidcGrantTypes},
		{"AppType", []int{o.appType}, oidcAppTypes},
		{"AuthMethodType", []int{o.method}, oidcAuthMethods},
		{"Version", []int{version}, oidcVersions},
		{"AccessTokenType", []int{o.tokenType}, oidcTokenTypes},
	}
	for _, check := range checks {
		for i, number := range check.numbers {
			if number >= 0 && number < len(check.names) {
				continue
			}
			if strings.HasSuffix(check.field, "Types") {
				check.field = fmt.Sprintf("%s[%d]", check.field, i)
			}
			return c.invalid(check.field, "value must be one of the defined enum values")
		}
	}
	if o.clockSkew < 0 || o.clockSkew > 5*time.Second {
		return c.invalid("ClockSkew", "value must be inside range [0s, 5s]")
	}
	return nil
}

// valid are the rules that refuse a configuration: its origins are origins, and its grant types are those that its response
// types need.
func (o oidcSettings) valid() bool {
	for _, origin := range o.origins {
		if !isOrigin(origin) {
			return false
		}
	}
	for _, response := range o.responseTypes {
		needed := grantImplicit
		if response == responseCode {
			needed = grantCode
			if o.grants(grantDevice) {
				needed = grantDevice
			}
		}
		if !o.grants(needed) {
			return false
		}
	}
	return true
}

func (o oidcSettings) grants(grantType int) bool { return slices.Contains(o.grantTypes, grantType) }

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != "" && u.Path == "" && u.RawQuery == "" && u.Fragment == ""
}

// logoutProblem is the refusal of a back-channel logout URI. The server looks its host up when it is set; this one has no
// DNS, so it refuses all names.
func (o oidcSettings) logoutProblem() *problem {
	if o.backChannelLogout == "" {
		return nil
	}
	u, err := url.Parse(o.backChannelLogout)
	if err != nil {
		return failure("PROJECT-iZL2Ac")
	}
	address, err := netip.ParseAddr(u.Hostname())
	if err != nil || address.IsLoopback() || address.IsUnspecified() {
		return failure("PROJECT-msNebo")
	}
	return nil
}

// filled is a new configuration with its defaults.
func (o oidcSettings) filled() oidcSettings {
	if len(o.responseTypes) == 0 {
		o.responseTypes = []int{responseCode}
	}
	if len(o.grantTypes) == 0 {
		o.grantTypes = []int{grantCode}
	}
	return o
}

// over is the configuration that replaces another. Four lists keep their old value where the new one is empty, so nobody can
// empty them.
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
