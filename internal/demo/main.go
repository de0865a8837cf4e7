// Demo shows the provider's main use on one machine: it serves the three platforms, lets Terraform register an application
// on each, finds and fixes drift, and removes everything.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

func main() {
	cli := flag.String("cli", "terraform", "terraform or tofu")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *cli, os.Stdout)
	stop()
	if err != nil {
		log.Fatal("The demo failed: ", err)
	}
}

// run runs the demo in the repository's root folder, and prints to out what it does.
func run(ctx context.Context, cli string, out io.Writer) error {
	platforms, err := emulator.Start(emulator.Options{})
	if err != nil {
		return err
	}
	defer platforms.Close()
	w, err := newWorkspace(cli, platforms.Environment())
	if err != nil {
		return err
	}
	defer w.remove()

	d := demo{ctx: ctx, workspace: w, platforms: platforms, out: out}
	d.say("ZITADEL, Keycard and Lerian are served on this machine. Register an application on each.")
	d.expect(0, "init")
	d.expect(0, "apply", "-auto-approve")
	d.count(3)
	d.say("A second plan has nothing to do.")
	d.expect(0, "plan", "-detailed-exitcode")
	d.say("Someone changes the application at Keycard and deletes the one at Lerian, outside Terraform.")
	d.meddle()
	d.say("The plan shows both.")
	d.expect(2, "plan", "-detailed-exitcode")
	d.say("An apply repairs the drift.")
	d.expect(0, "apply", "-auto-approve")
	d.expect(0, "plan", "-detailed-exitcode")
	d.say("Remove everything.")
	d.expect(0, "destroy", "-auto-approve")
	d.count(0)
	if d.err == nil {
		d.print("\nThe demo succeeded: three applications registered, drift found and repaired, nothing left behind.\n")
	}
	return d.err
}

// demo runs one step after the other until one fails.
type demo struct {
	ctx       context.Context
	workspace workspace
	platforms *emulator.Emulator
	out       io.Writer
	err       error
}

func (d *demo) print(format string, args ...any) { _, _ = fmt.Fprintf(d.out, format, args...) }

func (d *demo) say(text string) {
	if d.err == nil {
		d.print("\n=== %s\n", text)
	}
}

// expect runs the command line and checks its exit status.
func (d *demo) expect(status int, args ...string) {
	if d.err != nil {
		return
	}
	d.print("\n$ %s %s\n", filepath.Base(d.workspace.cli), args[0])
	err := d.workspace.run(d.ctx, d.out, args...)
	var exit *exec.ExitError
	switch got := 0; {
	case errors.As(err, &exit):
		got = exit.ExitCode()
		fallthrough
	case err == nil:
		if got != status {
			d.err = fmt.Errorf("%s ended with status %d, not %d", args[0], got, status)
		}
	default:
		d.err = err
	}
}

// count prints the applications on all platforms and checks their number.
func (d *demo) count(want int) {
	n := 0
	for platform, applications := range d.platforms.Applications() {
		n += len(applications)
		for _, a := range applications {
			d.print("  at %s: %v, client ID %v\n", platform, a["name"], a["client_id"])
		}
	}
	if d.err == nil && n != want {
		d.err = fmt.Errorf("the platforms have %d applications, not %d", n, want)
	}
}

func (d *demo) meddle() {
	if d.err != nil {
		return
	}
	all := d.platforms.Applications()
	changed, deleted := fmt.Sprint(all["keycard"][0]["id"]), fmt.Sprint(all["lerian"][0]["id"])
	d.err = errors.Join(
		d.platforms.Change("keycard", changed, map[string]any{
			"name": "Renamed", "redirect_uris": []any{"https://evil.example.com/callback"},
		}),
		d.platforms.Remove("lerian", deleted))
}
