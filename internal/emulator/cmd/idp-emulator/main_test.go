package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestRunServesWhatItPrintsUntilInterrupted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "idp.env")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var stdout, stderr bytes.Buffer
	var url string
	announced := writerFunc(func(p []byte) (int, error) { // all servers are running by now
		if url == "" {
			url = regexp.MustCompile(`IDP_EMULATOR_URL='(.*)'`).FindStringSubmatch(stdout.String())[1]
			if status := get(t, url+"/requests"); status != http.StatusOK {
				t.Errorf("control answers %d", status)
			}
		}
		cancel()
		return stderr.Write(p)
	})
	err := run(ctx, []string{"-env", file, "-seed", "1", "-latency", "1ms", "-zitadel-version", "v4.13"}, &stdout, announced)
	if err != nil {
		t.Fatal(err)
	}
	checkFile(t, file, stdout.String())
	if !strings.Contains(stderr.String(), url) || !strings.Contains(stderr.String(), file) {
		t.Errorf("stderr does not say where things are: %s", &stderr)
	}
	if status := get(t, url+"/requests"); status != 0 {
		t.Errorf("it still serves: %d", status)
	}
}

// get returns the status, or 0 if there is no response.
func get(t *testing.T, url string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func checkFile(t *testing.T, file, want string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil || string(content) != want {
		t.Errorf("the file has %q, %v; want what was printed: %q", content, err, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, want the file alone", entries)
	}
	lines := strings.Split(strings.TrimSpace(want), "\n")
	if !slices.IsSorted(lines) {
		t.Errorf("not sorted: %v", lines)
	}
	for _, line := range lines {
		if !regexp.MustCompile(`^export [A-Z_]+='.+'$`).MatchString(line) {
			t.Errorf("no export line: %s", line)
		}
	}
}

func TestRunFailsWithAReason(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing", "idp.env")
	broken := writerFunc(func([]byte) (int, error) { return 0, errors.New("pipe is closed") })
	for name, c := range map[string]struct {
		args   []string
		stdout io.Writer
		reason string
	}{
		"unknown flag":       {[]string{"-port", "1"}, io.Discard, "port"},
		"argument":           {[]string{"serve"}, io.Discard, "serve"},
		"negative seed":      {[]string{"-seed", "-1"}, io.Discard, "seed"},
		"unreadable version": {[]string{"-zitadel-version", "latest"}, io.Discard, "latest"},
		"no folder":          {[]string{"-env", missing}, io.Discard, "missing"},
		"nobody listens":     {nil, broken, "pipe is closed"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), c.args, c.stdout, io.Discard)
			if err == nil || !strings.Contains(err.Error(), c.reason) {
				t.Errorf("got %v, want something about %s", err, c.reason)
			}
		})
	}
}

func TestHelpIsNoFailure(t *testing.T) {
	var help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, io.Discard, &help); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"-env", "-latency", "-seed", "-lerian-secret-on-read", "-zitadel-version"} {
		if !strings.Contains(help.String(), name+" ") && !strings.Contains(help.String(), name+"\n") {
			t.Errorf("the help does not have %s: %s", name, &help)
		}
	}
}

func TestShellReadsBackAnyValue(t *testing.T) {
	value := `{"key":"it's $HOME \"` + "`x`" + `\"\n"}` + "\nsecond line"
	file := filepath.Join(t.TempDir(), "env")
	if err := writeFile(file, exports(map[string]string{"VALUE": value, "ANOTHER": ""})); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "sh", "-c", `. "$1"; printf %s "$VALUE"`, "sh", file).Output()
	if err != nil || string(out) != value {
		t.Errorf("got %q, %v, want %q", out, err, value)
	}
}

func TestFailedWriteLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	target := filepath.Join(folder, "env")
	if err := os.Mkdir(target, 0o700); err != nil { // a file cannot replace a directory
		t.Fatal(err)
	}
	if err := writeFile(target, nil); err == nil {
		t.Error("no error")
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v", entries)
	}
}
