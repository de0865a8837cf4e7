package zitadel

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// settingsOf returns the settings of a registration in ZITADEL's terms, with all defaults filled in. Empty lists are
// omitted, because ZITADEL ignores them.
func settingsOf(r idp.Registration) (OIDCSettings, error) {
	r = r.WithDefaults()
	var failed error
	settings := OIDCSettings{
		AppType:                  oidcTypes.send(r.Type, idp.AttributeType, &failed),
		AuthMethodType:           oidcMethods.send(cmp.Or(r.AuthMethod, defaultMethod(r.Type)), idp.AttributeAuthMethod, &failed),
		RedirectUris:             r.RedirectURIs,
		PostLogoutRedirectUris:   r.PostLogoutRedirectURIs,
		AccessTokenType:          oidcTokens.send(r.AccessTokenType, idp.AttributeAccessTokenType, &failed),
		GrantTypes:               oidcGrants.sendAll(r.OIDC.GrantTypes, idp.AttributeGrantTypes, &failed),
		ResponseTypes:            oidcResponses.sendAll(r.OIDC.ResponseTypes, idp.AttributeResponseTypes, &failed),
		AccessTokenRoleAssertion: r.OIDC.AccessTokenRoleAssertion,
		IdTokenRoleAssertion:     r.OIDC.IDTokenRoleAssertion,
		IdTokenUserinfoAssertion: r.OIDC.IDTokenUserinfoAssertion,
		DevMode:                  r.OIDC.DevelopmentMode,
		SkipNativeAppSuccessPage: r.OIDC.SkipNativeAppSuccessPage,
		ClockSkew:                seconds(r.OIDC.ClockSkew),
		AdditionalOrigins:        r.OIDC.AdditionalOrigins,
		BackChannelLogoutUri:     r.OIDC.BackChannelLogoutURI,
	}
	return settings, failed
}

// defaultMethod returns the default authentication method of a type. An application that runs on users' machines cannot keep
// a secret.
func defaultMethod(t idp.Type) idp.AuthMethod {
	if t == idp.TypeUserAgent || t == idp.TypeNative {
		return idp.NoAuth
	}
	return idp.ClientSecretBasic
}

// seconds formats a duration as protojson does: "1.5s".
func seconds(d time.Duration) string {
	nanoseconds := strconv.FormatFloat(d.Seconds(), 'f', 9, 64) // more digits are rejected
	return strings.TrimSuffix(strings.TrimRight(nanoseconds, "0"), ".") + "s"
}

// forService returns the settings for the application service (v2), or nil for nil.
func (s *OIDCSettings) forService() *CreateOIDCConfiguration {
	if s == nil {
		return nil
	}
	return &CreateOIDCConfiguration{
		ApplicationType:          s.AppType,
		AuthMethodType:           s.AuthMethodType,
		RedirectUris:             s.RedirectUris,
		PostLogoutRedirectUris:   s.PostLogoutRedirectUris,
		AccessTokenType:          s.AccessTokenType,
		GrantTypes:               s.GrantTypes,
		ResponseTypes:            s.ResponseTypes,
		AccessTokenRoleAssertion: s.AccessTokenRoleAssertion,
		IdTokenRoleAssertion:     s.IdTokenRoleAssertion,
		IdTokenUserinfoAssertion: s.IdTokenUserinfoAssertion,
		DevelopmentMode:          s.DevMode,
		SkipNativeAppSuccessPage: s.SkipNativeAppSuccessPage,
		ClockSkew:                s.ClockSkew,
		AdditionalOrigins:        s.AdditionalOrigins,
		BackChannelLogoutUri:     s.BackChannelLogoutUri,
	}
}

// named returns the settings of a new application for v1.
func (s *OIDCSettings) named(name string) AddOIDCAppRequest {
	return AddOIDCAppRequest{
		Name:                     name,
		AppType:                  s.AppType,
		AuthMethodType:           s.AuthMethodType,
		RedirectUris:             s.RedirectUris,
		PostLogoutRedirectUris:   s.PostLogoutRedirectUris,
		AccessTokenType:          s.AccessTokenType,
		GrantTypes:               s.GrantTypes,
		ResponseTypes:            s.ResponseTypes,
		AccessTokenRoleAssertion: s.AccessTokenRoleAssertion,
		IdTokenRoleAssertion:     s.IdTokenRoleAssertion,
		IdTokenUserinfoAssertion: s.IdTokenUserinfoAssertion,
		DevMode:                  s.DevMode,
		SkipNativeAppSuccessPage: s.SkipNativeAppSuccessPage,
		ClockSkew:                s.ClockSkew,
		AdditionalOrigins:        s.AdditionalOrigins,
		BackChannelLogoutUri:     s.BackChannelLogoutUri,
	}
}
