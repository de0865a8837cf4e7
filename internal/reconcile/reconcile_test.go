package reconcile_test

import (
	"maps"
	"testing"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
)

func TestMain(m *testing.M) { acctest.Main(m) }

type specification = map[string]any

// kind is a kind of application, with the specification of one application.
type kind struct {
	platform      string
	create        string // the request that registers it
	specification specification
}

// fixture is an application of one kind, which an engine reconciles.
type fixture struct {
	*testing.T
	*acctest.World
	*acctest.Engine
	kind

	identity *age.X25519Identity // decrypts the secrets of the kind with recipients
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.New(t)
	w.Env["IDP_AGE_IDENTITY"] = identity.String()
	return &fixture{T: t, World: w, identity: identity}
}

// kinds returns the kinds of applications by name. The first kind of a platform has the platform's name.
func (f *fixture) kinds() map[string]kind {
	const create, address = "zitadel.create_application", "https://orders.example.com"
	block := func(more ...specification) specification {
		all := specification{"project_id": f.ZITADEL.ProjectID()}
		for _, m := range more {
			maps.Copy(all, m)
		}
		return all
	}
	zone, resource := f.Keycard.ZoneID(), f.dependency()
	return map[string]kind{
		"zitadel":         {"zitadel", create, specification{"name": "orders", "zitadel": block()}},
		"web":             {"zitadel", create, specification{"name": "orders", "redirect_uris": []string{address}, "zitadel": block(specification{"type": "web"})}},
		"service account": {"zitadel", "zitadel.create_machine", specification{"name": "orders", "identifier": "orders", "zitadel": specification{"type": "service_account"}}},
		"recipients":      {"zitadel", create, specification{"name": "orders", "zitadel": block(), "secret": f.recipients()}},
		"keycard":         {"keycard", "keycard.create_application", specification{"name": "orders", "identifier": address, "keycard": specification{"zone_id": zone}}},
		"dependency": {"keycard", "keycard.create_application", specification{
			"name": "orders", "identifier": address,
			"keycard": specification{"zone_id": zone, "dependency": []specification{{"resource_id": resource}}},
		}},
		"lerian": {"lerian", "lerian.create_application", specification{"name": "plugin-fees", "description": "Nightly fees", "lerian": specification{}}},
	}
}

// recipients returns a block that encrypts the secret to the identity.
func (f *fixture) recipients() specification {
	return specification{"recipients": []string{f.identity.Recipient().String()}}
}

// dependency returns the ID of the resource on which an application at Keycard depends.
func (f *fixture) dependency() string {
	id, _ := f.Keycard.Resource()
	return id
}

// kindNames lists the kinds, so that each test has its own world.
var kindNames = []string{"zitadel", "web", "service account", "recipients", "keycard", "dependency", "lerian"}

// each tests each kind of application, and deletes it at the end.
func each(t *testing.T, test func(f *fixture)) {
	t.Helper()
	for _, name := range kindNames {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			f.kind = f.kinds()[name]
			f.Engine = acctest.NewEngine(f.EngineProcess(), maps.Clone(f.specification), "")
			test(f)
			if problems := f.Delete(t.Context()); problems.Failed() || len(f.Applications()[f.platform]) > 0 {
				t.Errorf("left: %v\n%s", f.Applications()[f.platform], problems)
			}
		})
	}
}

// replaces reports whether the platform replaces the application to change it, which the engine refuses.
func (f *fixture) replaces() bool { return f.platform == "lerian" }

// secret returns the client secret in state.
func (f *fixture) secret() string {
	f.Helper()
	encrypted := f.Text("secret", "encrypted")
	if encrypted == "" {
		return f.Text("client_secret")
	}
	secret, err := encryption.Identities{f.identity}.Decrypt(encrypted)
	if err != nil {
		f.Error(err)
	}
	return secret.Reveal()
}

// expectWorking checks that the platform has the application in state only, and that the secret works.
func (f *fixture) expectWorking() {
	f.Helper()
	works := map[string]func(id, secret string) bool{
		"zitadel": f.ZITADEL.VerifySecret, "keycard": f.Keycard.VerifySecret, "lerian": f.Lerian.VerifySecret,
	}[f.platform]
	if f.Text("id") != f.ID(f.platform) || !works(f.Text("client_id"), f.secret()) {
		f.Errorf("application %s with client ID %s does not work; the platform has %v", f.Text("id"), f.Text("client_id"), f.Only(f.platform))
	}
}

// reconcile reconciles without errors, and checks whether there were changes.
func reconcile(t *testing.T, e *acctest.Engine, changes bool) acctest.Problems {
	t.Helper()
	changed, problems := e.Reconcile(t.Context())
	if problems.Failed() || changed != changes {
		t.Fatalf("changed %v, want %v\n%s", changed, changes, problems)
	}
	return problems
}

// quiet checks that a reconcile has no changes and no diagnostics.
func quiet(t *testing.T, e *acctest.Engine) {
	t.Helper()
	if problems := reconcile(t, e, false); len(problems) > 0 {
		t.Errorf("nothing has changed, and yet: %s", problems)
	}
}
