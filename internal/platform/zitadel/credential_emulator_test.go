package zitadel_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// withKeys returns an application and a service account that can have keys.
func withKeys(t *testing.T, s shared, p *zitadel.Platform) map[string]idp.Application {
	t.Helper()
	app := s.wanted()
	app.AuthMethod = idp.PrivateKeyJWT
	account := worker()
	account.AuthMethod = idp.PrivateKeyJWT
	return map[string]idp.Application{"app": create(t, p, app), "machine": create(t, p, account)}
}

func keyOf(app idp.Application) idp.Credential {
	return idp.Credential{Kind: idp.CredentialKey, AuthMethod: idp.PrivateKeyJWT, Scope: app.Scope, ApplicationID: app.ID}
}

// keysThere returns the IDs of the keys that an application has at the instance.
func (s shared) keysThere(app idp.Application) []string {
	s.t.Helper()
	for _, there := range s.Applications() {
		if there["id"] == app.ID {
			return there["keys"].([]string)
		}
	}
	s.t.Errorf("%s is not there", app.ID)
	return nil
}

func sameKey(t *testing.T, p *zitadel.Platform, key idp.Credential) {
	t.Helper()
	read, err := p.GetCredential(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(key, read); diff != "" {
		t.Errorf("a read differs from what was made: %s", diff)
	}
}

// private is a key that was generated outside of ZITADEL.
var private = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// ownKey returns its public key.
func ownKey(t *testing.T) string {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(&private().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}

func TestLifecycleOfKeys(t *testing.T) {
	s := share(t, "")
	p := s.run()
	owners := withKeys(t, s, p)
	owners["web"] = create(t, p, idp.Registration{
		Scope: idp.Scope{ProjectID: s.ProjectID()}, Type: idp.TypeWeb, Name: "shop", AuthMethod: idp.PrivateKeyJWT, RedirectURIs: []string{"https://shop.example.com/"},
	})
	for name, app := range owners {
		t.Run(name, func(t *testing.T) {
			first, err := p.Issue(t.Context(), keyOf(app))
			if err != nil {
				t.Fatal(err)
			}
			asked := keyOf(app)
			asked.ExpiresAt = time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339Nano)
			second, err := p.Issue(t.Context(), asked)
			if err != nil {
				t.Fatal(err)
			}
			for _, issued := range []idp.Issued{first, second} {
				var file struct{ KeyID, Key string }
				if err := json.Unmarshal([]byte(issued.KeyFile.Reveal()), &file); err != nil || file.KeyID != issued.ID || !strings.Contains(file.Key, "PRIVATE KEY") {
					t.Errorf("the key file is about %q, %v", file.KeyID, err)
				}
				if issued.ClientID != app.ClientID || issued.CreatedAt == "" {
					t.Errorf("client ID %q, made at %q", issued.ClientID, issued.CreatedAt)
				}
				sameKey(t, p, issued.Credential)
			}
			if first.ExpiresAt != "" || second.ExpiresAt != asked.ExpiresAt {
				t.Errorf("expire at %q and %q", first.ExpiresAt, second.ExpiresAt)
			}
			page, err := p.CredentialPage(t.Context(), app.Scope, app.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{first.ID, second.ID}, s.keysThere(app)); diff != "" || len(page.Credentials) != 2 || page.Total != 2 {
				t.Errorf("listed %d of %d: %s", len(page.Credentials), page.Total, diff)
			}
			for range 2 { // the second time, it is already gone
				if err := p.Revoke(t.Context(), first.Credential); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.GetCredential(t.Context(), first.Credential); !errors.Is(err, idp.ErrNotFound) {
				t.Errorf("after it was revoked a read says %v", err)
			}
			sameKey(t, p, second.Credential)
			if err := p.Delete(t.Context(), app); err != nil {
				t.Fatal(err)
			}
			if _, err := p.GetCredential(t.Context(), second.Credential); !errors.Is(err, idp.ErrNotFound) {
				t.Errorf("after its application was removed a read says %v", err)
			}
			if err := p.Revoke(t.Context(), second.Credential); err != nil {
				t.Errorf("after its application was removed: %v", err)
			}
		})
	}
}

// The provider itself can log in with the key file that Issue returns.
func TestIssue_KeyFileLogsIn(t *testing.T) {
	s := share(t, "")
	p := s.run()
	account := create(t, p, worker())
	issued, err := p.Issue(t.Context(), keyOf(account))
	if err != nil {
		t.Fatal(err)
	}
	key, err := zitadel.ParseKey(issued.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	logsIn := func() error {
		_, err := connect(t, zitadel.Config{Endpoint: s.url, Key: key}).Get(t.Context(), account)
		return err
	}
	if err := logsIn(); !errors.Is(err, idp.ErrForbidden) { // the login succeeds, but the account has no role
		t.Errorf("with the key: %v", err)
	}
	if err := p.Revoke(t.Context(), issued.Credential); err != nil {
		t.Fatal(err)
	}
	if err := logsIn(); !errors.Is(err, idp.ErrUnauthenticated) {
		t.Errorf("with the revoked key: %v", err)
	}
}

func TestIssue_OwnPublicKeyLogsIn(t *testing.T) {
	s := share(t, "")
	p := s.run()
	account := create(t, p, worker())
	asked := keyOf(account)
	asked.PublicKey = ownKey(t)
	issued, err := p.Issue(t.Context(), asked)
	if err != nil || issued.KeyFile != "" {
		t.Fatalf("a key file: %t, %v", issued.KeyFile != "", err)
	}
	sameKey(t, p, issued.Credential)
	file, err := json.Marshal(map[string]string{
		"type": "serviceaccount", "keyId": issued.ID, "userId": account.ID,
		"key": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private())})),
	})
	if err != nil {
		t.Fatal(err)
	}
	key, err := zitadel.ParseKey(idp.Secret(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, zitadel.Config{Endpoint: s.url, Key: key}).Get(t.Context(), account); !errors.Is(err, idp.ErrForbidden) {
		t.Errorf("with one's own key: %v", err) // the login succeeds, but the account has no role
	}
	asked.PublicKey = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"
	if _, err := p.Issue(t.Context(), asked); !errors.Is(err, idp.ErrInvalid) {
		t.Errorf("with what is no key: %v", err)
	}
}

