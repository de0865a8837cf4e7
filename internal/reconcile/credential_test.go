package reconcile_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
)

// credentialKind is a kind of credential, of an application that another engine has registered.
type credentialKind struct {
	application   string // its kind
	create        string
	secret        []string // where state has the secret; nil if the kind has none
	specification specification
}

func (f *fixture) credentialKinds() map[string]credentialKind {
	const atKeycard = "keycard.create_credential"
	return map[string]credentialKind{
		"public":                {"keycard", atKeycard, nil, specification{"public": specification{"identifier": "orders-cli"}}},
		"client secret":         {"keycard", atKeycard, []string{"client_secret", "value"}, specification{"client_secret": specification{}}},
		"encrypted":             {"keycard", atKeycard, []string{"secret", "encrypted"}, specification{"client_secret": specification{}, "secret": f.recipients()}},
		"key":                   {"zitadel", "zitadel.create_app_key", []string{"key", "file"}, specification{"key": specification{}}},
		"encrypted key":         {"zitadel", "zitadel.create_app_key", []string{"secret", "encrypted"}, specification{"key": specification{}, "secret": f.recipients()}},
		"service account's key": {"service account", "zitadel.create_machine_key", []string{"key", "file"}, specification{"key": specification{}}},
	}
}

// eachCredential tests each kind of credential.
func eachCredential(t *testing.T, test func(f *fixture, of credentialKind)) {
	t.Helper()
	for _, name := range []string{"public", "client secret", "encrypted", "key", "encrypted key", "service account's key"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			withCredential(t, name, test)
		})
	}
}

