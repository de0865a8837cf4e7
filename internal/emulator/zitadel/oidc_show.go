package zitadel

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oidcConfig is a configuration in a response. Empty lists and zero values are omitted, except for the clock skew.
type oidcConfig struct {
	RedirectURIs       []string            `json:"redirectUris,omitempty"`
	ResponseTypes      []string            `json:"responseTypes,omitempty"`
	GrantTypes         []string            `json:"grantTypes,omitempty"`
	AppType            string              `json:"appType,omitempty"`
	ClientID           string              `json:"clientId"`
	AuthMethod         string              `json:"authMethodType,omitempty"`
	LogoutRedirectURIs []string            `json:"postLogoutRedirectUris,omitempty"`
	NotCompliant       bool                `json:"noneCompliant,omitempty"`
	Problems           []complianceProblem `json:"complianceProblems,omitempty"`
	DevMode            bool                `json:"devMode,omitempty"`
	AccessTokenType    string              `json:"accessTokenType,omitempty"`
	AccessTokenRoles   bool                `json:"accessTokenRoleAssertion,omitempty"`
	IDTokenRoles       bool                `json:"idTokenRoleAssertion,omitempty"`
	IDTokenUserinfo    bool                `json:"idTokenUserinfoAssertion,omitempty"`
	ClockSkew          string              `json:"clockSkew"`
	AdditionalOrigins  []string            `json:"additionalOrigins,omitempty"`
	AllowedOrigins     []string            `json:"allowedOrigins,omitempty"`
	SkipSuccessPage    bool                `json:"skipNativeAppSuccessPage,omitempty"`
	BackChannelLogout  string              `json:"backChannelLogoutUri,omitempty"`
	LoginVersion       *loginVersion       `json:"loginVersion,omitempty"`
}

func (a application) showOIDC() *oidcConfig {
	o := *a.oidc
	judged := o.compliance()
	return &oidcConfig{
		RedirectURIs:       o.redirects,
		ResponseTypes:      named(oidcResponseTypes, o.responseTypes),
		GrantTypes:         named(oidcGrantTypes, o.grantTypes),
		AppType:            unlessZero(oidcAppTypes, o.appType),
		ClientID:           a.clientID,
		AuthMethod:         unlessZero(oidcAuthMethods, o.method),
		LogoutRedirectURIs: o.logoutRedirects,
		NotCompliant:       judged.broken,
		Problems:           judged.problems(true),
		DevMode:            o.devMode,
		AccessTokenType:    unlessZero(oidcTokenTypes, o.tokenType),
		AccessTokenRoles:   o.accessTokenRoles,
		IDTokenRoles:       o.idTokenRoles,
		IDTokenUserinfo:    o.idTokenUserinfo,
		ClockSkew:          duration(o.clockSkew),
		AdditionalOrigins:  o.origins,
		AllowedOrigins:     o.allowedOrigins(),
		SkipSuccessPage:    o.skipSuccessPage,
		BackChannelLogout:  o.backChannelLogout,
		LoginVersion:       o.login,
	}
}

// named returns the names of the enum values in a list, where zero values are shown.
func named(names []string, numbers []int) []string {
	list := make([]string, 0, len(numbers))
	for _, number := range numbers {
		list = append(list, names[number])
	}
	return list
}

// unlessZero returns the name of an enum value, "" for the zero value, which is omitted.
func unlessZero(names []string, number int) string {
	if number == 0 {
		return ""
	}
	return names[number]
}

// duration formats a duration as protobuf does, with 0, 3, 6 or 9 fractional digits.
func duration(d time.Duration) string {
	text := strconv.FormatFloat(d.Seconds(), 'f', 9, 64)
	for range 3 {
		text = strings.TrimSuffix(text, "000")
	}
	return strings.TrimSuffix(text, ".") + "s"
}

// allowedOrigins returns the origins of all redirect URIs, valid or not, and the additional origins.
func (o oidcSettings) allowedOrigins() []string {
	var list []string
	add := func(origin string) {
		if !slices.Contains(list, origin) {
			list = append(list, origin)
		}
	}
	for _, uri := range o.redirects {
		if u, err := url.Parse(uri); err == nil {
			add(u.Scheme + "://" + u.Host)
		}
	}
	for _, origin := range o.origins {
		add(origin)
	}
	return list
}
