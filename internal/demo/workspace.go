package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// version is the built provider's version in the mirror; Terraform ignores 0.0.0.
const version = "0.1.0"

// workspace is a folder with the example's configuration, in which the command line uses the provider from bin/.
type workspace struct {
	cli, dir string
	env      []string
}

func newWorkspace(cli string, platforms map[string]string) (workspace, error) {
	root, err := os.Getwd()
	if err != nil {
		return workspace{}, err
	}
	dir, err := os.MkdirTemp("", "idp-demo-")
	if err != nil {
		return workspace{}, err
	}
	w := workspace{cli: cli, dir: dir, env: append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"),
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=-no-color",
		"TF_VAR_zitadel_project_id="+platforms["ZITADEL_PROJECT_ID"],
		"TF_VAR_keycard_zone_id="+platforms["KEYCARD_ZONE_ID"])}
	for name, value := range platforms {
		w.env = append(w.env, name+"="+value)
	}
	return w, errors.Join(w.copyExample(root), w.mirror(root))
}

func (w workspace) copyExample(root string) error {
	example, err := os.ReadFile(filepath.Join(root, "examples", "demo", "main.tf"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, "main.tf"), example, 0o600)
}

// mirror creates a filesystem mirror with the built provider for Terraform's and OpenTofu's registries.
func (w workspace) mirror(root string) error {
	mirror := filepath.Join(w.dir, "mirror")
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		dir := filepath.Join(mirror, registry, "idpkit", "idp", version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join(root, "bin", "terraform-provider-idp"), filepath.Join(dir, "terraform-provider-idp_v"+version)); err != nil {
			return err
		}
	}
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror { path = %q }\n}\n", mirror)
	return os.WriteFile(filepath.Join(w.dir, "cli.tfrc"), []byte(config), 0o600)
}

func (w workspace) run(ctx context.Context, out io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, w.cli, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, out, out
	return cmd.Run()
}

func (w workspace) remove() { _ = os.RemoveAll(w.dir) }
