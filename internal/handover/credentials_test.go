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
}

func (k *keyring) Issue(_ context.Context, wanted idp.Credential) (idp.Issued, error) {
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
	if owner, ok := k.owner[wanted.ClientID]; ok && owner != id {
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

func TestCredentials_IdentifierPassesOnWithinRun(t *testing.T) {
	issue := func(c idp.Credentials) error {
		_, err := c.Issue(context.Background(), idp.Credential{ClientID: "x"})
		return err
	}
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
				c := New(&registry{}, time.After).Credentials(&keyring{owner: map[string]string{"x": "a"}, slow: time.Second})
				var all sync.WaitGroup
				for _, operation := range []func(idp.Credentials) error{issue, release} {
					all.Go(func() {
						if err := operation(c); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
			})
		})
	}
}

func TestCredentials_NotReleased_KeepsTheWayToImport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := New(&registry{owner: map[string]string{"x": "a"}}, time.After)
		if err := run.Delete(t.Context(), known("a", "x")); err != nil { // an application with the same ID
			t.Fatal(err)
		}
		_, err := run.Credentials(&keyring{owner: map[string]string{"x": "a"}}).Issue(t.Context(), idp.Credential{ClientID: "x"})
		e, ok := errors.AsType[*idp.Error](err)
		if !ok || !strings.Contains(e.Hint, "credential a") || !strings.HasSuffix(e.Hint, "Otherwise: Import it.") {
			t.Error(err)
		}
	})
}
