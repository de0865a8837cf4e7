package clientsecret_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"
	fwresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/standin"
)

func TestMain(m *testing.M) { acctest.Main(m) }

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// recorder collects what Terraform writes.
type recorder struct {
	t    *testing.T
	dir  string
	seen map[string]string // content by location
}

func (w *recorder) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = w.note(fmt.Sprintf("plan JSON %d", len(w.seen)), req.Plan)
	if resp.Error == nil {
		resp.Error = w.noteFiles()
	}
}

func (w *recorder) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = w.note(fmt.Sprintf("state JSON %d", len(w.seen)), req.State)
	if resp.Error == nil {
		resp.Error = w.noteFiles()
	}
}

func (w *recorder) note(where string, value any) error {
	content, err := json.Marshal(value)
	w.seen[where] = string(content)
	return err
}

// noteFiles reads all files in the working directory: states, their backups, and plans, which are zip archives.
func (w *recorder) noteFiles() error {
	return filepath.WalkDir(w.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%s %d", filepath.Base(path), len(w.seen))
		w.seen[name] = string(content)
		archive, err := zip.OpenReader(path)
		if err != nil {
			return nil // not a plan
		}
		defer func() { _ = archive.Close() }()
		for _, file := range archive.File {
			r, err := file.Open()
			if err != nil {
				return err
			}
			content, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			w.seen[name+"/"+file.Name] = string(content)
		}
		return nil
	})
}

func (w *recorder) expectNowhere(secrets ...string) {
	w.t.Helper()
	kinds := map[string]bool{}
	for where, content := range w.seen {
		kinds[strings.Fields(where)[0]] = true
		if strings.HasSuffix(where, "/tfplan") {
			kinds["plan file"] = true
		}
		for _, secret := range secrets {
			if len(secret) < 20 || strings.Contains(content, secret) {
				w.t.Errorf("%s holds the secret of %d characters in clear", where, len(secret))
			}
		}
	}
	for _, kind := range []string{"plan", "state", "terraform.tfstate", "plan file", "log"} {
		if !kinds[kind] {
			w.t.Errorf("nothing was looked at of kind %q: %v", kind, kinds)
		}
	}
}

// The documentation's example on each platform, up to the vault, with a rotation: no secret appears in plain text in
// Terraform's files or in its most detailed logs. The test sets environment variables, so it does not run in parallel.
func TestSecret_WrittenToVault_IsNotInPlanStateOrLogs(t *testing.T) {
	for platform, block := range map[string]func(*acctest.World) string{
		"zitadel": func(w *acctest.World) string {
			return fmt.Sprintf("zitadel { project_id = %q }", w.ZITADEL.ProjectID())
		},
		"keycard": func(w *acctest.World) string {
			return fmt.Sprintf("identifier = \"urn:orders\"\n  keycard { zone_id = %q }", w.Keycard.ZoneID())
		},
		"lerian": func(*acctest.World) string { return "description = \"Nightly fees\"\n  lerian {}" },
	} {
		t.Run(platform, func(t *testing.T) {
			w := acctest.New(t)
			verify := map[string]func(id, secret string) bool{
				"zitadel": w.ZITADEL.VerifySecret, "keycard": w.Keycard.VerifySecret, "lerian": w.Lerian.VerifySecret,
			}[platform]
			secretGoesToAVault(t, w, block(w), verify)
		})
	}
}

var exampleBlock = regexp.MustCompile(`(?s)zitadel \{.*?\}`)

