package lerian_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
)

func TestLogin_InvalidRequest_ReturnsErrorCode(t *testing.T) {
	f := start(t, lerian.Config{})
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"not JSON":              {`grantType=password`, 400, "AUT-0009"},
		"wrong type":            {`{"grantType":1}`, 400, "AUT-0009"},
		"no grant type":         {`{}`, 400, "AUT-0013"},
		"OAuth's snake case":    {`{"grant_type":"password"}`, 400, "AUT-0013"},
		"no such grant type":    {`{"grantType":"magic"}`, 400, "AUT-0013"},
		"unsupported":           {`{"grantType":"authorization_code"}`, 400, "AUT-1001"},
		"no password":           {`{"grantType":"password","username":"admin"}`, 400, "AUT-0014"},
		"no client secret":      {`{"grantType":"client_credentials","clientId":"x"}`, 400, "AUT-0014"},
		"unknown user":          {`{"grantType":"password","username":"nobody","password":"x"}`, 401, "AUT-1002"},
		"wrong password":        {`{"grantType":"password","username":"admin","password":"x"}`, 401, "AUT-1002"},
		"wrong optional client": {`{"grantType":"password","username":"admin","password":"x","clientId":"y"}`, 401, "AUT-1004"},
		"unknown client":        {`{"grantType":"client_credentials","clientId":"x","clientSecret":"y"}`, 401, "AUT-1004"},
		"wrong client secret":   {`{"grantType":"client_credentials","clientId":"ac56c81d4d6d95c0ac12","clientSecret":"y"}`, 401, "AUT-1004"},
	} {
		t.Run(name, func(t *testing.T) {
			a := f.login(c.body).want(t, c.status, "")
			if got := text(a.object(t), "code"); got != c.code {
				t.Errorf("code %s, want %s", got, c.code)
			}
		})
	}
}

func TestLoginWantsJSONContentType(t *testing.T) {
	f := start(t, lerian.Config{})
	f.do("POST", f.auth+"/v1/login/oauth/access_token", `{"grantType":"password"}`,
		"Content-Type", "application/x-www-form-urlencoded").want(t, 400, "AUT-0009")
}

func TestPasswordLoginGivesTokenForAnHour(t *testing.T) {
	f := start(t, lerian.Config{})
	a := f.passwordLogin(f.Credentials().Admin).want(t, 200, "").object(t)
	if a["tokenType"] != "Bearer" || a["expiresIn"] != 3600.0 || text(a, "refreshToken") == "" {
		t.Errorf("got %v", a)
	}
	if claims := claimsOf(t, a); claims["type"] != "normal-user" || claims["iss"] != f.auth || claims["owner"] != "lerian" {
		t.Errorf("claims %v", claims)
	}
}

// claimsOf returns the claims of a login's access token, which has the form of a JWT.
func claimsOf(t *testing.T, login map[string]any) (claims map[string]any) {
	t.Helper()
	parts := strings.Split(text(login, "accessToken"), ".")
	if len(parts) != 3 {
		t.Fatalf("not in the shape of a JWT: %v", login["accessToken"])
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatalf("claims %s, %v", payload, err)
	}
	return claims
}

func TestTokens_SeveralTenants_ContainTenant(t *testing.T) {
	for _, tenant := range []string{"", "acme"} {
		f := start(t, lerian.Config{TenantID: tenant})
		app := f.create()
		for who, login := range map[string]answer{
			"user":        f.passwordLogin(f.Credentials().Admin),
			"application": f.clientLogin(text(app, "clientId"), text(app, "clientSecret")),
		} {
			claims := claimsOf(t, login.want(t, 200, "").object(t))
			if _, named := claims["tenantId"]; text(claims, "tenantId") != tenant || named != (tenant != "") {
				t.Errorf("tenant %q: the token of the %s has the claims %v", tenant, who, claims)
			}
		}
	}
}

func TestPasswordLoginTakesBuiltInClientToo(t *testing.T) {
	f := start(t, lerian.Config{})
	c := f.Credentials()
	f.login(`{"grantType":"password","username":"admin","password":"`+c.Admin.Password+
		`","clientId":"`+c.BuiltIn.ID+`","clientSecret":"`+c.BuiltIn.Secret+`"}`).want(t, 200, "accessToken")
}

