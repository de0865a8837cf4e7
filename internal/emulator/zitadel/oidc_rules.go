package zitadel

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// inRange validates enums and the clock skew. The server does so before it validates the configuration as a whole.
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

// valid reports whether the origins are origins and the grant types include those that the response types need.
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

// logoutProblem returns the error for a back-channel logout URI. The server resolves the host when the URI is set; the
// emulator has no DNS and rejects all names.
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
