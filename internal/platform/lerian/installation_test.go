package lerian

import (
	"encoding/base64"
	"errors"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func unsigned(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256","kid":"cert-built-in","typ":"JWT"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("noise"))
}

func TestFingerprint_EquivalentEndpoints_AreEqual(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://identity.example.com":         "identity.example.com",
		"https://Identity.EXAMPLE.com/v1/":     "identity.example.com",
		"https://identity.example.com.:443/v1": "identity.example.com",
		"https://identity.example.com:8443":    "identity.example.com:8443",
		"http://localhost:80/":                 "localhost",
		"http://localhost:443":                 "localhost:443",
		"http://[::1]:4001/v1":                 "[::1]:4001",
		"https://example.com/acme/Identity/v1": "example.com/acme/Identity",
	} {
		p := platform(t, Config{IdentityEndpoint: endpoint, AccessToken: "a-token"})
		if got := p.here.fingerprint(); got != want {
			t.Errorf("%s is %q, want %q", endpoint, got, want)
		}
	}
}

func TestFingerprint_ContainsIssuerAndTenantFromToken(t *testing.T) {
	for name, tc := range map[string]struct{ token, want string }{
		"one tenant":      {unsigned(`{"iss":"https://auth","owner":"lerian","sub":"lerian/a","name":"a","jti":"1","exp":1}`), "here (iss https://auth)"},
		"another user":    {unsigned(`{"iss":"https://auth","owner":"lerian","sub":"lerian/b","name":"b","jti":"2","exp":2}`), "here (iss https://auth)"},
		"an application":  {unsigned(`{"iss":"https://auth","sub":"admin/c","azp":"4f1c","type":"application"}`), "here (iss https://auth)"},
		"several tenants": {unsigned(`{"iss":"https://auth","tenantId":"acme"}`), "here (iss https://auth, tenantId acme)"},
		"no issuer":       {unsigned(`{"tenantId":"acme"}`), "here (tenantId acme)"},
		"several lines":   {unsigned(`{"iss":"a\nb"}`), "here (iss a b)"},
		"odd claims":      {unsigned(`{"iss":["a"],"tenantId":7}`), "here"},
		"no JSON":         {unsigned(`hunter2`), "here"},
		"opaque":          {"hunter2", "here"},
	} {
		t.Run(name, func(t *testing.T) {
			i := installation{address: "here", claims: claims{Issuer: "of an older token", TenantID: "of an older token"}}
			i.learn(tc.token)
			if got := i.fingerprint(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestNotFound_OtherInstallation_IsNotConfirmed(t *testing.T) {
	at := func(installation string) idp.Application {
		return idp.Application{ID: "app-1", Registration: wanted, Installation: installation}
	}
	for name, tc := range map[string]struct {
		known idp.Application
		want  idp.Kind
	}{
		"the same": {at("here"), idp.ErrNotFound}, "another": {at("elsewhere"), idp.ErrOtherInstallation},
		"not known": {at(""), idp.ErrOtherInstallation}, "an import": {idp.Application{ID: "app-1"}, idp.ErrNotFound},
	} {
		i := installation{address: "here"}
		absent := &idp.Error{Kind: idp.ErrNotFound, Status: 404, Code: codeNotFound}
		if err := i.proven(tc.known, absent); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
		for _, err := range []error{nil, &idp.Error{Kind: idp.ErrForbidden}} {
			if got := i.proven(tc.known, err); got != err {
				t.Errorf("%s: %v became %v", name, err, got)
			}
		}
	}
}
