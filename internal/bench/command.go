package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// The commands that are measured. The plan has no changes; -detailed-exitcode makes it fail if it finds any.
const (
	apply   = "apply"
	plan    = "plan"
	destroy = "destroy"
)

func arguments(command string) []string {
	if command == plan {
		return []string{plan, "-detailed-exitcode", "-input=false", "-no-color"}
	}
	return []string{command, "-auto-approve", "-input=false", "-no-color"}
}

// sample is the cost of one command.
type sample struct {
	requests requests
	wall     time.Duration
	cli      time.Duration // processor time of the command line, which load on the machine does not increase
	provider time.Duration // processor time of the provider's processes
	peak     int64         // largest resident memory of a provider process, in bytes
}

func (s sample) cpu() time.Duration { return s.cli + s.provider }

func (s sample) plus(t sample) sample {
	return sample{wall: s.wall + t.wall, cli: s.cli + t.cli, provider: s.provider + t.provider, peak: max(s.peak, t.peak)}
}

// run runs a command and measures it. When ctx is done, it interrupts the command, and kills it only if it does not exit,
// because a killed command line leaves its provider running.
func (w *workspace) run(ctx context.Context, command string) (sample, error) {
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, w.cli, arguments(command)...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, &output, &output
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second

	start := time.Now()
	err := cmd.Run()
	took := sample{wall: time.Since(start)}
	switch {
	case ctx.Err() != nil:
		return took, fmt.Errorf("%s was stopped: %w", command, ctx.Err())
	case cmd.ProcessState == nil:
		return took, fmt.Errorf("starting %s: %w", w.cli, err)
	case err != nil:
		return took, fmt.Errorf("%s with %s failed: %w\n%s", command, w.name, explain(command, cmd.ProcessState.ExitCode()), ending(output.String()))
	}
	if took.provider, took.peak, err = w.readMeter(); err != nil {
		return took, err
	}
	took.cli = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() - took.provider // its usage includes its children's
	return took, nil
}

// readMeter returns the cost of the provider's processes, and removes the meter's file. It returns zero if there is no
// provider.
func (w *workspace) readMeter() (cpu time.Duration, peak int64, err error) {
	content, err := os.ReadFile(w.path("meter"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	running := 0
	for line := range strings.Lines(string(content)) {
		if line == "start\n" {
			running++
			continue
		}
		var took time.Duration
		var memory int64
		if _, err := fmt.Sscan(line, &took, &memory); err != nil {
			return 0, 0, fmt.Errorf("reading what the provider took: %w", err)
		}
		running, cpu, peak = running-1, cpu+took, max(peak, memory)
	}
	if running > 0 {
		return 0, 0, errors.New("the command line killed a provider before that had ended, which leaves its processor time unknown")
	}
	return cpu, peak, os.Remove(w.path("meter"))
}

func explain(command string, code int) error {
	if command == plan && code == 2 {
		return errors.New("it finds changes right after an apply")
	}
	return fmt.Errorf("exit status %d", code)
}

// ending returns the last lines of a command's output, which contain its errors.
func ending(output string) string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}

// apply creates the resources in separate applies of at most part resources: the command line writes its whole state after
// each resource, so one apply of ten times as many would take a hundred times as long.
func (w *workspace) apply(ctx context.Context, size, part int) (total sample, err error) {
	for _, b := range blocks(0, size, part) {
		if err := w.configure([]block{b}); err != nil {
			return total, err
		}
		took, err := w.run(ctx, apply)
		if err != nil {
			return total, err
		}
		if err := w.takeState(); err != nil {
			return total, err
		}
		total = total.plus(took)
	}
	return total, nil
}

// takeState adds the state file to the workspace's state, and removes it.
func (w *workspace) takeState() error {
	content, err := os.ReadFile(w.path(stateFile))
	if err != nil {
		return err
	}
	s, err := parseState(content)
	if err != nil {
		return err
	}
	if w.state != nil {
		s.instances, s.length = slices.Concat(w.state.instances, s.instances), w.state.length+s.length
	}
	w.state = s
	return os.Remove(w.path(stateFile))
}
