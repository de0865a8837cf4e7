package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// scenario is what a row of the report is about.
type scenario struct {
	size     int // number of applications
	platform platform
	latency  time.Duration
}

func (s scenario) String() string {
	return fmt.Sprintf("%d × %s, latency %s", s.size, s.platform.name, s.latency)
}

// row is one command of a scenario.
type row struct {
	scenario scenario
	command  string
	requests requests
	cost     cost
	floor    time.Duration // time of the same command over as many resources without a provider
}

// measure takes all measurements, one after the other.
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
	if _, err := measureFloor(ctx, o, 1); err != nil {
		return nil, fmt.Errorf("trying %s: %w", o.cli, err)
	}
	for _, size := range o.sizes {
		progress("%d × terraform_data", size)
		floors, err := measureFloor(ctx, o, size)
		if err != nil {
			return nil, fmt.Errorf("%d × terraform_data: %w", size, err)
		}
		for _, s := range scenarios(o, size) {
			progress("%s", s)
			rows, err := measureScenario(ctx, o, s, floors)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s, err)
			}
			r.rows = append(r.rows, rows...)
		}
	}
	return r, nil
}

func scenarios(o options, size int) []scenario {
	var all []scenario
	for _, p := range o.platforms {
		for _, latency := range o.latencies {
			all = append(all, scenario{size, p, latency})
		}
	}
	return all
}

// measureFloor returns the time of each command over resources without a provider.
func measureFloor(ctx context.Context, o options, size int) (_ map[string]time.Duration, err error) {
	w, err := newWorkspace(o, floor(size), nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.remove()) }()
	floors := map[string]time.Duration{}
	for _, c := range commands() {
		took, err := w.run(ctx, c)
		if err != nil {
			return nil, err
		}
		floors[c.name] = took.wall
	}
	return floors, nil
}

// measureScenario measures each command against a fresh emulator.
func measureScenario(ctx context.Context, o options, s scenario, floors map[string]time.Duration) (_ []row, err error) {
	e, err := emulator.Start(emulator.Options{Latency: s.latency})
	if err != nil {
		return nil, fmt.Errorf("starting the emulator: %w", err)
	}
	defer e.Close()
	env := e.Environment()
	w, err := newWorkspace(o, applications(s.size, s.platform.body(env)), env)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.remove()) }()
	var rows []row
	for _, c := range commands() {
		e.Journal.Reset()
		took, err := w.run(ctx, c)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{s, c.name, count(e.Journal.ByOperation()), took, floors[c.name]})
	}
	return rows, nil
}
