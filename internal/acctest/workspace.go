package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// address is the provider's address as required_providers of a workspace has it.
const address = "registry.terraform.io/idpkit/idp"

// required is the beginning of each configuration.
const required = `terraform {
  required_providers {
    idp = { source = "registry.terraform.io/idpkit/idp" }
  }
}
`

// Workspace is a folder in which a test runs the real command line, as a user does.
type Workspace struct {
	Env map[string]string // what the command line and the provider see beside PATH and HOME

	t        *testing.T
	cli, dir string
}

// BuiltWorkspace has the provider as the binary that users get, in a process of its own.
func (w *World) BuiltWorkspace() *Workspace {
	w.t.Helper()
	ws := w.workspace()
	bin := w.t.TempDir()
	build := exec.CommandContext(w.t.Context(), "go", "build", "-o", bin, "github.com/idpkit/terraform-provider-idp")
	if output, err := build.CombinedOutput(); err != nil {
		w.t.Fatalf("building the provider: %v\n%s", err, output)
	}
	ws.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides { %q = %q }\n}\n", address, bin))
	ws.Env["TF_CLI_CONFIG_FILE"] = filepath.Join(ws.dir, "cli.tfrc")
	return ws
}

// Workspace has the provider in this process, so that it retries without waiting.
func (w *World) Workspace() *Workspace {
	w.t.Helper()
	ws := w.workspace()
	ws.Env["TF_CLI_CONFIG_FILE"] = os.DevNull
	ws.Env["TF_REATTACH_PROVIDERS"] = w.reattach()
	return ws
}

func (w *World) workspace() *Workspace {
	w.t.Helper()
	cli := os.Getenv(cliVariable)
	if cli == "" {
		w.t.Skipf("%s names no terraform or tofu; make test sets it", cliVariable)
	}
	ws := &Workspace{Env: maps.Clone(w.Env), t: w.t, cli: cli, dir: w.t.TempDir()}
	maps.Copy(ws.Env, map[string]string{"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "TF_CLI_ARGS": "-no-color"})
	return ws
}

// Configure writes the configuration, without what says where the provider comes from.
func (ws *Workspace) Configure(configuration string) {
	ws.t.Helper()
	ws.write("main.tf", required+configuration)
}

func (ws *Workspace) write(name, text string) {
	ws.t.Helper()
	if err := os.WriteFile(ws.Path(name), []byte(text), 0o600); err != nil {
		ws.t.Fatal(err)
	}
}

// Path is where a file of the folder is.
func (ws *Workspace) Path(name string) string { return filepath.Join(ws.dir, name) }

// Run runs the command line and returns all that it prints, and how it ended.
func (ws *Workspace) Run(args ...string) (output string, status int) {
	ws.t.Helper()
	cmd := exec.CommandContext(ws.t.Context(), ws.cli, args...)
	cmd.Dir = ws.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + ws.dir}
	for _, name := range slices.Sorted(maps.Keys(ws.Env)) {
		cmd.Env = append(cmd.Env, name+"="+ws.Env[name])
	}
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		ws.t.Fatal(err)
	}
	return all.String(), cmd.ProcessState.ExitCode()
}

// Must runs the command line, which must succeed.
func (ws *Workspace) Must(args ...string) string {
	ws.t.Helper()
	output, status := ws.Run(args...)
	if status != 0 {
		ws.t.Fatalf("%s ended with status %d:\n%s", strings.Join(args, " "), status, output)
	}
	return output
}