func TestGetCredential_AuthMethodSwitched_ReportsHiddenKey(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := withKeys(t, s, p)["app"]
	issued, err := p.Issue(t.Context(), keyOf(app))
	if err != nil {
		t.Fatal(err)
	}
	basic := change(t, p, app, func(r *idp.Registration) { r.AuthMethod = idp.ClientSecretBasic })
	if _, err := p.GetCredential(t.Context(), issued.Credential); !errors.Is(err, idp.ErrHidden) {
		t.Errorf("while it is hidden a read says %v", err)
	}
	if _, err := p.Issue(t.Context(), keyOf(app)); !errors.Is(err, idp.ErrInvalid) {
		t.Errorf("another key: %v", err)
	}
	back := change(t, p, basic, func(r *idp.Registration) { r.AuthMethod = idp.PrivateKeyJWT })
	sameKey(t, p, issued.Credential)

	change(t, p, back, func(r *idp.Registration) { r.AuthMethod = idp.ClientSecretBasic })
	if err := p.Revoke(t.Context(), issued.Credential); err != nil {
		t.Error(err)
	}
	if left := s.keysThere(app); len(left) != 0 {
		t.Errorf("the hidden key is left: %v", left)
	}
}

// The error names the one key that may be left, and no key is deleted.
func TestIssue_LostAnswers(t *testing.T) {
	s := share(t, "")
	for owner, app := range withKeys(t, s, s.run()) {
		for kind, left := range map[fault.Kind]int{
			fault.DropBefore: 0, fault.DropAfterCommit: 1, fault.Truncate: 1, fault.HTML: 0,
		} {
			t.Run(owner+" "+string(kind), func(t *testing.T) {
				before := s.keysThere(app)
				s.arm("create_"+owner+"_key", kind, 1)
				s.arm("list_"+owner+"_keys", fault.StaleList, 2)
				issued, err := s.run().Issue(t.Context(), keyOf(app))
				e, ok := errors.AsType[*idp.Error](err)
				if !ok || e.Kind != idp.ErrAmbiguous || issued.ID != "" {
					t.Fatalf("got ID %q, %v", issued.ID, err)
				}
				there := s.keysThere(app)
				if diff := cmp.Diff(before, there[:len(before)]); diff != "" || len(there) != len(before)+left {
					t.Fatalf("there are the keys %v, and before %v", there, before)
				}
				for _, id := range there[len(before):] {
					if !strings.Contains(e.Hint, id+" (made at") {
						t.Errorf("%s was made, and the hint is %q", id, e.Hint)
					}
				}
			})
		}
	}
}

