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

// build builds the programs that the benchmark runs.
func build(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for program, source := range map[string]string{"": "../..", "echo": "./echo", "framework": "./framework", "meter": "./meter"} {
		build := exec.CommandContext(t.Context(), "go", "build", "-o", options{providerDir: dir}.binary(program), source)
		if output, err := build.CombinedOutput(); err != nil {
			t.Fatalf("building %s: %v\n%s", source, err, output)
		}
	}
	return dir
}

// The test ignores the budgets of time and size.
func TestBenchmark_SmallSizes_ReportsEveryMeasurement(t *testing.T) {
	path := cli.Path(t)
	dir := build(t)
	peer := filepath.Join(dir, "peer.tf")
	configuration, err := builtin("lerian")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(peer, []byte(strings.ReplaceAll(configuration, ourSource, "example/idp")), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = run(t.Context(), []string{
		"-cli", path, "-provider-dir", dir, "-sizes", "10,13", "-part", "10", "-latencies", "0", "-starts", "1", "-rounds", "1", "-existing", "8",
		"-platforms", "keycard,lerian", "-peer", "example/idp," + options{providerDir: dir}.binary("framework") + "," + peer,
	}, &out, io.Discard)
	if err != nil && !errors.Is(err, errBudget) {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"| Applications | Blocks | Platform | Latency | provider | provider, individual | provider, no fast path | example/idp |",
		"| 10 | 10 | lerian | 0s | 3 | 11 | 3 | 3 |",
		"| 13 | 2 | lerian | 0s | 3 | 14 | 3 | 3 |",
		"| apply: exactly one create request per application, at Keycard two | in all 6 runs | pass |",
		"| apply: at most one confirming read per application, ten reads of the project, and two of the list's first page | in all 6 runs | pass |",
		"| apply: one login per provider process | in all 6 runs | pass |",
		"| plan: one login | in all 16 runs | pass |",
		"| destroy: two logins, one per provider process | in all 4 runs | pass |",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestBenchmark_AttributesAndBlocks_CanBeLeftOut(t *testing.T) {
	path := cli.Path(t)
	var out bytes.Buffer
	err := run(t.Context(), []string{
		"-cli", path, "-provider-dir", build(t), "-sizes", "2", "-latencies", "0", "-starts", "1", "-rounds", "1", "-platforms", "keycard",
		"-attributes", "identity,client_secret,keycard,keycard.consent,identity+keycard",
	}, &out, io.Discard)
	if err != nil && !errors.Is(err, errBudget) {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, name := range []string{"identity", "client_secret", "keycard", "keycard.consent", "identity+keycard"} {
		if !strings.Contains(words, "| 2 | keycard | "+name+" |") {
			t.Errorf("%s is not in\n%s", name, out.String())
		}
	}
}

func TestBenchmark_Help_IsNoFailure(t *testing.T) {
	if err := run(t.Context(), []string{"-h"}, io.Discard, io.Discard); err != nil {
		t.Error(err)
	}
}

func TestBenchmark_AProviderThatIsNotBuilt_IsReported(t *testing.T) {
	err := run(t.Context(), []string{"-cli", "x", "-provider-dir", t.TempDir()}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "the provider is not built") {
		t.Errorf("got %v", err)
	}
}

func TestBenchmark_ABinaryThatIsNoProvider_IsReported(t *testing.T) {
	dir := t.TempDir()
	binary := options{providerDir: dir}.binary("")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := run(t.Context(), []string{"-cli", "x", "-provider-dir", dir}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "asking "+binary+" for its schema") {
		t.Errorf("got %v", err)
	}
}
