package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// workspace is a folder with a configuration, in which the command line runs.
type workspace struct {
	cli           string
	dir           string
	env           []string
	configuration configuration
}

// newWorkspace writes the head of a configuration, to which an apply adds the resources, and settings that make the command line
// take the provider from o.providerDir. What is in env is set for the provider.
func newWorkspace(o options, c configuration, env map[string]string) (*workspace, error) {
	dir, err := os.MkdirTemp("", "idp-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the configuration: %w", err)
	}
	w := &workspace{cli: o.cli, dir: dir, env: environment(os.Environ(), env), configuration: c}
	err = errors.Join(
		os.WriteFile(w.settings(command{}), []byte(override(o.providerDir)), 0o600),
		os.WriteFile(w.settings(command{echo: true}), []byte(override(filepath.Join(o.providerDir, echoDir))), 0o600),
		w.write("main.tf", c.head))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("writing the configuration: %w", err), w.remove())
	}
	return w, nil
}

func (w *workspace) write(file, content string) error {
	return os.WriteFile(filepath.Join(w.dir, file), []byte(content), 0o600)
}

// settings is the file that says where the provider is, or the program that stands in for it.
func (w *workspace) settings(c command) string {
	if c.echo {
		return filepath.Join(w.dir, "echo.tfrc")
	}
	return filepath.Join(w.dir, "cli.tfrc")
}

func (w *workspace) remove() error { return os.RemoveAll(w.dir) }

func override(providerDir string) string {
	return fmt.Sprintf(`provider_installation {
  dev_overrides {
    "idpkit/idp" = %q
  }
  direct {}
}
`, providerDir)
}

// environment is what commands see: the user's environment without what would configure the command line or the provider,
// such as TF_LOG, and what the benchmark sets.
func environment(inherited []string, env map[string]string) []string {
	all := slices.DeleteFunc(slices.Clone(inherited), func(variable string) bool {
		return slices.ContainsFunc([]string{"TF_", "IDP_", "ZITADEL_", "KEYCARD_", "LERIAN_", "CHECKPOINT_"},
			func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
	})
	all = append(all, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	for _, name := range slices.Sorted(maps.Keys(env)) {
		all = append(all, name+"="+env[name])
	}
	return all
}
