package main

import (
	"os"
	"path/filepath"
	"testing"
)

const providerStatus = "Name:\tterraform-provi\nUmask:\t0022\nPid:\t12\nPPid:\t7\nVmPeak:\t  999999 kB\nVmHWM:\t   32000 kB\n"

func TestAStatusFileTellsNameParentAndPeak(t *testing.T) {
	got := parseStatus(providerStatus)
	if want := (status{name: "terraform-provi", parent: 7, peak: 32000 * 1024}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !got.isProvider() {
		t.Error("this is a provider")
	}
}

func TestOnlyProvidersOfTheCommandCount(t *testing.T) {
	proc := t.TempDir()
	for pid, content := range map[string]string{
		"11": "Name:\tterraform-provi\nPPid:\t7\nVmHWM:\t10 kB\n",
		"12": "Name:\tterraform-provi\nPPid:\t7\nVmHWM:\t20 kB\n",
		"13": "Name:\tterraform-provi\nPPid:\t8\nVmHWM:\t30 kB\n", // of another command
		"14": "Name:\tterraform\nPPid:\t7\nVmHWM:\t40 kB\n",       // forked, but does not run the provider yet
	} {
		writeStatus(t, proc, pid, content)
	}
	if got := watchMemory(proc, 7)(); got != 20*1024 {
		t.Errorf("got %d bytes, want %d", got, 20*1024)
	}
}

func TestMemoryIsUnknownWithoutProc(t *testing.T) {
	if got := watchMemory(filepath.Join(t.TempDir(), "none"), 1)(); got != 0 {
		t.Errorf("got %d bytes", got)
	}
}

func writeStatus(t *testing.T, proc, pid, content string) {
	t.Helper()
	dir := filepath.Join(proc, pid)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "status"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
