package acctest

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Shell is a folder with a configuration and a command line that works there, for what the test driver has no step for:
// queries that generate configuration, exit codes, the commands of a guide. The provider is this process's.
type Shell struct {
	Dir string

	t   *testing.T
	env []string
}

// Shell starts with these files.
func (w *World) Shell(files map[string]string) *Shell {
	w.t.Helper()
	path := os.Getenv(cliVariable)
	if path == "" {
		w.t.Skipf("%s names no terraform or tofu; make test sets it", cliVariable)
	}
	c := &Shell{Dir: w.t.TempDir(), t: w.t}
	c.env = append(os.Environ(), "TF_REATTACH_PROVIDERS="+w.reattach(), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color", "PATH="+c.path(path),
		"TF_CLI_ARGS_apply=-auto-approve") // nobody is there to be asked
	for name, content := range files {
		c.Write(name, content)
	}
	if said, code := c.Run("terraform init"); code != 0 {
		w.t.Fatalf("init: %s", said)
	}
	return c
}

// Write writes a file.
func (c *Shell) Write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Read returns a file's content.
func (c *Shell) Read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(content)
}

// Run runs a script of the shell in which terraform is the command line under test, and returns what it said and its
// exit code.
func (c *Shell) Run(script string) (string, int) {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), "bash", "-c", script)
	cmd.Dir, cmd.Env = c.Dir, c.env
	said, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		c.t.Fatal(err)
	}
	return string(said), cmd.ProcessState.ExitCode()
}

// path makes the command line under test the terraform that a script finds first, also if it is OpenTofu.
func (c *Shell) path(cli string) string {
	bin := c.t.TempDir()
	for _, name := range []string{"terraform", "tofu"} {
		if err := os.Symlink(cli, filepath.Join(bin, name)); err != nil {
			c.t.Fatal(err)
		}
	}
	return bin + string(os.PathListSeparator) + os.Getenv("PATH")
}

// reattach serves the providers, and tells where in the way that Terraform reads.
func (w *World) reattach() string {
	w.t.Helper()
	servers := map[string]func() (tfprotov6.ProviderServer, error){"idpkit/idp": w.Server}
	for name, server := range w.Others {
		servers["hashicorp/"+name] = server
	}
	addresses := map[string]any{}
	for name, server := range servers {
		config := w.serve(name, server)
		for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			addresses[registry+"/"+name] = map[string]any{
				"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
				"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
			}
		}
	}
	encoded, err := json.Marshal(addresses)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(encoded)
}

func (w *World) serve(name string, create func() (tfprotov6.ProviderServer, error)) *plugin.ReattachConfig {
	w.t.Helper()
	server, err := create()
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	started, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go func() {
		err := tf6server.Serve("registry.terraform.io/"+name, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, started, closed), tf6server.WithoutLogStderrOverride(), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithLoggingSink(w.t))
		if err != nil {
			w.t.Errorf("serving %s: %v", name, err)
		}
	}()
	w.t.Cleanup(func() { cancel(); <-closed })
	return <-started
}

// IsOpenTofu reports whether the command line under test is OpenTofu.
func IsOpenTofu() bool { return strings.Contains(os.Getenv(cliVariable), "tofu") }
