package zitadel

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// complianceProblem is a deviation of an OIDC application from the standard. It never makes a write fail.
type complianceProblem struct {
	Key   string `json:"key"`
	Label string `json:"localizedMessage,omitempty"` // the application service omits it
}

const compliancePrefix = "Application.OIDC.V1."

var complianceLabels = map[string]string{
	"NotCompliant":                            "Your configuration is not compliant and differs from OIDC 1.0 standard.",
	"NoRedirectUris":                          "At least one redirect uri must be registered.",
	"NotAllCombinationsAreAllowed":            "Configuration is compliant, but not all possible combinations are allowed.",
	"GrantType.Refresh.NoAuthCode":            "Refresh Token only allowed in combination with Authorization Code.",
	"Native.AuthMethodType.NotNone":           "Native applications should have authmethodtype none.",
	"Native.RedirectUris.MustBeHttpLocalhost": "Redirect URIs must begin with your own protocol, http://127.0.0.1, http://[::1] or http://localhost.",
	"UserAgent.AuthMethodType.NotNone":        "User agent app should have authmethodtype none.",
	"Code.RedirectUris.HttpOnlyForWeb":        "Grant type code only allows http scheme redirect uris for apptype web.",
	"Code.RedirectUris.CustomOnlyForNative":   "Grant type code only allows custom scheme redirect uris for apptype native.",
	"Implicit.RedirectUris.CustomNotAllowed":  "Grant type implicit does not allow any custom redirect uris",
	"Implicit.RedirectUris.HttpNotAllowed":    "Grant Type implicit does not allow http redirect uris.",
}

// compliance collects the problems. Not every problem makes an application non-compliant.
type compliance struct {
	broken bool
	keys   []string
}

func (c *compliance) breaks(key string) {
	c.broken = true
	c.keys = append(c.keys, key)
}

// compliance returns the problems of a configuration. A summary precedes them, for all types but web twice.
func (o oidcSettings) compliance() compliance {
	var c compliance
	if len(o.redirects) == 0 && (!o.grants(grantDevice) || o.grants(grantCode)) {
		c.breaks("NoRedirectUris")
	}
	if o.grants(grantRefresh) && !o.grants(grantCode) && !o.grants(grantDevice) {
		c.breaks("GrantType.Refresh.NoAuthCode")
	}
	c.checkRedirects(o)
	if o.method != oidcNone && o.appType == typeNative {
		c.breaks("Native.AuthMethodType.NotNone")
	}
	if o.method != oidcNone && o.appType == typeUserAgent {
		c.breaks("UserAgent.AuthMethodType.NotNone")
	}
	if c.broken && o.appType != typeWeb {
		c.keys = append([]string{"NotCompliant"}, c.keys...)
	}
	if c.broken {
		c.keys = append([]string{"NotCompliant"}, c.keys...)
	}
	return c
}

func (c *compliance) checkRedirects(o oidcSettings) {
	if !slices.ContainsFunc(o.redirects, func(uri string) bool { return !strings.HasPrefix(uri, "https://") }) {
		return
	}
	http := slices.ContainsFunc(o.redirects, isHTTP)
	custom := slices.ContainsFunc(o.redirects, isCustom)
	switch {
	case o.grants(grantCode) && o.grants(grantImplicit):
		if custom && o.appType != typeNative {
			c.breaks("Implicit.RedirectUris.CustomNotAllowed")
		}
		c.checkHTTP(o, http)
		if !c.broken {
			c.keys = append(c.keys, "NotAllCombinationsAreAllowed")
		}
	case o.grants(grantImplicit):
		if custom {
			c.breaks("Implicit.RedirectUris.CustomNotAllowed")
		}
		if http && o.appType != typeNative {
			c.breaks("Implicit.RedirectUris.HttpNotAllowed")
		}
		c.checkNativeHTTP(o, http)
	case o.grants(grantCode):
		c.checkHTTP(o, http)
		if custom && o.appType != typeNative {
			c.breaks("Code.RedirectUris.CustomOnlyForNative")
		}
	}
}

func (c *compliance) checkHTTP(o oidcSettings, http bool) {
	if http && o.appType == typeUserAgent {
		c.breaks("Code.RedirectUris.HttpOnlyForWeb")
	}
	c.checkNativeHTTP(o, http)
}

func (c *compliance) checkNativeHTTP(o oidcSettings, http bool) {
	if http && o.appType == typeNative && slices.ContainsFunc(o.redirects, leavesMachine) {
		c.breaks("Native.RedirectUris.MustBeHttpLocalhost")
	}
}

func isHTTP(uri string) bool   { return strings.HasPrefix(uri, "http://") }
func isCustom(uri string) bool { return !isHTTP(uri) && !strings.HasPrefix(uri, "https://") }

// leavesMachine reports whether a redirect URI is http to another machine, or is not valid.
func leavesMachine(uri string) bool {
	u, err := url.ParseRequestURI(uri)
	if err != nil {
		return true
	}
	if u.Scheme != "http" || u.Hostname() == "localhost" {
		return false
	}
	address, err := netip.ParseAddr(u.Hostname())
	return err != nil || !address.IsLoopback()
}

func (c compliance) problems(labelled bool) []complianceProblem {
	var list []complianceProblem
	for _, key := range c.keys {
		problem := complianceProblem{Key: compliancePrefix + key}
		if labelled {
			problem.Label = complianceLabels[key]
		}
		list = append(list, problem)
	}
	return list
}
