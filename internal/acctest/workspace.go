package acctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// Workspace is a folder in which the command line under test runs as users run it. It covers what the test driver has no
// step for: output, exit codes, signals, queries that write configuration, the commands of a guide. Of the environment it
// sees only the world's Env and PATH. It never prompts: apply and destroy are approved automatically.
type Workspace struct {
	world *World
	dir   string
	env   []string
}

func (w *World) workspace(configuration string) *Workspace {
	w.t.Helper()
	path, bin := cli.Path(w.t), w.t.TempDir()
	for _, name := range []string{"terraform", "tofu"} { // scripts find the command line under test under both names
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			w.t.Fatal(err)
		}
	}
	ws := &Workspace{world: w, dir: w.t.TempDir()}
	ws.env = []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + ws.dir,
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color",
		"TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve",
	}
	ws.Write("main.tf", configuration)
	return ws
}

// Write writes an executable file.
func (ws *Workspace) Write(name, content string) {
	ws.world.t.Helper()
	if err := os.WriteFile(filepath.Join(ws.dir, name), []byte(content), 0o700); err != nil {
		ws.world.t.Fatal(err)
	}
}

// Read returns a file's content.
func (ws *Workspace) Read(name string) string {
	ws.world.t.Helper()
	content, err := os.ReadFile(filepath.Join(ws.dir, name))
	if err != nil {
		ws.world.t.Fatal(err)
	}
	return string(content)
}

// Applications returns the attributes of the applications in state, including deposed ones.
func (ws *Workspace) Applications() (all []map[string]any) {
	ws.world.t.Helper()
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct{ Attributes map[string]any }
		}
	}
	content, err := os.ReadFile(filepath.Join(ws.dir, "terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(content, &state)
	}
	if err != nil {
		ws.world.t.Fatal(err)
	}
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			if r.Type == typeName {
				all = append(all, instance.Attributes)
			}
		}
	}
	return all
}

// Run runs the command line, and returns its output and exit code.
func (ws *Workspace) Run(args ...string) (output string, status int) {
	ws.world.t.Helper()
	_, wait := ws.Start(args...)
	return wait()
}

// Must runs the command line, which must succeed, and returns its output.
func (ws *Workspace) Must(args ...string) string {
	ws.world.t.Helper()
	output, status := ws.Run(args...)
	if status != 0 {
		ws.world.t.Fatalf("%s ended with status %d:\n%s", strings.Join(args, " "), status, output)
	}
	return output
}

// Script runs a shell script, in which both terraform and tofu are the command line under test.
func (ws *Workspace) Script(script string) (output string, status int) {
	ws.world.t.Helper()
	_, wait := ws.start("bash", "-c", script)
	return wait()
}

// Start starts the command line. The returned function waits for it to exit, and returns the same as Run.
func (ws *Workspace) Start(args ...string) (*os.Process, func() (output string, status int)) {
	ws.world.t.Helper()
	return ws.start(cli.Path(ws.world.t), args...)
}

func (ws *Workspace) start(program string, args ...string) (*os.Process, func() (string, int)) {
	t := ws.world.t
	t.Helper()
	var all bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = ws.dir, slices.Clone(ws.env), &all, &all
	for name, value := range ws.world.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	ws.world.pass()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd.Process, func() (string, int) {
		t.Helper()
		err := cmd.Wait()
		ws.world.pass()
		if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
			t.Fatal(err)
		}
		return all.String(), cmd.ProcessState.ExitCode()
	}
}
