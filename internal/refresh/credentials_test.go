package refresh

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// issuing is a platform whose applications have further credentials. It counts requests for credentials and for pages of
// them.
type issuing struct {
	*fake

	listsAll bool
	issued   []idp.Credential // what GetCredential returns
	onRead   func(context.Context) error
}

func (f *issuing) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if err := f.call(ctx, &f.gets, f.onRead); err != nil {
		return known, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.issued {
		if c.ID == known.ID {
			c.PublicKey = known.PublicKey
			return c, nil
		}
	}
	return known, &idp.Error{Kind: idp.ErrNotFound}
}

func (f *issuing) CredentialPage(ctx context.Context, _ idp.Scope, applicationID, cursor string) (page idp.Page, err error) {
	if applicationID == "" && !f.listsAll {
		return page, &idp.Error{Kind: idp.ErrInvalid}
	}
	if err := f.call(ctx, &f.pages, f.onPage); err != nil {
		return page, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	n, _ := strconv.Atoi(cursor)
	for _, c := range f.issued[min(n, len(f.issued)):min(n+f.pageSize, len(f.issued))] {
		c.Scope, c.CreatedAt = idp.Scope{}, "2026-01-01T00:00:00Z"
		if applicationID == "" || applicationID == c.ApplicationID {
			page.Credentials = append(page.Credentials, c)
		}
	}
	if n += f.pageSize; n < len(f.issued) {
		page.Next = strconv.Itoa(n)
	}
	return page, nil
}

func (f *issuing) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	return idp.Issued{Credential: wanted}, f.call(ctx, new(int), f.onWrite)
}

func (f *issuing) UpdateCredential(ctx context.Context, _, after idp.Credential) (idp.Credential, error) {
	return after, f.call(ctx, new(int), f.onWrite)
}

func (f *issuing) Revoke(ctx context.Context, known idp.Credential) error {
	f.mu.Lock()
	for i := range f.issued {
		if f.issued[i].ID == known.ID {
			f.issued = append(f.issued[:i:i], f.issued[i+1:]...)
			break
		}
	}
	f.mu.Unlock()
	return f.call(ctx, new(int), f.onWrite)
}

func newIssuing(size int) *issuing {
	f := &issuing{fake: newFake(0, 100, true), listsAll: true}
	for n := range size {
		f.issued = append(f.issued, idp.Credential{
			ID: fmt.Sprintf("credential %d", n), ApplicationID: fmt.Sprintf("id %d", n/3), ClientID: fmt.Sprintf("client %d", n),
			Kind: idp.CredentialWorkloadIdentity, ProviderID: "provider", Subject: fmt.Sprintf("subject %d", n),
		})
	}
	return f
}

// readCredentials reads all credentials, ten at a time, in random order.
func readCredentials(t *testing.T, c idp.Credentials, known []idp.Credential, check func(known, got idp.Credential, err error)) {
	t.Helper()
	next := make(chan idp.Credential)
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for known := range next {
				got, err := c.GetCredential(t.Context(), known)
				check(known, got, err)
			}
		})
	}
	for _, i := range rand.Perm(len(known)) {
		next <- known[i]
	}
	close(next)
	readers.Wait()
}

func readsAsKnown(t *testing.T) func(known, got idp.Credential, err error) {
	return func(known, got idp.Credential, err error) {
		got.CreatedAt = ""
		if err != nil || got != known {
			t.Errorf("%v is read as %v, %v", known, got, err)
		}
	}
}

func TestGetCredential_ThousandCredentials_ReadsInBatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newIssuing(1000)
		f.onPage, f.onRead = sleep(20*time.Millisecond), sleep(20*time.Millisecond)
		readCredentials(t, New(f).Credentials(), f.issued, readsAsKnown(t))
		if n := f.requests(); n > 23 {
			t.Errorf("%d requests for a thousand credentials in ten pages", n)
		}
	})
}

