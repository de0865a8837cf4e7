package credential_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// scenario is an application on an emulated platform, and the configuration of a credential for it.
type scenario struct {
	*acctest.World
	*acctest.Core

	app      idp.Application
	platform string
	config   config
}

// scenes lists the scenarios: for each kind, the operations that create and revoke its credential.
var scenes = map[string]struct{ kind, create, revoke string }{
	"client secret":     {"client_secret", "keycard.create_credential", "keycard.delete_credential"},
	"public key":        {"public_key", "keycard.create_credential", "keycard.delete_credential"},
	"named public key":  {"named", "keycard.create_credential", "keycard.delete_credential"},
	"workload identity": {"workload_identity", "keycard.create_credential", "keycard.delete_credential"},
	"public":            {"public", "keycard.create_credential", "keycard.delete_credential"},
	"application key":   {"key", "zitadel.create_app_key", "zitadel.delete_app_key"},
	"machine key":       {"machine", "zitadel.create_machine_key", "zitadel.delete_machine_key"},
}

func newScenario(t *testing.T, kind string) scenario {
	t.Helper()
	w := acctest.New(t)
	t.Cleanup(func() { w.RemoveAll() })
	s := scenario{World: w, Core: w.CoreOf("idp_application_credential"), platform: "keycard"}
	wanted := w.Registrations()["keycard"]
	zone := config{"zone_id": w.Keycard.ZoneID()}
	switch kind {
	case "key":
		s.platform, wanted = "zitadel", w.Registrations()["zitadel"]
		wanted.AuthMethod = idp.PrivateKeyJWT
		s.config = zitadel(config{"project_id": w.ZITADEL.ProjectID()}, config{})
	case "machine":
		s.platform = "zitadel"
		wanted = idp.Registration{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "worker", AuthMethod: idp.PrivateKeyJWT}
		s.config = zitadel(config{}, config{})
	case "named":
		s.config = keycard("public_key", config{"jwks_uri": "https://a.example.com/jwks", "identifier": "urn:a"})
	case "public_key":
		s.config = keycard(kind, config{"jwks_uri": "https://a.example.com/jwks"})
	case "workload_identity":
		s.config = keycard(kind, config{"provider_id": w.Keycard.ProviderID(), "subject": "a"})
	case "public":
		s.config = keycard(kind, config{"identifier": "cli"})
	default:
		s.config = keycard(kind, config{})
	}
	s.app = w.Register(s.platform, wanted)
	s.config["application_id"] = s.app.ID
	if s.platform == "keycard" {
		s.config["keycard"] = zone
	}
	return s
}

// there returns the IDs of the application's credentials on the platform, without its own.
func (s scenario) there() (ids []string) {
	if s.platform == "zitadel" {
		for _, app := range s.Applications()["zitadel"] {
			if app["id"] == s.app.ID {
				ids, _ = app["keys"].([]string)
			}
		}
		return ids
	}
	for _, c := range s.Keycard.Credentials(s.app.ID) {
		if id, _ := c["id"].(string); id != s.app.CredentialID {
			ids = append(ids, id)
		}
	}
	return ids
}

// expectAccounted checks that each credential on the platform is in state, or named in an error that says what to do, and
// that the credential in state exists.
func (s scenario) expectAccounted(t *testing.T, problems acctest.Problems) {
	t.Helper()
	there, id := s.there(), s.Text("id")
	for _, left := range there {
		if left != id && !strings.Contains(problems.String(), left) {
			t.Errorf("credential %s is left, and nothing says so:\n%s", left, problems)
		}
	}
	if id != "" && !slices.Contains(there, id) {
		t.Errorf("state has %s, which is not there", id)
	}
	if !problems.Failed() && (id == "" || s.Tainted()) {
		t.Errorf("the apply succeeded without a credential: %s", problems)
	}
}

var troubles = []fault.Fault{
	{Kind: fault.DropBefore},
	{Kind: fault.DropAfterCommit},
	{Kind: fault.Truncate},
	{Kind: fault.HTML},
	{Kind: fault.Status, Status: 500, Body: `{"message":"internal error"}`},
	{Kind: fault.Status, Status: 403, Body: `{"message":"no"}`},
}

func TestCreate_AnswerIsLost_ForgetsNoCredential(t *testing.T) {
	for name, row := range scenes {
		for _, f := range troubles {
			t.Run(name+" "+string(f.Kind), func(t *testing.T) {
				t.Parallel()
				s := newScenario(t, row.kind)
				f.Operation = row.create
				s.Fault(f)
				_, problems := s.Apply(t.Context(), s.config)
				s.expectAccounted(t, problems)
				if s.Sent()[row.create] == 0 {
					t.Error("no request for a credential was sent")
				}
			})
		}
	}
}

func TestDelete_AnswerIsLost_LeavesNoCredential(t *testing.T) {
	for _, name := range []string{"client secret", "application key", "machine key"} {
		row := scenes[name]
		for _, f := range troubles {
			t.Run(name+" "+string(f.Kind), func(t *testing.T) {
				t.Parallel()
				s := newScenario(t, row.kind)
				if _, problems := s.Apply(t.Context(), s.config); problems.Failed() {
					t.Fatal(problems)
				}
				f.Operation = row.revoke
				s.Fault(f)
				problems := s.Destroy(t.Context())
				if problems.Failed() != s.Has() || !s.Has() && len(s.there()) > 0 {
					t.Errorf("in state: %t; there: %v\n%s", s.Has(), s.there(), problems)
				}
				if problems := s.Destroy(t.Context()); s.Has() || len(s.there()) > 0 {
					t.Errorf("the second time, there are %v\n%s", s.there(), problems)
				}
			})
		}
	}
}

// A platform returns 404 once for a credential that exists.
func TestRead_DeniedInPassing_KeepsTheCredential(t *testing.T) {
	for name, operation := range map[string]string{
		"client secret": "keycard.get_credential", "application key": "zitadel.get_app_key", "machine key": "zitadel.get_machine_key",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScenario(t, scenes[name].kind)
			apply(t, s.Core, s.config, true)
			id := s.Text("id")
			s.Fault(fault.Fault{Operation: operation, Kind: fault.NotFoundTimes})
			apply(t, s.Core, s.config, false)
			if s.Text("id") != id || len(s.there()) != 1 {
				t.Errorf("state has %s; there are %v", s.Text("id"), s.there())
			}
		})
	}
}
