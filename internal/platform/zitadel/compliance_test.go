package zitadel

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestProblemsAreThoseThatZITADELReports(t *testing.T) {
	const (
		https, http, loopback, custom = "https://a.example/cb", "http://a.example/cb", "http://127.0.0.1:8080/cb", "com.example.app:/cb"
		code, device                  = idp.GrantAuthorizationCode, grantDeviceCode
	)
	uris := func(all ...string) []string { return all }
	for name, tc := range map[string]struct {
		kind      idp.Type
		method    idp.AuthMethod
		redirects []string
		grants    []string
		want      []string
	}{
		"web":                             {idp.TypeWeb, "", uris(https), nil, nil},
		"web with a key":                  {idp.TypeWeb, idp.PrivateKeyJWT, uris(https), nil, nil},
		"web with PKCE":                   {idp.TypeWeb, idp.NoAuth, uris(https), nil, nil},
		"web over http":                   {idp.TypeWeb, "", uris(http), nil, nil},
		"user agent":                      {idp.TypeUserAgent, "", uris(https), nil, nil},
		"native":                          {idp.TypeNative, "", uris(custom, loopback, "http://localhost:1234", "http://[::1]/cb"), nil, nil},
		"no redirect URI":                 {idp.TypeWeb, "", nil, nil, uris("NoRedirectUris")},
		"device alone":                    {idp.TypeNative, "", nil, uris(device), nil},
		"device and code":                 {idp.TypeNative, "", nil, uris(device, code), uris("NoRedirectUris")},
		"refresh without code":            {idp.TypeWeb, "", uris(https), uris(grantRefreshToken, grantImplicit), uris("GrantType.Refresh.NoAuthCode")},
		"refresh with device":             {idp.TypeNative, "", nil, uris(grantRefreshToken, device), nil},
		"user agent with a secret":        {idp.TypeUserAgent, idp.ClientSecretBasic, uris(https), nil, uris("UserAgent.AuthMethodType.NotNone")},
		"user agent with a key":           {idp.TypeUserAgent, idp.PrivateKeyJWT, uris(https), nil, uris("UserAgent.AuthMethodType.NotNone")},
		"native with a secret":            {idp.TypeNative, idp.ClientSecretPost, uris(https), nil, uris("Native.AuthMethodType.NotNone")},
		"user agent over http":            {idp.TypeUserAgent, "", uris(http), nil, uris("Code.RedirectUris.HttpOnlyForWeb")},
		"user agent on loopback":          {idp.TypeUserAgent, "", uris(loopback), nil, uris("Code.RedirectUris.HttpOnlyForWeb")},
		"web, custom":                     {idp.TypeWeb, "", uris(custom), nil, uris("Code.RedirectUris.CustomOnlyForNative")},
		"web, in capitals":                {idp.TypeWeb, "", uris("HTTPS://a.example"), nil, uris("Code.RedirectUris.CustomOnlyForNative")},
		"user agent, custom and http":     {idp.TypeUserAgent, "", uris(custom, http), nil, uris("Code.RedirectUris.CustomOnlyForNative", "Code.RedirectUris.HttpOnlyForWeb")},
		"native over http":                {idp.TypeNative, "", uris(http, loopback), nil, uris("Native.RedirectUris.MustBeHttpLocalhost")},
		"native, http beside no URI":      {idp.TypeNative, "", uris(loopback, "app"), nil, uris("Native.RedirectUris.MustBeHttpLocalhost")},
		"implicit, custom":                {idp.TypeNative, "", uris(custom), uris(grantImplicit), uris("Implicit.RedirectUris.CustomNotAllowed")},
		"implicit over http":              {idp.TypeWeb, "", uris(http), uris(grantImplicit), uris("Implicit.RedirectUris.HttpNotAllowed")},
		"implicit, native on loopback":    {idp.TypeNative, "", uris(loopback), uris(grantImplicit), nil},
		"implicit, native over http":      {idp.TypeNative, "", uris(http), uris(grantImplicit), uris("Native.RedirectUris.MustBeHttpLocalhost")},
		"both, web, custom":               {idp.TypeWeb, "", uris(custom), uris(grantImplicit, code), uris("Implicit.RedirectUris.CustomNotAllowed")},
		"both, native, custom":            {idp.TypeNative, "", uris(custom), uris(grantImplicit, code), uris("NotAllCombinationsAreAllowed")},
		"both, user agent over http":      {idp.TypeUserAgent, "", uris(http), uris(grantImplicit, code), uris("Code.RedirectUris.HttpOnlyForWeb")},
		"both, web over http":             {idp.TypeWeb, "", uris(http), uris(grantImplicit, code), uris("NotAllCombinationsAreAllowed")},
		"both, https":                     {idp.TypeWeb, "", uris(https), uris(grantImplicit, code), nil},
		"an API application has none":     {idp.TypeAPI, "", nil, nil, nil},
		"a service account has none":      {idp.TypeServiceAccount, "", nil, nil, nil},
		"an application without its type": {"", "", nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := idp.Registration{Type: tc.kind, AuthMethod: tc.method, RedirectURIs: tc.redirects}
			r.OIDC.GrantTypes = tc.grants
			if len(tc.grants) == 2 && tc.grants[0] == grantRefreshToken && tc.grants[1] == grantImplicit || len(tc.grants) == 1 && tc.grants[0] == grantImplicit {
				r.OIDC.ResponseTypes = []string{responseIDToken} // code requires another grant type
			}
			var want []idp.Problem
			for _, key := range tc.want {
				if notCompliant[key].Message == "" {
					t.Fatalf("%s is none of the contract's keys", key)
				}
				want = append(want, notCompliant[key])
			}
			if diff := cmp.Diff(want, problems(r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProblems_Refused_NameAttribute(t *testing.T) {
	for name, tc := range map[string]struct {
		edit      func(*idp.OIDC)
		attribute idp.Attribute
		message   string
	}{
		"code without its grant":      {func(o *idp.OIDC) { o.GrantTypes = []string{"refresh_token"} }, idp.AttributeGrantTypes, `"authorization_code"`},
		"ID token without its grant":  {func(o *idp.OIDC) { o.ResponseTypes = []string{"id_token"} }, idp.AttributeGrantTypes, `"implicit"`},
		"both tokens, without it":     {func(o *idp.OIDC) { o.ResponseTypes = []string{"id_token token"} }, idp.AttributeGrantTypes, `"implicit"`},
		"code with the device's":      {func(o *idp.OIDC) { o.GrantTypes = []string{grantDeviceCode} }, "", ""},
		"clock skew":                  {func(o *idp.OIDC) { o.ClockSkew = 5001 * time.Millisecond }, idp.AttributeClockSkew, "5s"},
		"clock skew below zero":       {func(o *idp.OIDC) { o.ClockSkew = -time.Second }, idp.AttributeClockSkew, "0s"},
		"clock skew, the most":        {func(o *idp.OIDC) { o.ClockSkew = 5 * time.Second }, "", ""},
		"origin":                      {func(o *idp.OIDC) { o.AdditionalOrigins = []string{"https://a.example:8443", "http://localhost"} }, "", ""},
		"origin with a slash":         {func(o *idp.OIDC) { o.AdditionalOrigins = []string{"https://a.example", "https://b.example/"} }, idp.AttributeAdditionalOrigins, `"https://b.example/"`},
		"origin without a scheme":     {func(o *idp.OIDC) { o.AdditionalOrigins = []string{"a.example"} }, idp.AttributeAdditionalOrigins, "a.example"},
		"origin with a query":         {func(o *idp.OIDC) { o.AdditionalOrigins = []string{"https://a.example?b=c"} }, idp.AttributeAdditionalOrigins, "a.example"},
		"all that can be, of nothing": {func(*idp.OIDC) {}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := portal()
			tc.edit(&r.OIDC)
			var found idp.Problem
			for _, problem := range problems(r) {
				if problem.Refused {
					found = problem
				}
			}
			if found.Attribute != tc.attribute || !strings.Contains(found.Message, tc.message) {
				t.Errorf("got %q, %q", found.Attribute, found.Message)
			}
		})
	}
}

// Each key has its own text here, so that the warnings of the plan and of the platform are the same.
func TestReportedProblemsAreThoseOfThePlan(t *testing.T) {
	for key, known := range notCompliant {
		got := reported([]ComplianceProblem{{Key: "Application.OIDC.V1.NotCompliant"}, {Key: "Application.OIDC.V1." + key}})
		if diff := cmp.Diff([]string{known.Message}, got); diff != "" {
			t.Error(diff)
		}
	}
}
