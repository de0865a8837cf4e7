// Command idp-emulator serves ZITADEL, Keycard and Lerian on loopback until it is interrupted. It prints the environment
// variables that point the provider to them.
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

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "idp-emulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	file, options, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	e, err := emulator.Start(options)
	if err != nil {
		return err
	}
	defer e.Close()
	lines := exports(e.Environment())
	if _, err := stdout.Write(lines); err != nil {
		return fmt.Errorf("printing the environment: %w", err)
	}
	if file != "" {
		if err := writeFile(file, lines); err != nil {
			return fmt.Errorf("writing the environment: %w", err)
		}
	}
	announce(stderr, e.Environment(), file)
	<-ctx.Done()
	return nil
}

func parse(args []string, stderr io.Writer) (file string, o emulator.Options, err error) {
	flags := flag.NewFlagSet("idp-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&file, "env", "", "also write the environment to this `file`, once everything serves")
	flags.DurationVar(&o.Latency, "latency", 0, "how long each operation takes")
	flags.IntVar(&o.Seed, "seed", 0, "how many applications each platform has from the start")
	flags.BoolVar(&o.LerianSecretOnRead, "lerian-secret-on-read", false,
		"Lerian shows client secrets on reads, as releases up to 3.9 do")
	flags.StringVar(&o.ZitadelVersion, "zitadel-version", "", "the ZITADEL `release` to be like, such as v4.13")
	if err := flags.Parse(args); err != nil {
		return "", o, err
	}
	if flags.NArg() > 0 {
		return "", o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return file, o, nil
}

func announce(w io.Writer, env map[string]string, file string) {
	_, _ = fmt.Fprintf(w, "ZITADEL %s, Keycard %s, Lerian %s (login %s), control %s\n",
		env["ZITADEL_ENDPOINT"], env["KEYCARD_ENDPOINT"], env["LERIAN_IDENTITY_ENDPOINT"], env["LERIAN_AUTH_ENDPOINT"],
		env["IDP_EMULATOR_URL"])
	if file != "" {
		_, _ = fmt.Fprintf(w, "The environment is in %s. Interrupt to stop.\n", file)
	}
}
