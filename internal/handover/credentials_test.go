package handover

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// keyring is a platform with unique identifiers of credentials.
type keyring struct {
	idp.Credentials
	mu    sync.Mutex
	owner map[string]string // the ID of the credential, by identifier
	slow  time.Duration
	asked int // calls of Issue
}

func (k *keyring) Issue(_ context.Context, wanted idp.Credential) (idp.Issued, error) {
	k.asked++
	c, err := k.give(wanted, "new", "")
	return idp.Issued{Credential: c}, err
}

func (k *keyring) UpdateCredential(_ context.Context, before, after idp.Credential) (idp.Credential, error) {
	return k.give(after, before.ID, before.ClientID)
}

func (k *keyring) give(wanted idp.Credential, id, before string) (idp.Credential, error) {
	<-time.After(k.slow)
	k.mu.Lock()
	defer k.mu.Unlock()
	if owner, ok := k.owner[wanted.ClientID]; ok && (owner != id || wanted.ID == "") {
		return idp.Credential{ID: id, ClientID: before}, &idp.Error{Kind: idp.ErrAlreadyExists, ExistingID: owner, Hint: "Import it."}
	}
	delete(k.owner, before)
	k.owner[wanted.ClientID] = id
	wanted.ID = id
	return wanted, nil
}

func (k *keyring) Revoke(_ context.Context, known idp.Credential) error {
	<-time.After(k.slow)
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.owner, known.ClientID)
	return nil
}

var anyCredential = idp.Credential{ClientID: "x"}

func TestCredentials_IdentifierPassesOnWithinRun(t *testing.T) {
	a := idp.Credential{ID: "a", ClientID: "x"}
	for name, release := range map[string]func(idp.Credentials) error{
		"revoked": func(c idp.Credentials) error { return c.Revoke(context.Background(), a) },
		"changed": func(c idp.Credentials) error {
			_, err := c.UpdateCredential(context.Background(), a, idp.Credential{ID: "a", ClientID: "y"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				keys := &keyring{owner: map[string]string{"x": "a"}, slow: time.Second}
				c := New(&registry{}, time.After).Credentials(keys)
				var all sync.WaitGroup
				all.Go(func() {
					if issued, err := c.Issue(context.Background(), anyCredential); err != nil || issued.ID != "new" {
						t.Errorf("%+v, %v", issued, err)
					}
				})
				<-time.After(time.Millisecond) // the request to issue comes first
				if err := release(c); err != nil {
					t.Error(err)
				}
				all.Wait()
				if keys.asked != 2 {
					t.Errorf("issued with %d requests, want 2", keys.asked)
				}
			})
		})
	}
}

func TestCredentials_NotReleased_HintsAtImport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := New(&registry{owner: map[string]string{"x": "a"}, slow: map[string]time.Duration{"a": time.Second}}, time.After)
		keys := &keyring{owner: map[string]string{"x": "a"}}
		done := make(chan error)
		go func() {
			_, err := run.Credentials(keys).Issue(context.Background(), anyCredential)
			done <- err
		}()
		synctest.Wait()
		if err := run.Delete(t.Context(), known("a", "x")); err != nil { // an application with the same ID
			t.Fatal(err)
		}
		e, ok := errors.AsType[*idp.Error](<-done)
		if !ok || !strings.Contains(e.Hint, "credential a") || !strings.HasSuffix(e.Hint, "Otherwise: Import it.") || keys.asked != 1 {
			t.Errorf("%v, with %d requests", e, keys.asked)
		}
	})
}

func TestCredentials_DuplicateIdentifier_FailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		c := New(&registry{}, time.After).Credentials(&keyring{owner: map[string]string{}})
		_, first := c.Issue(t.Context(), anyCredential)
		_, second := c.Issue(t.Context(), idp.Credential{ClientID: "x", ApplicationID: "other"})
		e, ok := errors.AsType[*idp.Error](second)
		if first != nil || !ok || !strings.Contains(e.Hint, "a different name or identifier") || time.Since(began) > 0 {
			t.Errorf("%v; %v after %v", first, second, time.Since(began))
		}
	})
}
