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

// options select what is measured.
type options struct {
	cli         string // path of terraform or tofu
	providerDir string // absolute path of the folder with the provider and the folders of the other programs
	starts      int    // number of provider starts, for the time until it returns its schema
	rounds      int
	sizes       []int
	part        int // maximum number of resources in a block, and in an apply
	latencies   []time.Duration
	platforms   []platform
	existing    int // existing applications, of which Terraform manages few; 0 skips this scenario
	peers       []peer
	attributes  []string // to omit, one after the other; nil for the usual comparison
	guide       string   // page to write the summary into; "" for none
	reference   string   // page to write all tables into; "" for none
}

// binary returns the path of our provider, or of a program that replaces or starts it: echo, framework, meter.
func (o options) binary(program string) string {
	return filepath.Join(o.providerDir, program, "terraform-provider-idp")
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sizes: []int{10, 100, 1000}, latencies: []time.Duration{20 * time.Millisecond}, platforms: allPlatforms()}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.cli, "cli", "", "`path` of the terraform or tofu to run")
	flags.StringVar(&o.providerDir, "provider-dir", "bin", "`folder` of the provider's binary")
	flags.IntVar(&o.starts, "starts", 10, "how often to start the provider for the time to its schema answer")
	flags.IntVar(&o.rounds, "rounds", 5, "how often to measure each plan")
	flags.Func("sizes", "how many applications, as `list` (default 10,100,1000; 10000 takes ten minutes for each platform)", list(&o.sizes, parseSize))
	flags.IntVar(&o.part, "part", 1000, "the most `applications` that a resource block has, and that are applied at a time")
	flags.Func("latencies", "latencies of the platforms, as `list` (default 20ms)", list(&o.latencies, parseLatency))
	flags.Func("platforms", "platforms, as `list` (default zitadel,keycard,lerian)", list(&o.platforms, parsePlatform))
	flags.IntVar(&o.existing, "existing", 10_000, "how many applications `exist` in the run in which Terraform manages few of them; 0 for no such run")
	flags.Func("peer", "another provider to measure beside ours, as `source,binary,configuration`; can be repeated. "+
		"The configuration is a template as those in internal/bench/configurations, and reaches the emulator by {{.Env}}", func(s string) error {
		p, err := parsePeer(s)
		o.peers = append(o.peers, p)
		return err
	})
	flags.Func("attributes", "measure instead what these attributes and blocks of the schema cost, as `list` such as identity,keycard.consent, "+
		"or all for each at the top level; a+b leaves out both together", list(&o.attributes, func(s string) (string, error) { return s, nil }))
	flags.StringVar(&o.guide, "guide", "", "`file` whose summary of the measurements is replaced")
	flags.StringVar(&o.reference, "reference", "", "`file` whose tables of measurements are replaced")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, errors.Join(o.check(), o.complete())
}

// check validates the flags beyond their syntax.
func (o *options) check() error {
	if o.cli == "" {
		return errors.New("-cli is missing: the path of a terraform or tofu")
	}
	for name, n := range map[string]int{"starts": o.starts, "rounds": o.rounds, "part": o.part} {
		if n < 1 {
			return fmt.Errorf("-%s must be at least 1", name)
		}
	}
	if o.existing != 0 && o.existing < few {
		return fmt.Errorf("-existing must be 0, or at least %d", few)
	}
	return nil
}

// complete makes paths absolute, because commands run in other folders. The pages do not show what attributes cost.
func (o *options) complete() (err error) {
	if len(o.attributes) > 0 {
		o.existing, o.guide, o.reference = 0, "", ""
	}
	if len(o.attributes) == 1 && o.attributes[0] == "all" {
		if o.attributes, err = attributes(); err != nil {
			return err
		}
	}
	paths := []*string{&o.cli, &o.providerDir}
	for i := range o.peers {
		paths = append(paths, &o.peers[i].program, &o.peers[i].configuration)
	}
	for _, path := range paths {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	return nil
}

// list returns the setter of a flag with a comma-separated list, which replaces the default.
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
