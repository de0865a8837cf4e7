package zitadel

import (
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// oidcRegistration returns the OpenID Connect settings in a response.
func oidcRegistration(c OIDCConfig) (idp.Registration, error) {
	var failed error
	r := idp.Registration{
		Type:                   oidcTypes.read(c.AppType, &failed),
		AuthMethod:             oidcMethods.read(c.AuthMethodType, &failed),
		RedirectURIs:           given(c.RedirectUris),
		PostLogoutRedirectURIs: given(c.PostLogoutRedirectUris),
		AccessTokenType:        oidcTokens.read(c.AccessTokenType, &failed),
		OIDC: idp.OIDC{
			GrantTypes:               oidcGrants.readAll(c.GrantTypes, &failed),
			ResponseTypes:            oidcResponses.readAll(c.ResponseTypes, &failed),
			AccessTokenRoleAssertion: c.AccessTokenRoleAssertion,
			IDTokenRoleAssertion:     c.IdTokenRoleAssertion,
			IDTokenUserinfoAssertion: c.IdTokenUserinfoAssertion,
			DevelopmentMode:          c.DevMode,
			SkipNativeAppSuccessPage: c.SkipNativeAppSuccessPage,
			ClockSkew:                skew(c.ClockSkew, &failed),
			AdditionalOrigins:        given(c.AdditionalOrigins),
			BackChannelLogoutURI:     text(c.BackChannelLogoutUri),
		},
	}
	return r.WithDefaults(), failed
}

// given returns a list without empty texts. Others use them to clear a list, because ZITADEL does not accept an empty one.
func given(list []string) (all []string) {
	for _, text := range list {
		if text != "" {
			all = append(all, text)
		}
	}
	return all
}

func skew(value *string, failed *error) time.Duration {
	if value == nil {
		return 0
	}
	d, err := time.ParseDuration(*value)
	if err != nil {
		*failed = &idp.Error{Kind: idp.ErrUnexpected, Message: "the application's clock skew cannot be read", Hint: hintEndpoint}
	}
	return d
}

const (
	complianceKey = "Application.OIDC.V1."
	anyProblem    = "NotCompliant" // accompanies all others
)

// reported returns the compliance problems that ZITADEL lists, with the messages of notCompliant where there is one,
// otherwise with ZITADEL's.
func reported(list []ComplianceProblem) (all []string) {
	for _, problem := range list {
		key := strings.TrimPrefix(problem.Key, complianceKey)
		known, ok := notCompliant[key]
		switch {
		case key == anyProblem:
		case ok:
			all = append(all, known.Message)
		case text(problem.LocalizedMessage) != "":
			all = append(all, transport.Printable(*problem.LocalizedMessage))
		default:
			all = append(all, transport.Printable(problem.Key))
		}
	}
	return all
}
