package idp

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWithCredentials_OwnIsTheNewestSecretOrTheOnlyKey(t *testing.T) {
	secret := func(id, created string) Credential {
		return Credential{ID: id, ClientID: "client-" + id, AuthMethod: ClientSecretBasic, Kind: CredentialClientSecret, CreatedAt: created}
	}
	key := func(id string) Credential {
		return Credential{ID: id, ClientID: "client-" + id, AuthMethod: PrivateKeyJWT, Kind: CredentialPublicKey, JWKSURI: "https://keys/" + id}
	}
	workload := Credential{ID: "w", AuthMethod: PrivateKeyJWT, Kind: CredentialWorkloadIdentity, ProviderID: "p"}
	public := Credential{ID: "p", ClientID: "client-p", AuthMethod: NoAuth, Kind: CredentialPublic}
	for name, tc := range map[string]struct {
		all    []Credential
		method AuthMethod
		id     string
		jwks   string
	}{
		"none":                       {nil, NoAuth, "", ""},
		"a secret":                   {[]Credential{secret("a", "")}, ClientSecretBasic, "a", ""},
		"two secrets":                {[]Credential{secret("new", "2026-05-02T00:00:00Z"), secret("old", "2026-05-01T00:00:00Z")}, ClientSecretBasic, "new", ""},
		"a secret and a newer key":   {[]Credential{secret("a", "2026-05-01T00:00:00Z"), key("k")}, ClientSecretBasic, "a", ""},
		"a key":                      {[]Credential{public, key("k"), workload}, PrivateKeyJWT, "k", "https://keys/k"},
		"a key on two pages":         {[]Credential{key("k"), key("k")}, PrivateKeyJWT, "k", "https://keys/k"},
		"two keys":                   {[]Credential{key("k"), key("l")}, PrivateKeyJWT, "", ""},
		"two keys, one of them more": {[]Credential{key("k"), key("l"), key("k")}, PrivateKeyJWT, "", ""},
		"a workload":                 {[]Credential{workload, public}, PrivateKeyJWT, "", ""},
		"public":                     {[]Credential{public}, NoAuth, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			known := Application{ID: "app", ClientID: "stale", CredentialID: "stale", Registration: Registration{JWKSURI: "stale"}}
			want := Application{ID: "app", CredentialID: tc.id, Registration: Registration{AuthMethod: tc.method, JWKSURI: tc.jwks}}
			if tc.id != "" {
				want.ClientID = "client-" + tc.id
			}
			if diff := cmp.Diff(want, known.WithCredentials(tc.all)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
