package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/hashicorp/go-plugin"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Process is a command line in a folder of its own, for what the test driver cannot do: end processes, send signals, read
// what people see.
type Process struct {
	t   *testing.T
	dir string
	env []string
}

// Process returns one for a configuration. The provider is a process of its own, as people have it.
func (w *World) Process(config string) *Process {
	w.t.Helper()
	c := w.newProcess(config)
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(c.dir, "terraform-provider-idp")); err != nil {
		w.t.Fatal(err)
	}
	c.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides { %q = %q }\n}\n", providerAddress(), c.dir))
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+filepath.Join(c.dir, "cli.tfrc"), pidVariable+"="+filepath.Join(c.dir, "provider.pid"))
	return c
}

// Attached returns a command line whose provider is in this process, behind a wrapper.
func (w *World) Attached(config string, wrap func(tfprotov6.ProviderServer) tfprotov6.ProviderServer) *Process {
	w.t.Helper()
	c := w.newProcess(config)
	ctx, cancel := context.WithCancel(context.Background())
	attached, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	serve := func() tfprotov6.ProviderServer { return wrap(providerserver.NewProtocol6(w.Provider())()) }
	go func() {
		_ = tf6server.Serve(providerAddress(), serve, tf6server.WithDebug(ctx, attached, closed), tf6server.WithLoggingSink(w.t))
	}()
	a := <-attached
	w.t.Cleanup(func() { cancel(); <-closed })
	reattach, err := json.Marshal(map[string]any{providerAddress(): map[string]any{
		"Protocol": string(a.Protocol), "ProtocolVersion": a.ProtocolVersion, "Pid": a.Pid, "Test": true,
		"Addr": map[string]string{"Network": a.Addr.Network(), "String": a.Addr.String()},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	c.env = append(c.env, "TF_REATTACH_PROVIDERS="+string(reattach))
	return c
}

func (w *World) newProcess(config string) *Process {
	w.t.Helper()
	if os.Getenv(cliVariable) == "" {
		w.t.Skipf("%s names no terraform or tofu; make test sets it", cliVariable)
	}
	c := &Process{t: w.t, dir: w.t.TempDir(), env: append(os.Environ(), "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color")}
	for name, value := range w.Env {
		c.env = append(c.env, name+"="+value)
	}
	c.Write(config)
	return c
}

// Write replaces the configuration.
func (c *Process) Write(config string) { c.write("main.tf", config) }

func (c *Process) write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// Run runs a command to its end, and returns what it printed.
func (c *Process) Run(args ...string) (string, error) {
	c.t.Helper()
	_, wait := c.Start(args...)
	return wait()
}

// Start begins a command. The function waits for its end, and returns what it printed.
func (c *Process) Start(args ...string) (*os.Process, func() (string, error)) {
	c.t.Helper()
	var output bytes.Buffer
	cmd := exec.CommandContext(c.t.Context(), os.Getenv(cliVariable), args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.dir, c.env, &output, &output
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	return cmd.Process, func() (string, error) {
		err := cmd.Wait()
		return output.String(), err
	}
}

// KillProvider ends the provider process that was started last, without a warning.
func (c *Process) KillProvider() {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, "provider.pid"))
	if err != nil {
		c.t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(text))
	if err != nil {
		c.t.Fatal(err)
	}
	process, err := os.FindProcess(pid)
	if err == nil {
		err = process.Kill()
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

func providerAddress() string {
	if host := os.Getenv("TF_ACC_PROVIDER_HOST"); host != "" {
		return host + "/hashicorp/idp"
	}
	return "registry.terraform.io/hashicorp/idp"
}

// pidVariable names the file for a provider's process ID. Where it is set, the test binary is the provider.
const pidVariable = "IDP_ACCTEST_PROVIDER_PID"

func serveProvider(pidFile string) {
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(),
		func() framework.Provider { return provider.New("test", os.LookupEnv, transport.Config{}) },
		providerserver.ServeOpts{Address: providerAddress()})
	if err != nil {
		log.Fatal(err)
	}
}
