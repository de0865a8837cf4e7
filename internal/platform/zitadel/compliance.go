package zitadel

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// notCompliant has what ZITADEL accepts but reports as a problem, by the end of its key (contract, "OIDC applications:
// create").
var notCompliant = map[string]idp.Problem{
	"NoRedirectUris": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "Nobody can log in to an application without a redirect URI. Set redirect_uris.",
	},
	"GrantType.Refresh.NoAuthCode": {
		Attribute: idp.AttributeGrantTypes,
		Message:   "The grant type refresh_token needs authorization_code. Add it to grant_types, or remove refresh_token.",
	},
	"Native.AuthMethodType.NotNone": {
		Attribute: idp.AttributeAuthMethod,
		Message:   `A native application cannot keep a secret or a key. Set auth_method to "none".`,
	},
	"UserAgent.AuthMethodType.NotNone": {
		Attribute: idp.AttributeAuthMethod,
		Message:   `An application in a browser cannot keep a secret or a key. Set auth_method to "none".`,
	},
	"Code.RedirectUris.HttpOnlyForWeb": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "An application in a browser must not have a redirect URI with http. Use https.",
	},
	"Code.RedirectUris.CustomOnlyForNative": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "Only native applications may have a redirect URI with a scheme other than http and https. Use https.",
	},
	"Native.RedirectUris.MustBeHttpLocalhost": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "A native application's redirect URIs with http must be on localhost or a loopback address. Use one of these, or https.",
	},
	"Implicit.RedirectUris.CustomNotAllowed": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "The grant type implicit does not allow a redirect URI with a scheme other than http and https. Use https.",
	},
	"Implicit.RedirectUris.HttpNotAllowed": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "The grant type implicit does not allow a redirect URI with http. Use https.",
	},
	"NotAllCombinationsAreAllowed": {
		Attribute: idp.AttributeRedirectURIs,
		Message:   "Not all redirect URIs work with both implicit and authorization_code. Use https for all of them.",
	},
}

// problems returns what ZITADEL rejects without naming a field, followed by what it accepts but reports.
func problems(r idp.Registration) []idp.Problem {
	if !r.Type.IsOIDC() {
		return nil
	}
	r = r.WithDefaults()
	r.AuthMethod = cmp.Or(r.AuthMethod, defaultMethod(r.Type))
	found := refused(r)
	for _, key := range slices.Concat(grantProblems(r), redirectProblems(r), methodProblems(r)) {
		found = append(found, notCompliant[key])
	}
	return found
}

func grants(r idp.Registration, grantType string) bool {
	return slices.Contains(r.OIDC.GrantTypes, grantType)
}

func grantProblems(r idp.Registration) (keys []string) {
	code, device := grants(r, idp.GrantAuthorizationCode), grants(r, grantDeviceCode)
	if len(r.RedirectURIs) == 0 && (code || !device) {
		keys = append(keys, "NoRedirectUris")
	}
	if grants(r, grantRefreshToken) && !code && !device {
		keys = append(keys, "GrantType.Refresh.NoAuthCode")
	}
	return keys
}

func methodProblems(r idp.Registration) []string {
	switch {
	case r.AuthMethod == idp.NoAuth || r.Type == idp.TypeWeb:
		return nil
	case r.Type == idp.TypeNative:
		return []string{"Native.AuthMethodType.NotNone"}
	}
	return []string{"UserAgent.AuthMethodType.NotNone"}
}

// redirectProblems checks the prefixes of redirect URIs. They are case-sensitive.
func redirectProblems(r idp.Registration) []string {
	plain := slices.ContainsFunc(r.RedirectURIs, isPlain)
	custom := slices.ContainsFunc(r.RedirectURIs, func(uri string) bool { return !isPlain(uri) && !strings.HasPrefix(uri, "https://") })
	code, implicit := grants(r, idp.GrantAuthorizationCode), grants(r, grantImplicit)
	native := r.Type == idp.TypeNative
	if !plain && !custom || !code && !implicit {
		return nil
	}
	var keys []string
	switch {
	case custom && implicit && (!native || !code):
		keys = append(keys, "Implicit.RedirectUris.CustomNotAllowed")
	case custom && !implicit && !native:
		keys = append(keys, "Code.RedirectUris.CustomOnlyForNative")
	}
	switch {
	case plain && native && slices.ContainsFunc(r.RedirectURIs, isRemote):
		keys = append(keys, "Native.RedirectUris.MustBeHttpLocalhost")
	case plain && code && r.Type == idp.TypeUserAgent:
		keys = append(keys, "Code.RedirectUris.HttpOnlyForWeb")
	case plain && !code && !native:
		keys = append(keys, "Implicit.RedirectUris.HttpNotAllowed")
	}
	if code && implicit && len(keys) == 0 {
		keys = append(keys, "NotAllCombinationsAreAllowed")
	}
	return keys
}

func isPlain(uri string) bool { return strings.HasPrefix(uri, "http://") }

// isRemote reports whether an http redirect URI leads to another machine. A URI that cannot be parsed counts as remote, as
// at ZITADEL.
func isRemote(uri string) bool {
	u, err := url.ParseRequestURI(uri)
	if err != nil || u.Scheme != "http" {
		return err != nil
	}
	address, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() != "localhost" && (err != nil || !address.IsLoopback())
}
