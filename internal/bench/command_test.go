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

// fakeVariable is the environment variable that makes the test binary behave as a command line.
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

// waitForInterrupt connects to the address when it is ready, and writes a file when it is interrupted.
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
	w, err := newWorkspace(options{cli: self}, subject{name: "nothing"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.remove() })
	return w
}

func TestRun_APlanThatIsNotEmpty_Fails(t *testing.T) {
	_, err := fakeWorkspace(t, "changes").run(t.Context(), plan)
	if err == nil || !strings.Contains(err.Error(), "plan with nothing failed: it finds changes right after an apply") {
		t.Errorf("got %v", err)
	}
}

func TestRun_AFailure_ShowsTheEndOfTheOutput(t *testing.T) {
	_, err := fakeWorkspace(t, "fail").run(t.Context(), apply)
	if err == nil || !strings.Contains(err.Error(), "apply with nothing failed: exit status 1\n") || !strings.Contains(err.Error(), "no such zone") {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "line 9\n") {
		t.Error("all of the output is shown")
	}
}

func TestRun_ACommandLineThatIsMissing_IsNamed(t *testing.T) {
	w := &workspace{cli: filepath.Join(t.TempDir(), "none"), dir: t.TempDir()}
	if _, err := w.run(t.Context(), apply); err == nil || !strings.Contains(err.Error(), w.cli) {
		t.Errorf("got %v", err)
	}
}

func TestReadMeter_SeveralProcesses_AddTimeAndTakeTheLargestMemory(t *testing.T) {
	w := &workspace{dir: t.TempDir()}
	if err := w.write("meter", []byte("start\n100 5000\nstart\nstart\n20 7000\n3 6000\n")); err != nil {
		t.Fatal(err)
	}
	if cpu, peak, err := w.readMeter(); cpu != 123 || peak != 7000 || err != nil {
		t.Errorf("got %d, %d, %v", cpu, peak, err)
	}
	if cpu, peak, err := w.readMeter(); cpu != 0 || peak != 0 || err != nil {
		t.Errorf("what was read is still there: %d, %d, %v", cpu, peak, err)
	}
}

func TestReadMeter_AProviderThatWasKilled_IsAnError(t *testing.T) {
	w := &workspace{dir: t.TempDir()}
	if err := w.write("meter", []byte("start\nstart\n20 7000\n")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.readMeter(); err == nil || !strings.Contains(err.Error(), "killed a provider") {
		t.Errorf("got %v", err)
	}
}

func TestRun_AnInterrupt_LetsTheCommandEndItself(t *testing.T) {
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
	if _, err := w.run(ctx, apply); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "stopped")); err != nil {
		t.Errorf("the command was not asked to stop: %v", err)
	}
}