func TestMFAUserGetsNoAccessToken(t *testing.T) {
	f := start(t, lerian.Config{})
	a := f.passwordLogin(f.Credentials().MFA).want(t, 200, "").object(t)
	if text(a, "mfaToken") == "" || len(a) != 1 {
		t.Errorf("got %v, want the MFA token alone", a)
	}
}

func TestNewApplicationLogsInAtOnceAndHasNoRights(t *testing.T) {
	f := start(t, lerian.Config{})
	app := f.create()
	login := f.clientLogin(text(app, "clientId"), text(app, "clientSecret")).want(t, 200, "").object(t)
	if _, ok := login["refreshToken"]; ok {
		t.Error("client credentials come without a refresh token")
	}
	a := f.do("POST", f.identity+"/v1/applications", ordinary, "Authorization", "Bearer "+text(login, "accessToken"))
	a.want(t, 403, "Forbidden")
	if kind := a.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
		t.Errorf("content type %s, want text/plain", kind)
	}
}

func TestDeletedApplicationNoLongerLogsIn(t *testing.T) {
	for name, c := range map[string]struct {
		config lerian.Config
		status int
		code   string
	}{
		"newer server": {lerian.Config{}, 401, "AUT-1011"},
		"older server": {lerian.Config{SecretOnRead: true}, 500, "AUT-0005"},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, c.config)
			app := f.create()
			f.call("DELETE", "/v1/applications/"+text(app, "id"), "").want(t, 204, "")
			f.clientLogin(text(app, "clientId"), text(app, "clientSecret")).want(t, c.status, c.code)
		})
	}
}

func TestExpiredTokenIsRefused(t *testing.T) {
	for name, expire := range map[string]func(*fixture){
		"time is over":  func(f *fixture) { f.advance(10 * time.Minute) },
		"expire tokens": func(f *fixture) { f.ExpireTokens() },
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, lerian.Config{TokenTTL: 10 * time.Minute})
			token := f.token(f.Credentials().Admin)
			f.do("GET", f.identity+"/v1/applications", "", "Authorization", "Bearer "+token).want(t, 200, "")
			expire(f)
			f.do("GET", f.identity+"/v1/applications", "", "Authorization", "Bearer "+token).want(t, 401, "IDE-0009")
		})
	}
}

func TestRefusedLoginFault(t *testing.T) {
	f := start(t, lerian.Config{})
	f.arm("lerian.login", fault.UnauthenticatedOnce)
	f.passwordLogin(f.Credentials().Admin).want(t, 401, "AUT-1002")
	f.arm("lerian.login", fault.UnauthenticatedOnce)
	f.clientLogin(f.Credentials().BuiltIn.ID, f.Credentials().BuiltIn.Secret).want(t, 401, "AUT-1004")
	f.passwordLogin(f.Credentials().Admin).want(t, 200, "accessToken")
}

func TestLogin_RateLimited_UntilWindowEnds(t *testing.T) {
	f := start(t, lerian.Config{LoginRateLimit: 2})
	f.passwordLogin(f.Credentials().Admin).want(t, 200, "")
	f.advance(20*time.Second + time.Millisecond)
	f.passwordLogin(f.Credentials().Admin).want(t, 200, "")
	a := f.passwordLogin(f.Credentials().Admin).want(t, 429, `"code":429`)
	if got := a.header.Get("Retry-After"); got != "40" {
		t.Errorf("Retry-After %s, want 40", got)
	}
	if a.header.Get("X-RateLimit-Limit") != "2" || a.header.Get("X-RateLimit-Remaining") != "0" ||
		a.header.Get("X-RateLimit-Reset") == "" {
		t.Errorf("headers %v", a.header)
	}
	f.advance(40 * time.Second)
	f.passwordLogin(f.Credentials().Admin).want(t, 200, "")
}

func TestHealth(t *testing.T) {
	f := start(t, lerian.Config{})
	for _, url := range []string{f.auth + "/health", f.identity + "/health", f.identity + "/readyz"} {
		f.do("GET", url, "").want(t, 200, "healthy")
	}
}
