package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// binary is the provider's file name, by which the command line finds it.
const binary = "terraform-provider-idp"

// echoDir is the folder, in that of the provider, with the program that stands in for it; see internal/bench/echo.
const echoDir = "echo"

// options say what is measured.
type options struct {
	cli         string // path of terraform or tofu
	providerDir string // absolute path of the folder with the provider
	starts      int    // of the provider, to time its schema answer
	sizes       []int
	part        int // how many are applied at a time
	latencies   []time.Duration
	platforms   []platform
	existing    int    // applications that are there, of which Terraform manages few; 0 leaves this out
	docs        string // page to write the measurements into; "" for none
	chart       string // SVG file to write; "" for none
}

func (o options) provider() string { return filepath.Join(o.providerDir, binary) }

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sizes: []int{10, 100, 1000}, latencies: []time.Duration{20 * time.Millisecond}, platforms: allPlatforms()}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.cli, "cli", "", "`path` of the terraform or tofu to run")
	flags.StringVar(&o.providerDir, "provider-dir", "bin", "`folder` of the provider's binary")
	flags.IntVar(&o.starts, "starts", 10, "how often to start the provider for the time to its schema answer")
	flags.Func("sizes", "how many applications, as `list` (default 10,100,1000; 10000 takes ten minutes for each platform)", list(&o.sizes, parseSize))
	flags.IntVar(&o.part, "part", 1000, "how many `applications` a resource block has, and are applied at a time")
	flags.Func("latencies", "latencies of the platforms, as `list` (default 20ms)", list(&o.latencies, parseLatency))
	flags.Func("platforms", "platforms, as `list` (default zitadel,keycard,lerian)", list(&o.platforms, parsePlatform))
	flags.IntVar(&o.existing, "existing", 10_000, "how many applications `exist` in the run in which Terraform manages few of them; 0 for no such run")
	flags.StringVar(&o.docs, "docs", "", "`file` whose table of measurements is replaced")
	flags.StringVar(&o.chart, "chart", "", "SVG `file` to draw the measurements into")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, o.complete()
}

// complete checks what the flags themselves cannot, and makes paths absolute, because commands run in folders of their own.
func (o *options) complete() error {
	if o.cli == "" {
		return errors.New("-cli is missing: the path of a terraform or tofu")
	}
	if o.starts < 1 {
		return errors.New("-starts must be at least 1")
	}
	if o.part < 1 {
		return errors.New("-part must be at least 1")
	}
	if o.existing != 0 && o.existing < few {
		return fmt.Errorf("-existing must be 0, or at least %d", few)
	}
	var cliErr, providerErr error
	o.cli, cliErr = filepath.Abs(o.cli)
	o.providerDir, providerErr = filepath.Abs(o.providerDir)
	return errors.Join(cliErr, providerErr)
}

// list makes a flag of a comma-separated list, which replaces the default.
func list[T any](to *[]T, item func(string) (T, error)) func(string) error {
	return func(value string) error {
		*to = nil
		for text := range strings.SplitSeq(value, ",") {
			v, err := item(strings.TrimSpace(text))
			if err != nil {
				return err
			}
			*to = append(*to, v)
		}
		return nil
	}
}

func parseSize(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is not a number of applications", s)
	}
	return n, nil
}

func parseLatency(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not a latency such as 20ms", s)
	}
	return d, nil
}

func parsePlatform(s string) (platform, error) {
	for _, p := range allPlatforms() {
		if p.name == s {
			return p, nil
		}
	}
	return platform{}, fmt.Errorf("unknown platform %q", s)
}
