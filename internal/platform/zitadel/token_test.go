package zitadel

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// tokens returns a server whose token endpoint gives these responses.
func tokens(t *testing.T, r routes, answers ...http.HandlerFunc) *fake {
	t.Helper()
	r[callToken] = answers
	f := serve(t, r)
	f.routes[callDiscovery] = only(reply(200, `{"issuer":"`+f.URL+`", "token_endpoint":"`+f.URL+`/oauth/v2/token"}`))
	return f
}

func oauthError(code, description string) http.HandlerFunc {
	return reply(400, `{"error":"`+code+`","error_description":"`+description+`"}`)
}

func issued() http.HandlerFunc {
	return reply(200, `{"access_token":"a-token","token_type":"Bearer","expires_in":43199}`)
}

func TestVerifyAccount_RequestsMinimalScope(t *testing.T) {
	var form url.Values
	var id, secret string
	f := tokens(t, routes{}, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form = r.PostForm
		id, secret, _ = r.BasicAuth()
		issued()(w, r)
	})
	known := existingAccount()
	known.ClientID = "billing:worker"
	if err := f.platform(t).Verify(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(url.Values{"grant_type": {"client_credentials"}, "scope": {"openid"}}, form); diff != "" {
		t.Error(diff)
	}
	if id != "billing%3Aworker" || secret != "old-secret" {
		t.Errorf("asked as %q with %q", id, secret)
	}
}

func TestVerifyAccount_DistinguishesRefusedSecretFromOtherErrors(t *testing.T) {
	const code = "invalid_request"
	missing := oauthError(code, saysSecretMissing)
	for name, tc := range map[string]struct {
		answers []http.HandlerFunc
		kind    idp.Kind // "" means none
		tries   int
	}{
		"right":                    {only(issued()), "", 1},
		"made a moment ago":        {only(missing, missing, issued()), "", 3},
		"removed":                  {only(missing), idp.ErrSecretRefused, 4},
		"wrong":                    {only(oauthError(code, saysSecretWrong)), idp.ErrSecretRefused, 1},
		"wrong, after a moment":    {only(missing, oauthError(code, saysSecretWrong)), idp.ErrSecretRefused, 2},
		"unknown user name":        {only(oauthError("invalid_client", "client not found")), idp.ErrSecretRefused, 1},
		"deactivated":              {only(oauthError(code, saysNotActive)), idp.ErrInactive, 1},
		"something else":           {only(oauthError(code, "The scope of your request is missing.")), idp.ErrUnexpected, 1},
		"quota":                    {only(body(429, "text/plain", "Your ZITADEL instance is blocked.")), idp.ErrRateLimited, 0},
		"a page":                   {only(page(400)), idp.ErrUnexpected, 1},
		"unknown host":             {only(body(404, "text/plain", "Instance not found")), idp.ErrUnexpected, 1},
		"a token that is not JSON": {only(body(200, "application/json", `{"access_token":"old-secret`)), idp.ErrUnexpected, 1},
		"lost":                     {only(lost), idp.ErrUnavailable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := tokens(t, routes{callMyOrganization: only(organization(organizationID))}, tc.answers...)
			err := f.platform(t).Verify(t.Context(), existingAccount())
			if tc.kind != "" {
				refusalOf(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
			if n := f.count(callToken); tc.tries > 0 && n != tc.tries {
				t.Errorf("%d tries, want %d", n, tc.tries)
			}
		})
	}
}

func TestVerifyAccount_InactiveOrganizationIsNoWrongSecret(t *testing.T) {
	inactive := reply(200, `{"org":{"id":"`+organizationID+`", "state":"ORG_STATE_INACTIVE"}}`)
	f := tokens(t, routes{callMyOrganization: only(inactive)}, oauthError("invalid_request", saysSecretWrong))
	refusalOf(t, f.platform(t).Verify(t.Context(), existingAccount()), idp.ErrInactive)
}

func TestIssueToken_IsForTheProject(t *testing.T) {
	var form url.Values
	f := tokens(t, routes{}, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form = r.PostForm
		issued()(w, r)
	})
	token, err := f.platform(t).IssueToken(t.Context(), idp.TokenRequest{ClientID: "billing-worker", ClientSecret: "s", Resource: "p1"})
	if err != nil || token.Value != "a-token" || token.Type != "Bearer" || token.Revocable || time.Until(token.Expiry) < 11*time.Hour {
		t.Errorf("got type %q until %s, %v", token.Type, token.Expiry, err)
	}
	if got := form.Get("scope"); got != "openid urn:zitadel:iam:org:project:id:p1:aud" {
		t.Errorf("asked for the scope %q", got)
	}
}
