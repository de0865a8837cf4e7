package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
)

// fakeVariable makes the test binary behave as a command line.
const fakeVariable = "BENCH_FAKE_CLI"

func TestMain(m *testing.M) {
	behaviour, address, _ := strings.Cut(os.Getenv(fakeVariable), " ")
	switch behaviour {
	case "changes":
		os.Exit(2)
	case "fail":
		for n := range 1000 {
			fmt.Printf("line %d\n", n)
		}
		fmt.Fprintln(os.Stderr, "Error: no such zone")
		os.Exit(1)
	case "wait":
		waitForInterrupt(address)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// waitForInterrupt tells by a connection that it is ready, and by a file that it was asked to stop.
func waitForInterrupt(address string) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	if _, err := net.Dial("tcp", address); err != nil {
		return
	}
	<-interrupted
	_ = os.WriteFile("stopped", nil, 0o600)
}

func fakeWorkspace(t *testing.T, behaviour string) *workspace {
	t.Helper()
	t.Setenv(fakeVariable, behaviour)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorkspace(options{cli: self}, configuration{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.remove() })
	return w
}

func TestAPlanThatIsNotEmptyFails(t *testing.T) {
	_, err := fakeWorkspace(t, "changes").run(t.Context(), commands(workload{size: 1, part: 1})[1])
	if err == nil || !strings.Contains(err.Error(), "plan failed: it finds changes right after an apply") {
		t.Errorf("got %v", err)
	}
}

func TestAFailureShowsTheEndOfTheOutput(t *testing.T) {
	_, err := fakeWorkspace(t, "fail").run(t.Context(), commands(workload{size: 1, part: 1})[0])
	if err == nil || !strings.Contains(err.Error(), "apply failed: exit status 1\n") || !strings.Contains(err.Error(), "no such zone") {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "line 9\n") {
		t.Error("all of the output is shown")
	}
}

func TestACommandLineThatIsMissingIsNamed(t *testing.T) {
	w := &workspace{cli: filepath.Join(t.TempDir(), "none"), dir: t.TempDir()}
	if _, err := w.run(t.Context(), commands(workload{size: 1, part: 1})[0]); err == nil || !strings.Contains(err.Error(), w.cli) {
		t.Errorf("got %v", err)
	}
}

func TestAnInterruptLetsTheCommandEndItself(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	w := fakeWorkspace(t, "wait "+listener.Addr().String())
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = listener.Accept()
		cancel()
	}()
	if _, err := w.run(ctx, commands(workload{size: 1, part: 1})[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "stopped")); err != nil {
		t.Errorf("the command was not asked to stop: %v", err)
	}
}
