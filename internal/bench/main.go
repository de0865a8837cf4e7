// Command bench measures the cost of the provider: how fast it returns its schema, its size, its number of requests, and the
// cost of apply, plan and destroy. It runs the built provider under a real Terraform or OpenTofu, against the emulator in
// its own process, and fails if a budget is exceeded.
//
// Times depend on the machine, which the command line and the emulator share with the provider. Within one run, they can be
// compared with other subjects: resources that need no provider (the floor), a provider that does nothing (the echo), ours
// without its fast path, and other vendors' providers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

var errBudget = errors.New("a budget is exceeded")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run runs the measurements that args select, and prints the report to stdout and progress to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	r, err := measure(ctx, o, func(format string, args ...any) { _, _ = fmt.Fprintf(stderr, format+"\n", args...) })
	if r != nil && err != nil {
		return errors.Join(err, r.print(stdout)) // the measurements so far may have taken an hour
	}
	if err != nil {
		return err
	}
	if err := errors.Join(r.print(stdout), r.publish(o)); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	for _, v := range r.verdicts() {
		if v.result == broken {
			return errBudget
		}
	}
	return nil
}
