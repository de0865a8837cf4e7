package zitadel

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// trust checks that an address in a discovery document, such as its issuer, has the host of the configured endpoint or a
// trusted host. Credentials are sent to these addresses, and an assertion for an issuer is valid at that issuer.
func (e exchange) trust(what, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" {
		return e.distrust(what, "something that is not an address")
	}
	if !transport.SameOrigin(e.base, address) && !slices.ContainsFunc(e.trusted, func(host string) bool { return strings.EqualFold(host, u.Host) }) {
		return e.distrust(what, u.Scheme+"://"+u.Host)
	}
	if !e.transport.Allowed(e.base, address) {
		return &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the instance's OpenID configuration names an OAuth endpoint without TLS",
			Hint: "Nothing was sent to it. Configure the instance's external domain and ExternalSecure to match " + settingEndpoint + ".",
		}
	}
	return nil
}

// trustIssuer is trust for an issuer, which is the address of an instance and has no path.
func (e exchange) trustIssuer(issuer string) error {
	if u, err := url.Parse(issuer); err == nil && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "") {
		return e.distrust("issuer", u.Redacted())
	}
	return e.trust("issuer", issuer)
}

func (e exchange) distrust(what, address string) error {
	return &idp.Error{
		Kind:    idp.ErrUnexpected,
		Message: fmt.Sprintf("the OpenID configuration of %s names %s as its %s", e.base, transport.Printable(address), what),
		Hint: "Nothing was sent to it. Set " + settingEndpoint + " to the instance's external domain. If that other host really belongs to " +
			"the instance, add it to " + settingTrustedHosts + ".",
	}
}