func TestIssue_TemporaryFailure_IsRetried(t *testing.T) {
	s := share(t, "")
	p := s.run()
	for owner, app := range withKeys(t, s, p) {
		s.arm("create_"+owner+"_key", fault.UniqueViolation, 1)
		s.arm("get_"+owner+"_key", fault.NotFoundTimes, 1)
		first, err := p.Issue(t.Context(), keyOf(app))
		if err != nil {
			t.Fatal(err)
		}
		s.arm("create_"+owner+"_key", fault.LostRead, 1)
		second, err := p.Issue(t.Context(), keyOf(app))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{first.ID, second.ID}, s.keysThere(app)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRevoke_LostAnswers(t *testing.T) {
	s := share(t, "")
	p := s.run()
	for owner, app := range withKeys(t, s, p) {
		for _, kind := range []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Truncate, fault.UniqueViolation, fault.NotFoundTimes} {
			t.Run(owner+" "+string(kind), func(t *testing.T) {
				asked := keyOf(app)
				if owner == "machine" { // avoids generating a key pair, which is slow
					asked.PublicKey = ownKey(t)
				}
				issued, err := p.Issue(t.Context(), asked)
				if err != nil {
					t.Fatal(err)
				}
				s.arm("delete_"+owner+"_key", kind, 1)
				if err := p.Revoke(t.Context(), issued.Credential); err != nil {
					t.Error(err)
				}
				if left := s.keysThere(app); len(left) != 0 {
					t.Errorf("left are %v", left)
				}
			})
		}
	}
}

// Only the organization of the application can tell that a key is gone.
func TestRevoke_KeyOfAnotherOrganizationIsNotTakenForGone(t *testing.T) {
	s := share(t, "")
	p := s.run()
	asked := worker()
	asked.Scope.OrganizationID = s.OtherOrganizationID()
	issued, err := p.Issue(t.Context(), keyOf(create(t, p, asked)))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := issued.Credential
	elsewhere.Scope.OrganizationID = ""
	if _, err := p.GetCredential(t.Context(), elsewhere); !errors.Is(err, idp.ErrOtherInstallation) {
		t.Errorf("a read in the wrong organization says %v", err)
	}
	if err := p.Revoke(t.Context(), elsewhere); !errors.Is(err, idp.ErrOtherInstallation) {
		t.Errorf("a revocation in the wrong organization says %v", err)
	}
	sameKey(t, p, issued.Credential)
}

// If reads lose a deletion, the deleted credential is still accepted.
func TestDelete_DeletionLost_ReportsStillReadable(t *testing.T) {
	s := share(t, "")
	p := s.run()
	account := create(t, p, worker())
	asked := keyOf(account)
	asked.PublicKey = ownKey(t)
	issued, err := p.Issue(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	s.arm("delete_machine_key", fault.LostDelete, 1)
	if err := p.Revoke(t.Context(), issued.Credential); !errors.Is(err, idp.ErrStillShown) {
		t.Errorf("key: %v", err)
	}
	s.arm("delete_user", fault.LostDelete, 1)
	if err := p.Delete(t.Context(), account); !errors.Is(err, idp.ErrStillShown) {
		t.Errorf("service account: %v", err)
	}
}
