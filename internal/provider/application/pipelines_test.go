package application_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func needsJQ(t *testing.T) {
	t.Helper()
	switch _, err := exec.LookPath("jq"); {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatal("there is no jq, without which the pipelines of the guide go untested")
	default:
		t.Skip("needs jq")
	}
}

func TestGuideDetectsDrift(t *testing.T) {
	needsJQ(t)
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	cli := guided(t, w, "guides/drift-detection/drift.sh", "guides/drift-detection/drift.jq")
	cli.Write("main.tf", zitadelConfig(w, "orders", ""))
	expectRun(t, cli, "terraform apply", 0, "Apply complete!")
	refreshOnly := exampleFile(t, w, "guides/drift-detection/refresh-only.sh")
	pipelines := map[string]string{
		"github":  "export GITHUB_STEP_SUMMARY=summary.md\n" + pipeline(t, "guides/drift-detection/github.yml", "run"),
		"gitlab":  pipeline(t, "guides/drift-detection/gitlab.yml", "script"),
		"by hand": "mkdir tmp; TMPDIR=tmp bash drift.sh; code=$?; rmdir tmp && exit $code", // rmdir fails if a plan with secrets is left
	}
	for _, script := range pipelines {
		expectRun(t, cli, script, 0, "No changes")
	}
	expectRun(t, cli, refreshOnly, 0, "No changes")

	cli.Write("main.tf", zitadelConfig(w, "orders", "enabled = false"))
	expectRun(t, cli, "bash drift.sh", 2, "No attribute was changed outside Terraform")
	cli.Write("main.tf", zitadelConfig(w, "orders", ""))

	const changed = "- `idp_application.test`: enabled, name changed"
	w.Drift("zitadel", map[string]any{"name": "renamed", "enabled": false})
	for name, script := range pipelines {
		if said := expectRun(t, cli, script, 2, changed); (name == "github") != strings.Contains(said, "::error title=Drift::") {
			t.Errorf("%s: %s", name, said)
		}
	}
	if summary := cli.Read("summary.md"); summary != changed+"\n" {
		t.Errorf("GitHub's summary: %s", summary)
	}
	expectRun(t, cli, refreshOnly, 2, outside)
	atlantis := "export PLANFILE=plan\nterraform plan -out=plan && " + pipeline(t, "guides/drift-detection/atlantis-repos.yaml", "run")
	if said := expectRun(t, cli, atlantis, 0, changed); !strings.Contains(said, outside) {
		t.Errorf("the plan does not warn: %s", said)
	}

	removeAll(t, w)
	expectRun(t, cli, "bash drift.sh", 2, "- `idp_application.test`: deleted")
	expectRun(t, cli, "mv drift.jq other.jq; bash drift.sh; code=$?; mv other.jq drift.jq; exit $code", 1, "drift.jq")
	w.Fault(fault.Fault{Operation: "zitadel.get_app", Kind: fault.Status, Status: 403})
	if said := expectRun(t, cli, pipelines["github"], 1, "Error: "); strings.Contains(said, "::error") {
		t.Errorf("a failure is taken for drift: %s", said)
	}
}

// Checks of the pipeline files that do not need the tools that read them.
func TestPipelineExamples_AreValid(t *testing.T) {
	github, err := os.ReadFile(filepath.Join(examples, "guides/drift-detection/github.yml"))
	if err != nil {
		t.Fatal(err)
	}
	uses := regexp.MustCompile(`uses: .*`).FindAllString(string(github), -1)
	for _, action := range uses {
		if !regexp.MustCompile(`^uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`).MatchString(action) {
			t.Errorf("not pinned: %s", action)
		}
	}
	if len(uses) != 2 {
		t.Errorf("GitHub uses %d actions", len(uses))
	}

	var gitlab struct {
		Drift struct {
			AllowFailure struct {
				ExitCodes []int `yaml:"exit_codes"`
			} `yaml:"allow_failure"`
		}
	}
	pipelineFile(t, "guides/drift-detection/gitlab.yml", &gitlab)
	if codes := gitlab.Drift.AllowFailure.ExitCodes; len(codes) != 1 || codes[0] != 2 {
		t.Errorf("GitLab takes exit codes %v for a warning", codes)
	}

	var atlantis struct {
		Repos     []struct{ Workflow string }
		Workflows map[string]struct{ Plan struct{ Steps []any } }
	}
	pipelineFile(t, "guides/drift-detection/atlantis-repos.yaml", &atlantis)
	steps := atlantis.Workflows[atlantis.Repos[0].Workflow].Plan.Steps
	if len(steps) != 3 || steps[0] != "init" || steps[1] != "plan" {
		t.Errorf("Atlantis's steps are %v", steps)
	}
}

// The controller adds the backend to a configuration; without one, it would use an empty state.
func TestTofuControllerHasABackend(t *testing.T) {
	t.Parallel()
	var object struct {
		Kind string
		Spec struct {
			ApprovePlan   string `yaml:"approvePlan"`
			BackendConfig struct {
				CustomConfiguration string `yaml:"customConfiguration"`
			} `yaml:"backendConfig"`
		}
	}
	pipelineFile(t, "guides/drift-detection/tofu-controller.yaml", &object)
	if object.Kind != "Terraform" || object.Spec.ApprovePlan != "disable" {
		t.Errorf("an object of kind %s that approves %q", object.Kind, object.Spec.ApprovePlan)
	}
	backend := object.Spec.BackendConfig.CustomConfiguration
	if !strings.HasPrefix(backend, `backend "`) {
		t.Fatalf("the backend is %q", backend)
	}
	cli := acctest.New(t).Workspace(required)
	cli.Write("backend.tf", "terraform {\n"+backend+"}\n")
	expectRun(t, cli, "terraform init -backend=false && terraform validate", 0, "The configuration is valid")
}

func pipelineFile(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, file))
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// pipeline returns the commands under a key of a pipeline file, as one script.
func pipeline(t *testing.T, file, key string) string {
	t.Helper()
	var commands []string
	var walk func(value any, wanted bool)
	walk = func(value any, wanted bool) {
		switch value := value.(type) {
		case map[string]any:
			for k, v := range value {
				walk(v, k == key)
			}
		case []any:
			for _, v := range value {
				walk(v, wanted)
			}
		case string:
			if wanted {
				commands = append(commands, value)
			}
		}
	}
	var content map[string]any
	pipelineFile(t, file, &content)
	walk(content, false)
	if len(commands) == 0 {
		t.Fatalf("%s has no commands", file)
	}
	return strings.Join(commands, " && ")
}