// withCredential tests a credential of this kind, and deletes it and its application at the end.
func withCredential(t *testing.T, name string, test func(f *fixture, of credentialKind)) {
	t.Helper()
	f := newFixture(t)
	of := f.credentialKinds()[name]
	f.kind = f.kinds()[of.application]
	if f.platform == "zitadel" {
		f.specification["auth_method"] = "private_key_jwt"
	}
	app := acctest.NewEngine(f.EngineProcess(), f.specification, "")
	reconcile(t, app, true)
	of.specification["application_id"] = app.Text("id")
	f.Engine = f.credentialEngine(of, "")
	test(f, of)
	if problems := f.Delete(t.Context()); problems.Failed() || len(f.credentials()) > 0 {
		t.Errorf("left: %v\n%s", f.credentials(), problems)
	}
	if problems := app.Delete(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}

// credentialEngine returns another engine for a credential of this kind.
func (f *fixture) credentialEngine(of credentialKind, externalName string) *acctest.Engine {
	all := maps.Clone(of.specification)
	block, _ := f.specification[f.platform].(specification)
	block = maps.Clone(block)
	delete(block, "type")
	all[f.platform] = block
	return acctest.NewEngineOf("idp_application_credential", f.EngineProcess(), all, externalName)
}

// credentials returns the IDs of the application's credentials, without its first one.
func (f *fixture) credentials() (ids []string) {
	if f.platform == "zitadel" {
		ids, _ = f.Only("zitadel")["keys"].([]string)
		return ids
	}
	for _, c := range f.Keycard.Credentials(f.ID("keycard"))[1:] {
		id, _ := c["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

// removeCredentials deletes credentials outside of Terraform.
func (f *fixture) removeCredentials(ids ...string) {
	f.Helper()
	if f.platform == "zitadel" {
		left := slices.DeleteFunc(slices.Clone(f.credentials()), func(id string) bool { return slices.Contains(ids, id) })
		f.Drift("zitadel", map[string]any{"keys": left})
		return
	}
	for _, id := range ids {
		if err := f.Keycard.RemoveCredential(id); err != nil {
			f.Fatal(err)
		}
	}
}

// expectCredential checks that the platform has the credential in state and no other, and that state has its secret.
func (f *fixture) expectCredential(of credentialKind) {
	f.Helper()
	if has := f.credentials(); len(has) != 1 || has[0] != f.Text("id") {
		f.Errorf("the platform has %v, and state has %s", has, f.Text("id"))
	}
	if of.secret == nil {
		return
	}
	secret := f.Text(of.secret...)
	if of.secret[1] == "encrypted" {
		decrypted, err := encryption.Identities{f.identity}.Decrypt(secret)
		if err != nil {
			f.Fatal(err)
		}
		secret = decrypted.Reveal()
	}
	switch {
	case f.platform == "zitadel" && !strings.Contains(secret, f.Text("id")):
		f.Error("state does not have the key file")
	case f.platform == "keycard" && !f.Keycard.VerifySecret(f.Text("client_id"), secret):
		f.Error("the secret in state does not work")
	}
}

func TestCredential_IsCreatedOnce_AndKeptAcrossRestarts(t *testing.T) {
	t.Parallel()
	eachCredential(t, func(f *fixture, of credentialKind) {
		reconcile(f.T, f.Engine, true)
		for range 2 {
			quiet(f.T, f.Engine)
			f.expectCredential(of)
			f.Restart(f.EngineProcess())
		}
	})
}

func TestCredential_DeletedOutside_IsCreatedAgain(t *testing.T) {
	t.Parallel()
	eachCredential(t, func(f *fixture, of credentialKind) {
		reconcile(f.T, f.Engine, true)
		for range 2 {
			f.removeCredentials(f.Text("id"))
			if problems := reconcile(f.T, f.Engine, true); len(problems) != 1 || !strings.Contains(problems.String(), "Credential was deleted outside Terraform") {
				f.Errorf("want one warning, got: %s", problems)
			}
			quiet(f.T, f.Engine)
			f.expectCredential(of)
			f.Restart(f.EngineProcess())
		}
	})
}

func TestCredential_Imported_StaysAsItIs(t *testing.T) {
	t.Parallel()
	eachCredential(t, func(f *fixture, of credentialKind) {
		reconcile(f.T, f.Engine, true)
		second := f.credentialEngine(of, f.Text("id"))
		reconcile(f.T, second, false)
		quiet(f.T, second)
		f.expectCredential(of)
	})
}

// Of these kinds, only a public client ID can be changed.
func TestCredential_Drift_IsHealedAndTold(t *testing.T) {
	t.Parallel()
	withCredential(t, "public", func(f *fixture, _ credentialKind) {
		reconcile(f.T, f.Engine, true)
		for range 2 {
			if err := f.Keycard.ChangeCredential(f.Text("id"), map[string]any{"type": "public", "identifier": "theirs"}); err != nil {
				f.Fatal(err)
			}
			if problems := reconcile(f.T, f.Engine, true); len(problems) != 1 || !strings.Contains(problems.String(), "Credential was changed outside Terraform") {
				f.Errorf("want one warning, got: %s", problems)
			}
			quiet(f.T, f.Engine)
			f.Restart(f.EngineProcess())
		}
	})
}

func TestCredential_CreateLost_IsNotMadeTwice(t *testing.T) {
	t.Parallel()
	eachCredential(t, func(f *fixture, of credentialKind) {
		f.Fault(fault.Fault{Operation: of.create, Kind: fault.DropBefore})
		if _, problems := f.Reconcile(f.Context()); problems.Failed() {
			reconcile(f.T, f.Engine, true)
		}
		quiet(f.T, f.Engine)
		f.expectCredential(of)
	})
}

// A credential whose response is lost is recovered, or an error names it. Nothing proves that it is the resource's own, so
// it is not taken.
func TestCredential_AnswerLost_IsRecoveredOrNamed(t *testing.T) {
	t.Parallel()
	eachCredential(t, func(f *fixture, of credentialKind) {
		f.Fault(fault.Fault{Operation: of.create, Kind: fault.DropAfterCommit})
		if _, problems := f.Reconcile(f.Context()); problems.Failed() {
			made := f.credentials()
			if len(made) != 1 || !strings.Contains(problems.String(), made[0]) || f.Text("id") != "" {
				f.Fatalf("%v was made, state has %q\n%s", made, f.Text("id"), problems)
			}
			f.removeCredentials(made...)
			reconcile(f.T, f.Engine, true)
		}
		quiet(f.T, f.Engine)
		f.expectCredential(of)
	})
}