func TestGetCredential_ListDiffers_AsksThePlatform(t *testing.T) {
	for name, change := range map[string]func(*idp.Credential){
		"subject":  func(c *idp.Credential) { c.Subject = "another" },
		"provider": func(c *idp.Credential) { c.ProviderID = "another" },
		"owner":    func(c *idp.Credential) { c.ApplicationID = "another" },
		"client":   func(c *idp.Credential) { c.ClientID = "another" },
		"expiry":   func(c *idp.Credential) { c.ExpiresAt = "2027-01-01T00:00:00Z" },
		"kind":     func(c *idp.Credential) { c.Kind = idp.CredentialURL },
		"keys":     func(c *idp.Credential) { c.JWKSURI = "https://example.com/jwks" },
		"import":   func(c *idp.Credential) { *c = idp.Credential{ID: c.ID, ApplicationID: c.ApplicationID} },
		"absence":  func(c *idp.Credential) { c.ID = "gone" },
	} {
		t.Run(name, func(t *testing.T) {
			f := newIssuing(30)
			c := New(f).Credentials()
			readCredentials(t, c, f.issued, readsAsKnown(t)) // the list is complete
			known := f.issued[7]
			change(&known)
			before := f.gets
			if got, err := c.GetCredential(t.Context(), known); f.gets != before+1 || err == nil && got != f.issued[7] {
				t.Errorf("answered %v, %v without the platform", got, err)
			}
		})
	}
}

func TestGetCredential_OwnPublicKey_IsCarriedOver(t *testing.T) {
	f := newIssuing(30)
	known := append([]idp.Credential(nil), f.issued...)
	for i := range known {
		known[i].PublicKey = "PEM"
	}
	readCredentials(t, New(f).Credentials(), known, readsAsKnown(t))
	if f.requests() > 3 {
		t.Errorf("%d requests", f.requests())
	}
}

func TestCredentialWrite_InvalidatesList(t *testing.T) {
	for name, write := range map[string]func(p *Platform, known idp.Credential) error{
		"issue": func(p *Platform, known idp.Credential) error {
			_, err := p.Credentials().Issue(t.Context(), known)
			return err
		},
		"update": func(p *Platform, known idp.Credential) error {
			_, err := p.Credentials().UpdateCredential(t.Context(), known, known)
			return err
		},
		"revoke": func(p *Platform, known idp.Credential) error { return p.Credentials().Revoke(t.Context(), known) },
		"removal of the application": func(p *Platform, _ idp.Credential) error {
			return p.Delete(t.Context(), idp.Application{ID: "id 1"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newIssuing(30)
			p := New(f)
			readCredentials(t, p.Credentials(), f.issued, readsAsKnown(t))
			if err := write(p, f.issued[3]); err != nil {
				t.Fatal(err)
			}
			gets := f.gets
			if _, err := p.Credentials().GetCredential(t.Context(), f.issued[5]); err != nil || f.gets != gets+1 {
				t.Errorf("%d reads after the write, %v", f.gets-gets, err)
			}
		})
	}
}

func TestGetCredential_PlatformCannotListAll_TakesOneRequestEach(t *testing.T) {
	f := newIssuing(50)
	f.listsAll = false
	readCredentials(t, New(f).Credentials(), f.issued, func(known, got idp.Credential, err error) {
		if err != nil || got != known {
			t.Errorf("%v is read as %v, %v", known, got, err)
		}
	})
	if f.gets != 50 || f.pages != 0 {
		t.Errorf("%d reads, %d pages", f.gets, f.pages)
	}
}

func TestCredentialPage_RepeatedLists_SharePages(t *testing.T) {
	f := newIssuing(300)
	c := New(f).Credentials()
	for range 3 {
		n := 0
		for _, err := range idp.ListCredentials(t.Context(), c, idp.Scope{}, "") {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 300 {
			t.Errorf("%d credentials", n)
		}
	}
	if f.pages != 3 {
		t.Errorf("%d pages", f.pages)
	}
	n := 0
	for range idp.ListCredentials(t.Context(), c, idp.Scope{}, "id 5") {
		n++
	}
	if n != 3 {
		t.Errorf("application 5 has %d credentials", n)
	}
}

func TestCredentials_PlatformHasNone_IsNil(t *testing.T) {
	if New(newFake(1, 1, false)).Credentials() != nil {
		t.Error("a platform without credentials has some")
	}
}
