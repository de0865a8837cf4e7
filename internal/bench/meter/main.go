//go:build unix

// Meter takes the place of a provider: it starts the provider and records its cost. The command line's own usage, as the
// system reports it, includes that of its providers.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

// main runs the provider at METER_PROGRAM. For each process, METER_FILE gets two lines: "start", and then processor time in
// nanoseconds and peak resident memory in bytes.
func main() {
	file := os.Getenv("METER_FILE")
	note(file, "start\n")
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM) // the provider decides when to exit
	cmd := exec.Command(os.Getenv("METER_PROGRAM"), os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit := (&exec.ExitError{}); err != nil && !errors.As(err, &exit) {
		log.Fatal(err)
	}
	state := cmd.ProcessState
	note(file, fmt.Sprintln((state.UserTime()+state.SystemTime()).Nanoseconds(), peak(state)))
	os.Exit(max(state.ExitCode(), 0))
}

func note(file, line string) {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := f.WriteString(line); err != nil {
		log.Fatal(err)
	}
}

func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss * 1024
}
