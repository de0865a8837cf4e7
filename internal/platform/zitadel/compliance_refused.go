package zitadel

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// longestSkew is the maximum clock skew at ZITADEL.
const longestSkew = 5 * time.Second

// refused returns what ZITADEL rejects without naming a field.
func refused(r idp.Registration) (all []idp.Problem) {
	refuse := func(attribute idp.Attribute, message string, a ...any) {
		all = append(all, idp.Problem{Attribute: attribute, Message: fmt.Sprintf(message, a...), Refused: true})
	}
	for _, response := range r.OIDC.ResponseTypes {
		if needed := grantFor(response, r); !grants(r, needed) {
			refuse(idp.AttributeGrantTypes, "The response type %q needs the grant type %q. Add it to grant_types, or change response_types.",
				response, needed)
		}
	}
	if r.OIDC.ClockSkew < 0 || r.OIDC.ClockSkew > longestSkew {
		refuse(idp.AttributeClockSkew, "The clock skew must be between 0s and 5s. Change clock_skew.")
	}
	for _, origin := range r.OIDC.AdditionalOrigins {
		if !isOrigin(origin) {
			refuse(idp.AttributeAdditionalOrigins,
				"%q is not an origin. Write scheme and host only, such as https://app.example.com, without a slash at the end.", origin)
		}
	}
	return all
}

// grantFor returns the grant type that a response type requires.
func grantFor(response string, r idp.Registration) string {
	switch {
	case response != idp.ResponseCode:
		return grantImplicit
	case grants(r, grantDeviceCode):
		return grantDeviceCode
	}
	return idp.GrantAuthorizationCode
}

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != "" && u.Path == "" && u.RawQuery == "" && u.Fragment == ""
}

// blamed adds the attribute to an error that names none, if the rules tell which one it is.
func blamed(err error, r idp.Registration) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Code != codeInvalidOIDC && e.Code != codeInvalidOIDCUpdate {
		return err
	}
	for _, problem := range problems(r) {
		if problem.Refused {
			named := *e
			named.Attribute, named.Hint = problem.Attribute, problem.Message
			return &named
		}
	}
	return err
}
