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

// workspace is a folder with the configuration of a subject, in which the command line runs.
type workspace struct {
	subject
	cli      string
	dir      string
	platform map[string]string // environment of the emulator
	env      []string
	state    *state
}

const stateFile = "terraform.tfstate"

// newWorkspace creates the folder, configured so that the command line starts the meter as the provider.
func newWorkspace(o options, s subject, platform map[string]string) (*workspace, error) {
	dir, err := os.MkdirTemp("", "idp-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the configuration: %w", err)
	}
	w := &workspace{subject: s, cli: o.cli, dir: dir, platform: platform}
	set := maps.Clone(platform)
	if set == nil {
		set = map[string]string{}
	}
	maps.Copy(set, s.env)
	set["METER_PROGRAM"], set["METER_FILE"] = s.program, w.path("meter")
	settings := ""
	if s.source != "" {
		settings = fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", s.source, w.path("bin"))
		err = errors.Join(os.Mkdir(w.path("bin"), 0o700), os.Symlink(o.binary("meter"), w.path("bin", s.executable())))
	}
	set["TF_CLI_CONFIG_FILE"] = w.path("cli.tfrc")
	w.env = environment(os.Environ(), set)
	if err = errors.Join(err, w.write("cli.tfrc", []byte(settings))); err != nil {
		return nil, errors.Join(fmt.Errorf("writing the configuration: %w", err), w.remove())
	}
	return w, nil
}

func (w *workspace) path(parts ...string) string {
	return filepath.Join(append([]string{w.dir}, parts...)...)
}

func (w *workspace) write(file string, content []byte) error {
	return os.WriteFile(w.path(file), content, 0o600)
}

func (w *workspace) remove() error { return os.RemoveAll(w.dir) }

// configure writes a configuration with these blocks.
func (w *workspace) configure(all []block) error {
	text, err := configure(w.configuration, all, w.platform)
	if err != nil {
		return fmt.Errorf("the configuration of %s: %w", w.name, err)
	}
	return w.write("main.tf", []byte(omit(text, w.without)))
}

// arrange writes a configuration and a state with these blocks.
func (w *workspace) arrange(all []block) error {
	content, err := w.state.format(all, w.without)
	if err != nil {
		return err
	}
	return errors.Join(w.configure(all), w.write(stateFile, content))
}

// environment returns the environment of the commands: the user's without variables that configure the command line or the
// provider, such as TF_LOG, and the benchmark's variables.
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
