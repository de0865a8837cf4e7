package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// scenario is what a row of the report is about.
type scenario struct {
	workload
	platform platform
	latency  time.Duration
}

// workload is how many applications there are.
type workload struct {
	size   int // that Terraform manages
	others int // that are there, too
	part   int // that are applied at a time
}

func workloads(o options) []workload {
	var all []workload
	if o.existing > 0 {
		all = append(all, workload{few, o.existing - few, o.part})
	}
	for _, size := range o.sizes {
		all = append(all, workload{size: size, part: o.part})
	}
	return all
}

// few is how many applications are managed where many exist.
const few = 5

func (w workload) String() string {
	if w.others > 0 {
		return fmt.Sprintf("%d of %d", w.size, w.size+w.others)
	}
	return strconv.Itoa(w.size)
}

func (s scenario) String() string {
	return fmt.Sprintf("%s × %s, latency %s", s.workload, s.platform.name, s.latency)
}

// row is one command of a scenario.
type row struct {
	scenario scenario
	command  string
	refresh  string
	requests requests
	cost     cost
	floor    cost // of the same command over as many resources without a provider
	echo     cost // of the same plan with a provider that has the same schema and does nothing; none for other commands
}

// measure takes all measurements, one after the other. The report has what was measured before an error, too.
func measure(ctx context.Context, o options, progress func(format string, args ...any)) (*report, error) {
	file, err := os.Stat(o.provider())
	if err != nil {
		return nil, fmt.Errorf("the provider is not built: %w", err)
	}
	r := &report{binary: file.Size()}
	progress("starting the provider %d times", o.starts)
	if r.starts, err = schemaTimes(ctx, o.provider(), o.starts); err != nil {
		return nil, err
	}
	// The first commands wait for the disk, which would make the floor too high.
	if _, err := measureFloor(ctx, o, workload{size: 1, part: 1}); err != nil {
		return nil, fmt.Errorf("trying %s: %w", o.cli, err)
	}
	for _, w := range workloads(o) {
		progress("%d × nothing", w.size)
		floor, err := measureFloor(ctx, o, w)
		if err != nil {
			return r, fmt.Errorf("%d × nothing: %w", w.size, err)
		}
		for _, s := range scenarios(o, w) {
			progress("%s", s)
			rows, err := measureScenario(ctx, o, s, floor, progress)
			r.rows = append(r.rows, rows...)
			if err != nil {
				return r, fmt.Errorf("%s: %w", s, err)
			}
		}
	}
	return r, nil
}

func scenarios(o options, w workload) []scenario {
	var all []scenario
	for _, p := range o.platforms {
		for _, latency := range o.latencies {
			all = append(all, scenario{w, p, latency})
		}
	}
	return all
}

// measureFloor returns what each command takes over resources that are kept nowhere.
func measureFloor(ctx context.Context, o options, load workload) (_ map[string]cost, err error) {
	w, err := newWorkspace(o, floor(), nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.remove()) }()
	costs := map[string]cost{}
	for _, c := range commands(load) {
		if c.refresh == individual || c.echo {
			continue // the same again
		}
		if costs[c.name], err = c.measure(ctx, w, load); err != nil {
			return nil, err
		}
	}
	return costs, nil
}

// measureScenario measures each command against a fresh emulator.
func measureScenario(ctx context.Context, o options, s scenario, floor map[string]cost, progress func(string, ...any)) (rows []row, err error) {
	e, err := emulator.Start(emulator.Options{Latency: s.latency, Seed: s.others})
	if err != nil {
		return nil, fmt.Errorf("starting the emulator: %w", err)
	}
	defer e.Close()
	env := e.Environment()
	w, err := newWorkspace(o, applications(s.platform, env), env)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.remove()) }()
	echoed := map[string]cost{}
	for _, c := range commands(s.workload) {
		e.Journal.Reset()
		took, err := c.measure(ctx, w, s.workload)
		if err != nil {
			return rows, err
		}
		progress("  %s: %d requests, %s", c, e.Journal.Total(), seconds(took.wall))
		if c.echo {
			echoed[c.name] = took
			continue
		}
		rows = append(rows, row{s, c.name, c.refresh, count(e.Journal.ByOperation()), took, floor[c.name], echoed[c.name]})
	}
	return rows, nil
}
