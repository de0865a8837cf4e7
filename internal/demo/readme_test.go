package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// prologue makes the script exit at the first failure, and stop the emulator when it exits.
const prologue = "set -e; shopt -s expand_aliases; trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"

// readmeSection returns the shell commands of a section of the README, in order.
func readmeSection(t *testing.T, title string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(readme), "\n## "+title+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1)
	if !found || len(blocks) == 0 {
		t.Fatalf("the README has no commands under %q", title)
	}
	var script strings.Builder
	for _, block := range blocks {
		script.WriteString(block[1])
	}
	return script.String()
}

// checkout returns a folder with what `make install` leaves in a checkout and in the home folder.
func checkout(t *testing.T) (root string) {
	t.Helper()
	root = t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(root, "bin")+"/", "../..", "../emulator/cmd/idp-emulator")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, output)
	}
	if err := os.CopyFS(filepath.Join(root, "examples", "demo"), os.DirFS("../../examples/demo")); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "make", "-C", "../..", "-o", "build", "install", "BIN="+filepath.Join(root, "bin"),
		"PLUGINS="+filepath.Join(root, ".terraform.d", "plugins"))
	if output, err := install.CombinedOutput(); err != nil {
		t.Fatalf("installing: %v\n%s", err, output)
	}
	return root
}

func TestReadme_EmulatorCommands_ShowDriftAndCleanUp(t *testing.T) {
	path, root := cli.Path(t), checkout(t)
	script := readmeSection(t, "Play with the emulator")
	commands, found := strings.CutPrefix(script, "make install\n") // done by checkout
	if !found {
		t.Fatalf("the commands do not begin with make install:\n%s", script)
	}
	if err := os.Symlink(path, filepath.Join(root, "bin", "terraform")); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "bash", "-c", prologue+commands)
	run.Dir = root
	run.Env = []string{
		"PATH=" + filepath.Join(root, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + root,
		"CHECKPOINT_DISABLE=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve",
	}
	output, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	expectInOrder(t, string(output),
		"Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
		"Plan: 0 to add, 1 to change, 0 to destroy.",
		"Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
		"Apply complete! Resources: 1 added, 0 changed, 1 destroyed.",
		"$IDP_EMULATOR_URL/faults",
		"Destroy complete! Resources: 3 destroyed.",
	)
	left, err := filepath.Glob(filepath.Join(root, "examples", "demo", "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left over beside main.tf: %v, %v", left, err)
	}
}

func TestGettingStarted_EmulatorCommands_SetTheEnvironment(t *testing.T) {
	root := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(root, "bin")+"/", "../emulator/cmd/idp-emulator")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, output)
	}
	commands, err := os.ReadFile("../../examples/guides/getting-started/emulator.sh")
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "bash", "-c", prologue+string(commands)+`curl -fsS "$ZITADEL_ENDPOINT/.well-known/openid-configuration" && echo "project=$TF_VAR_project_id"`)
	run.Dir, run.Env = root, []string{"PATH=" + os.Getenv("PATH")}
	output, err := run.CombinedOutput()
	if err != nil || !regexp.MustCompile(`token_endpoint(?s:.*)project=\d+`).Match(output) {
		t.Errorf("%v\n%s", err, output)
	}
}
