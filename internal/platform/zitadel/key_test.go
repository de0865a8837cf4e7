package zitadel

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// rsaKey is generated once, because that is slow.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func pkcs1(t testing.TB) string {
	t.Helper()
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
}

func pkcs8(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return block("PRIVATE KEY", der)
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func keyFile(t *testing.T, kind, id, key, user string) idp.Secret {
	t.Helper()
	text, err := json.Marshal(map[string]string{"type": kind, "keyId": id, "key": key, "userId": user})
	if err != nil {
		t.Fatal(err)
	}
	return idp.Secret(text)
}

func serviceKey(t *testing.T) *Key {
	t.Helper()
	key, err := ParseKey(keyFile(t, "serviceaccount", "k1", pkcs1(t), "u1"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestKeyFilesOfServiceAccountsAreRead(t *testing.T) {
	private, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"PKCS #1": pkcs1(t), "PKCS #8": pkcs8(t, private)} {
		t.Run(name, func(t *testing.T) {
			key, err := ParseKey(keyFile(t, "serviceaccount", "k1", text, "u1"))
			if err != nil {
				t.Fatal(err)
			}
			if key.id != "k1" || key.userID != "u1" || !key.private.Equal(private) {
				t.Errorf("got key %q of %q", key.id, key.userID)
			}
		})
	}
}

func TestUnusableKeyFilesAreExplainedWithoutTheirContent(t *testing.T) {
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		text idp.Secret
		want string
	}{
		"empty":             {"", "not a JSON object"},
		"a path":            {"/home/hidden/key.json", "not a JSON object"},
		"a list":            {`["hidden"]`, "not a JSON object"},
		"cut short":         {`{"type":"serviceaccount","key":"hidden`, "not a JSON object"},
		"of an application": {keyFile(t, "application", "k1", "hidden", ""), "key of an application"},
		"no type":           {keyFile(t, "", "k1", "hidden", "u1"), `not "serviceaccount"`},
		"no key ID":         {keyFile(t, "serviceaccount", "", "hidden", "u1"), "it lacks"},
		"no key":            {keyFile(t, "serviceaccount", "k1", "", "u1"), "it lacks"},
		"no user":           {keyFile(t, "serviceaccount", "k1", "hidden", ""), "it lacks"},
		"no PEM":            {keyFile(t, "serviceaccount", "k1", "hidden", "u1"), "no RSA private key"},
		"bad PEM":           {keyFile(t, "serviceaccount", "k1", block("RSA PRIVATE KEY", []byte("hidden")), "u1"), "no RSA private key"},
		"elliptic curve":    {keyFile(t, "serviceaccount", "k1", pkcs8(t, curve), "u1"), "no RSA private key"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ParseKey(tc.text)
			e := refusalOf(t, err, idp.ErrInvalid)
			if !strings.Contains(e.Message, tc.want) || !strings.Contains(e.Hint, "ZITADEL_JWT_PROFILE_JSON") {
				t.Errorf("got %q, %q", e.Message, e.Hint)
			}
			if said := err.Error() + e.Hint; strings.Contains(said, "hidden") || strings.Contains(said, "aGlkZGVu") {
				t.Errorf("the content is in the error: %s", said)
			}
		})
	}
}

func TestKeyIsNotPrinted(t *testing.T) {
	key := serviceKey(t)
	digits := key.private.D.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, value := range []any{key, *key, Config{Key: key}} {
			if said := fmt.Sprintf(verb, value); strings.Contains(said, digits) {
				t.Errorf("%s of %T shows the key", verb, value)
			}
		}
	}
}