func secretGoesToAVault(t *testing.T, w *acctest.World, block string, verify func(id, secret string) bool) {
	t.Helper()
	key := identity(t)
	w.Env["IDP_AGE_IDENTITY"] = key.String()
	w.WorkingDir = t.TempDir()
	logs := filepath.Join(t.TempDir(), "trace.log")
	t.Setenv("TF_LOG", "TRACE")
	t.Setenv("TF_ACC_LOG_PATH", logs)
	other := &vault{}
	w.Others = standin.Providers("vault", func() fwresource.Resource { return &kv{other} })

	example, err := os.ReadFile("../../../examples/ephemeral-resources/idp_client_secret/ephemeral-resource.tf")
	if err != nil {
		t.Fatal(err)
	}
	rotating := func(n int) string {
		configuration := strings.Replace(string(example), `"idpkit/idp", version = "~> 0.1.0"`, `"hashicorp/idp"`, 1) // the name in the test driver
		configuration = exampleBlock.ReplaceAllLiteralString(configuration, fmt.Sprintf("rotate_when_changed = { round = \"%d\" }\n  %s", n, block))
		return strings.Replace(configuration, `"orders-api"`, `"plugin-fees"`, 1) // a name that every platform accepts
	}
	variables := config.Variables{"age_recipient": config.StringVariable(key.Recipient().String())}
	seen := &recorder{t: t, dir: w.WorkingDir, seen: map[string]string{}}
	checks := resource.ConfigPlanChecks{
		PreApply: []plancheck.PlanCheck{seen}, PostApplyPostRefresh: []plancheck.PlanCheck{seen, plancheck.ExpectEmptyPlan()},
	}
	var secrets []string
	arrived := func(*terraform.State) error {
		var got struct {
			ID     string `json:"client_id"`
			Secret string `json:"client_secret"`
		}
		if err := json.Unmarshal([]byte(other.last()), &got); err != nil {
			return err
		}
		if !verify(got.ID, got.Secret) {
			t.Error("what the vault has does not authenticate")
		}
		secrets = append(secrets, got.Secret)
		return nil
	}
	step := func(configuration string) resource.TestStep {
		return resource.TestStep{
			Config: configuration, ConfigVariables: variables, ConfigPlanChecks: checks,
			ConfigStateChecks: []statecheck.StateCheck{seen}, Check: arrived,
		}
	}
	w.Test(step(rotating(1)), step(rotating(2)))

	content, err := os.ReadFile(logs)
	if err != nil || !strings.Contains(string(content), "Called provider defined Resource Create") {
		t.Fatalf("the log has not what it is expected to have: %v", err)
	}
	seen.seen["log"] = string(content)
	if len(secrets) != 2 || secrets[0] == secrets[1] {
		t.Fatalf("the vault got %d secrets", len(secrets))
	}
	seen.expectNowhere(append(secrets, key.String())...)
}

func encrypted(w *acctest.World, recipient, body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name = "orders"
  secret { recipients = [%q] }
  zitadel { project_id = %q }
}
ephemeral "idp_client_secret" "test" {
  encrypted = idp_application.test.secret.encrypted
  %s
}`, recipient, w.ZITADEL.ProjectID(), body)
}

func TestAgeIdentity_EachSource_IsUsed(t *testing.T) {
	for name, give := range map[string]func(t *testing.T, w *acctest.World, key string) (attribute string){
		"the attribute": func(_ *testing.T, _ *acctest.World, key string) string { return fmt.Sprintf("age_identity = %q", key) },
		"IDP_AGE_IDENTITY": func(_ *testing.T, w *acctest.World, key string) string {
			w.Env["IDP_AGE_IDENTITY"] = key
			return ""
		},
		"IDP_AGE_IDENTITY_FILE": func(t *testing.T, w *acctest.World, key string) string {
			w.Env["IDP_AGE_IDENTITY_FILE"] = filepath.Join(t.TempDir(), "key.txt")
			if err := os.WriteFile(w.Env["IDP_AGE_IDENTITY_FILE"], []byte("# public key: age1...\n"+key+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return ""
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			key := identity(t)
			w.Test(resource.TestStep{Config: encrypted(w, key.Recipient().String(), give(t, w, key.String()))})
		})
	}
	t.Run("the provider's configuration", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		key := identity(t)
		w.Test(resource.TestStep{Config: fmt.Sprintf("provider \"idp\" {\n  age_identity = %q\n}\n", key.String()) + encrypted(w, key.Recipient().String(), "")})
	})
}

func TestSecretThatCannotBeDecryptedIsExplained(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	key, stranger := identity(t), identity(t)
	recipient := key.Recipient().String()
	refused := func(body, message string) resource.TestStep {
		return resource.TestStep{Config: encrypted(w, recipient, body), ExpectError: regexp.MustCompile(strings.ReplaceAll(message, " ", `\s+`))}
	}
	w.Test(
		resource.TestStep{Config: encrypted(w, recipient, fmt.Sprintf("age_identity = %q", key.String()))},
		refused("", "IDP_AGE_IDENTITY_FILE"),
		refused(fmt.Sprintf("age_identity = %q", stranger.String()), "not encrypted to the identity's public key"),
		refused(`age_identity = "hunter2"`, "neither an age identity"),
		resource.TestStep{Config: `
ephemeral "idp_client_secret" "test" {
  encrypted    = "hunter2"
  age_identity = "` + key.String() + `"
}`, ExpectError: regexp.MustCompile(`not\s+an\s+age\s+file`)},
	)
}
