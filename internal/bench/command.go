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

// command is one that is measured.
type command struct {
	name      string
	refresh   string // how the provider is told to read applications; "" where it reads none
	echo      bool   // with what stands in for the provider
	arguments []string
}

func (c command) String() string {
	if c.echo {
		return c.name + " echo"
	}
	return strings.TrimSpace(c.name + " " + c.refresh)
}

// commands returns what is measured, in the order in which it is run. The plan has nothing to do, so -detailed-exitcode
// makes it fail where it finds a change. What cannot be applied in one part is not destroyed, which would take as long.
func commands(load workload) []command {
	plan := []string{"plan", "-detailed-exitcode", "-input=false", "-no-color"}
	all := []command{
		{name: "apply", arguments: []string{"apply", "-auto-approve", "-input=false", "-no-color"}},
		{name: "plan", echo: true, arguments: plan},
		{name: "plan", refresh: coalesced, arguments: plan},
		{name: "plan", refresh: individual, arguments: plan},
		{name: "destroy", refresh: coalesced, arguments: []string{"destroy", "-auto-approve", "-input=false", "-no-color"}},
	}
	if load.parts() > 1 {
		return all[:4]
	}
	return all
}

// measure runs the command over so many resources.
func (c command) measure(ctx context.Context, w *workspace, load workload) (cost, error) {
	if c.name == "apply" {
		return w.apply(ctx, c, load)
	}
	return w.run(ctx, c)
}

// The values of the provider's setting refresh.
const (
	coalesced  = "coalesced"
	individual = "individual"
)

// cost is what a command took.
type cost struct {
	wall time.Duration
	cpu  time.Duration // of the command line and its providers, which a busy machine does not make longer
	peak int64         // largest resident memory of a provider process in bytes, 0 if not known
}

// run carries out a command and measures it. When ctx ends the command is asked to stop, and is killed only if it does not,
// because a killed one leaves its provider behind.
func (w *workspace) run(ctx context.Context, c command) (cost, error) {
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, w.cli, c.arguments...)
	cmd.Dir, cmd.Env = w.dir, append(slices.Clone(w.env), "IDP_REFRESH="+c.refresh, "TF_CLI_CONFIG_FILE="+w.settings(c))
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second

	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, fmt.Errorf("starting %s: %w", w.cli, err)
	}
	peak := watchMemory(procfs, cmd.Process.Pid)
	err := cmd.Wait()
	took := cost{wall: time.Since(start), peak: peak()}
	if state := cmd.ProcessState; state != nil {
		took.cpu = state.UserTime() + state.SystemTime() // those of its children included
	}
	if ctx.Err() != nil {
		return took, fmt.Errorf("%s was stopped: %w", c.name, ctx.Err())
	}
	if err != nil {
		return took, fmt.Errorf("%s failed: %w\n%s", c.name, explain(c, cmd.ProcessState.ExitCode()), ending(output.String()))
	}
	return took, nil
}

func explain(c command, code int) error {
	if c.name == "plan" && code == 2 {
		return errors.New("it finds changes right after an apply")
	}
	return fmt.Errorf("exit status %d", code)
}

// ending returns the last lines of a command's output, where its errors are.
func ending(output string) string {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}
