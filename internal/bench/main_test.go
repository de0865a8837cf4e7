package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// TestTheWholeBenchmarkInSmall leaves the budgets of time and size alone, which are no matter for a test.
func TestTheWholeBenchmarkInSmall(t *testing.T) {
	path := cli.Path(t)
	dir := t.TempDir()
	for name, source := range map[string]string{binary: "../..", filepath.Join(echoDir, binary): "./echo"} {
		build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, name), source)
		if output, err := build.CombinedOutput(); err != nil {
			t.Fatalf("building %s: %v\n%s", name, err, output)
		}
	}
	var out bytes.Buffer
	err := run(t.Context(), []string{"-cli", path, "-provider-dir", dir, "-sizes", "2,5", "-part", "2", "-latencies", "0", "-starts", "1", "-existing", "8"}, &out, io.Discard)
	if err != nil && !errors.Is(err, errBudget) {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"2 zitadel 0s apply -", "2 keycard 0s plan individual", "2 lerian 0s destroy coalesced", "5 of 8 keycard 0s plan coalesced", "5 lerian 0s plan individual 6",
		"pass apply: exactly one create request per application, at Keycard two in all 9 runs",
		"pass apply: nothing is read back in all 9 runs",
		"pass apply: one login per provider process in all 9 runs",
		"pass plan: one login in all 18 runs",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestHelpIsNoFailure(t *testing.T) {
	if err := run(t.Context(), []string{"-h"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
}

func TestAProviderThatIsNotBuiltIsReported(t *testing.T) {
	err := run(t.Context(), []string{"-cli", "x", "-provider-dir", t.TempDir()}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "the provider is not built") {
		t.Errorf("got %v", err)
	}
}

func TestABinaryThatIsNoProviderIsReported(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, binary), []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := run(t.Context(), []string{"-cli", "x", "-provider-dir", dir}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "asking "+filepath.Join(dir, binary)+" for its schema") {
		t.Errorf("got %v", err)
	}
}
