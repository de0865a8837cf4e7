package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Workspace returns a workspace with the provider in this process, so that it retries without waiting, and with the Others.
func (w *World) Workspace(configuration string) *Workspace {
	w.t.Helper()
	ws := w.workspace(configuration)
	ws.env = append(ws.env, "TF_CLI_CONFIG_FILE="+os.DevNull, "TF_REATTACH_PROVIDERS="+w.attach())
	return ws
}

// Process returns a workspace with the provider as a binary in its own process, as users run it.
func (w *World) Process(configuration string) *Workspace {
	w.t.Helper()
	ws := w.workspace(configuration)
	if w.Binary == "" {
		w.Binary = Build(w.t)
	}
	ws.Write("terraform-provider-idp", "#!/bin/sh\necho $$ >provider.pid\nexec "+w.Binary+" \"$@\"\n")
	var overrides strings.Builder
	for _, address := range addresses("idp") {
		fmt.Fprintf(&overrides, "    %q = %q\n", address, ws.dir)
	}
	ws.Write("cli.tfrc", "provider_installation {\n  dev_overrides {\n"+overrides.String()+"  }\n}\n")
	ws.env = append(ws.env, "TF_CLI_CONFIG_FILE="+filepath.Join(ws.dir, "cli.tfrc"))
	return ws
}

// Build builds the provider and returns the path of the binary, which exists until the test ends.
func Build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", dir+"/", "github.com/idpkit/terraform-provider-idp")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, output)
	}
	return filepath.Join(dir, "terraform-provider-idp")
}

// KillProvider kills the provider process that was started last.
func (ws *Workspace) KillProvider() {
	ws.world.t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(ws.Read("provider.pid")))
	if err != nil {
		ws.world.t.Fatal(err)
	}
	process, err := os.FindProcess(pid)
	if err == nil {
		err = process.Kill()
	}
	if err != nil {
		ws.world.t.Fatal(err)
	}
}

// addresses returns a provider's addresses, with and without an explicit source, for both command lines.
func addresses(name string) []string {
	var all []string
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		all = append(all, registry+"/idpkit/"+name, registry+"/hashicorp/"+name)
	}
	return all
}

// attach serves the providers and returns their addresses in the format of TF_REATTACH_PROVIDERS.
func (w *World) attach() string {
	w.t.Helper()
	all := map[string]any{}
	for name, create := range w.servers() {
		config := w.serve(name, create)
		for _, address := range addresses(name) {
			all[address] = map[string]any{
				"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
				"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
			}
		}
	}
	encoded, err := json.Marshal(all)
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
		err := tf6server.Serve(addresses(name)[0], func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, started, closed), tf6server.WithoutLogStderrOverride(), tf6server.WithGoPluginLogger(hclog.NewNullLogger()), tf6server.WithLoggingSink(w.t))
		if err != nil {
			w.t.Errorf("serving %s: %v", name, err)
		}
	}()
	w.t.Cleanup(func() { cancel(); <-closed })
	return <-started
}
