package keycard_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// wishes returns a credential of each kind for an application.
func (w world) wishes(app idp.Application) map[string]idp.Credential {
	w.Helper()
	provider, err := w.server.AddProvider(map[string]any{"name": "Cluster", "identifier": "https://cluster.example.test"})
	if err != nil {
		w.Fatal(err)
	}
	of := func(kind idp.CredentialKind, change func(*idp.Credential)) idp.Credential {
		c := idp.Credential{Scope: app.Scope, ApplicationID: app.ID, Kind: kind}
		change(&c)
		return c
	}
	return map[string]idp.Credential{
		"client_secret": of(idp.CredentialClientSecret, func(*idp.Credential) {}),
		"public_key":    of(idp.CredentialPublicKey, func(c *idp.Credential) { c.JWKSURI = keysAt }),
		"workload_identity": of(idp.CredentialWorkloadIdentity, func(c *idp.Credential) {
			c.ProviderID, c.Subject = provider, identity
		}),
		"url":    of(idp.CredentialURL, func(c *idp.Credential) { c.ClientID = "https://agent.example.test/client.json" }),
		"public": of(idp.CredentialPublic, func(c *idp.Credential) { c.ClientID = "spa" }),
	}
}

func (w world) issue(c idp.Credential) idp.Issued {
	w.Helper()
	issued, err := w.platform.Issue(w.Context(), c)
	if err != nil {
		w.Fatal(err)
	}
	return issued
}

func (w world) readsCredential(want idp.Credential) {
	w.Helper()
	got, err := w.platform.GetCredential(w.Context(), want)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		w.Error(err, diff)
	}
}

// Whatever happens to its other credentials, the application's own credential stays.
func TestLifecycle_Credentials(t *testing.T) {
	for name, c := range map[string]emulator.Config{"unset is null": {}, "unset is missing": {NullsMissing: true}} {
		for _, kind := range []string{"client_secret", "public_key", "workload_identity", "url", "public"} {
			t.Run(name+", "+kind, func(t *testing.T) {
				w := newWorld(t, c, nil)
				app := w.create(w.full("urn:agent"))
				issued := w.issue(w.wishes(app)[kind])
				if kind == "client_secret" && !w.server.VerifySecret(issued.ClientID, issued.ClientSecret.Reveal()) {
					t.Error("the secret does not work")
				}
				w.readsCredential(issued.Credential)
				imported := idp.Credential{Scope: app.Scope, ApplicationID: app.ID, ID: issued.ID}
				if got, err := w.platform.GetCredential(t.Context(), imported); err != nil || got != issued.Credential {
					t.Errorf("imported %v, %s", err, cmp.Diff(issued.Credential, got))
				}
				known := w.changed(issued.Credential)
				w.readsCredential(known)
				w.reads(app)

				if err := w.platform.Revoke(t.Context(), known); err != nil {
					t.Fatal(err)
				}
				_, err := w.platform.GetCredential(t.Context(), known)
				w.kind(err, idp.ErrNotFound)
				if err := w.platform.Revoke(t.Context(), known); err != nil {
					t.Errorf("a second removal failed: %v", err)
				}
				if got := w.credentials(app); !slices.Equal(got, []string{"password " + app.ClientID}) {
					t.Errorf("left: %q", got)
				}
			})
		}
	}
}

// changed returns a credential after each change that its kind supports.
func (w world) changed(c idp.Credential) idp.Credential {
	w.Helper()
	var changes []idp.Credential
	switch c.Kind {
	case idp.CredentialWorkloadIdentity:
		anybody, other := c, c
		anybody.Subject, other.Subject = "", "repo:acme/api:ref:refs/heads/main"
		changes = []idp.Credential{anybody, other}
	case idp.CredentialURL, idp.CredentialPublic:
		other := c
		other.ClientID = "https://agent.example.test/other.json"
		changes = []idp.Credential{other}
	default:
	}
	for _, after := range changes {
		got, err := w.platform.UpdateCredential(w.Context(), c, after)
		if diff := cmp.Diff(after, got); err != nil || diff != "" {
			w.Fatal(err, diff)
		}
		c = got
	}
	return c
}

func TestIssue_LostAnswers(t *testing.T) {
	proven := []string{"client_secret", "public_key"}
	for _, kind := range []string{"client_secret", "public_key", "workload_identity", "url", "public"} {
		for name, f := range map[string]fault.Kind{"before": fault.DropBefore, "after": fault.DropAfterCommit, "truncated": fault.Truncate} {
			t.Run(kind+", "+name, func(t *testing.T) {
				w := newWorld(t, emulator.Config{}, nil)
				app := w.create(w.full("urn:agent"))
				wish := w.wishes(app)[kind]
				w.arm(fault.Fault{Operation: createCredential, Kind: f})
				issued, err := w.platform.Issue(t.Context(), wish)
				if slices.Contains(proven, kind) {
					if err != nil || len(w.credentials(app)) != 2 {
						t.Errorf("%v, left: %q", err, w.credentials(app))
					}
					w.readsCredential(issued.Credential)
					return
				}
				if issued.ID != "" {
					t.Fatalf("took %s over", issued.ID)
				}
				if f == fault.DropBefore {
					w.kind(err, idp.ErrAmbiguous)
					w.readsCredential(w.issue(wish).Credential) // as the next apply does
					return
				}
				made, _ := w.server.Credentials(app.ID)[1]["id"].(string)
				if e := w.kind(err, idp.ErrAlreadyExists); !strings.Contains(e.Hint, made) {
					t.Errorf("%s is not in the hint: %s", made, e.Hint)
				}
				_, err = w.platform.Issue(t.Context(), wish) // the next apply does not create a second one
				if e := w.kind(err, idp.ErrAlreadyExists); !strings.Contains(e.Hint, made) || len(w.credentials(app)) != 2 {
					t.Errorf("hint: %s, left: %q", e.Hint, w.credentials(app))
				}
			})
		}
	}
}

func TestCredentialPage_ShowsWhatSingleReadsShow(t *testing.T) {
	w := newWorld(t, emulator.Config{Seed: 120}, nil)
	app := w.create(w.keyed("urn:agent", keysAt))
	for _, wish := range w.wishes(app) {
		w.issue(wish)
	}
	for _, id := range []string{app.ID, ""} {
		n, mine, cursor := 0, 0, ""
		for ok := true; ok; ok = cursor != "" {
			page, err := w.platform.CredentialPage(t.Context(), app.Scope, id, cursor)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Credentials {
				if n++; c.ApplicationID == app.ID {
					mine++
					w.readsCredential(c)
				}
			}
			cursor = page.Next
		}
		if mine != 6 || id == "" && n <= 100 {
			t.Errorf("%d of %d", mine, n)
		}
	}
}

func TestCredential_DriftIsSeen(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:agent"))
	known := w.issue(w.wishes(app)["workload_identity"]).Credential
	if err := w.server.ChangeCredential(known.ID, map[string]any{"subject": nil}); err != nil {
		t.Fatal(err)
	}
	want := known
	want.Subject = ""
	got, err := w.platform.GetCredential(t.Context(), known)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if err := w.server.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.platform.GetCredential(t.Context(), known)
	w.kind(err, idp.ErrNotFound)
}

func TestIssue_UnknownProvider_IsRefusedAtOnce(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:agent"))
	wish := w.wishes(app)["workload_identity"]
	wish.ProviderID = "unknown"
	_, err := w.platform.Issue(t.Context(), wish)
	w.kind(err, idp.ErrInvalid)
}
