package release

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const root = "../.."

// targets are the platforms of this machine and of a colleague.
var targets = []string{"linux_" + runtime.GOARCH, "darwin_arm64"}

// snapshot is the folder with the files of a release.
type snapshot struct {
	dir, version string
}

func (s snapshot) zip(platform string) string {
	return "terraform-provider-idp_" + s.version + "_" + platform + ".zip"
}

func (s snapshot) sums() string { return "terraform-provider-idp_" + s.version + "_SHA256SUMS" }

func (s snapshot) key() string { return filepath.Join(s.dir, "signing-key.asc") }

// buildSnapshot builds in a copy of the repository, so that dist/ is left alone.
func buildSnapshot(t *testing.T) snapshot {
	t.Helper()
	dir := t.TempDir()
	copyRepository(t, dir)
	run(t, dir, nil, "internal/tools/snapshot", targets...)
	s := snapshot{dir: filepath.Join(dir, "dist")}
	found, err := filepath.Glob(filepath.Join(s.dir, "*_SHA256SUMS"))
	if err != nil || len(found) != 1 {
		t.Fatalf("checksums: %v %v", found, err)
	}
	s.version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), "terraform-provider-idp_"), "_SHA256SUMS")
	return s
}

// copyRepository copies the last commit and what was changed since in its files, and lends the tools.
func copyRepository(t *testing.T, dir string) {
	t.Helper()
	repository, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	run(t, ".", nil, "git", "clone", "--quiet", repository, dir)
	if changes := run(t, repository, nil, "git", "diff", "HEAD", "--binary"); len(changes) > 0 {
		apply := exec.CommandContext(t.Context(), "git", "-C", dir, "apply")
		apply.Stdin = strings.NewReader(changes)
		if output, err := apply.CombinedOutput(); err != nil {
			t.Fatalf("copying changes: %v\n%s", err, output)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(repository, "bin", "tools"), filepath.Join(dir, "bin", "tools")); err != nil {
		t.Fatal(err)
	}
}

// run runs a program that must succeed, and returns what it printed.
func run(t *testing.T, dir string, env []string, program string, args ...string) string {
	t.Helper()
	output, err := try(t, dir, env, program, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, output)
	}
	return output
}

func try(t *testing.T, dir string, env []string, program string, args ...string) (string, error) {
	t.Helper()
	var all bytes.Buffer
	command := exec.CommandContext(t.Context(), program, args...)
	command.Dir, command.Env, command.Stdout, command.Stderr = dir, env, &all, &all
	err := command.Run()
	return all.String(), err
}
