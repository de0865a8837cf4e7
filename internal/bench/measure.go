package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"
)

// scenario is the conditions of a measurement.
type scenario struct {
	workload
	platform platform
	latency  time.Duration
}

// workload is the number of applications.
type workload struct {
	size   int // managed by Terraform
	others int // other existing applications
}

// few is the number of managed applications when many exist.
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

func scenarios(o options) (all []scenario) {
	var workloads []workload
	if o.existing > 0 {
		workloads = append(workloads, workload{few, o.existing - few})
	}
	for _, size := range o.sizes {
		workloads = append(workloads, workload{size: size})
	}
	for _, w := range workloads {
		for _, p := range o.platforms {
			for _, latency := range o.latencies {
				all = append(all, scenario{w, p, latency})
			}
		}
	}
	return all
}

// layouts returns the block sizes to measure. The command line copies the state of a whole block for each of its instances,
// so that a block of ten times as many takes a hundred times as long.
func layouts(o options, w workload) []int {
	switch {
	case w.size > o.part:
		return []int{o.part}
	case w.others > 0 || w.size < 10 || len(o.attributes) > 0:
		return []int{w.size}
	}
	return []int{w.size, w.size / 10}
}

// measure runs all measurements, one after the other. On an error, it also returns the report with the measurements so far.
func measure(ctx context.Context, o options, progress func(format string, args ...any)) (*report, error) {
	file, err := os.Stat(o.binary(""))
	if err != nil {
		return nil, fmt.Errorf("the provider is not built: %w", err)
	}
	r := &report{binary: file.Size()}
	progress("starting the provider %d times", o.starts)
	if r.starts, err = schemaTimes(ctx, o.binary(""), o.starts); err != nil {
		return nil, err
	}
	for _, s := range scenarios(o) {
		progress("%s", s)
		rows, err := measureScenario(ctx, o, s, progress)
		r.rows = append(r.rows, rows...)
		if err != nil {
			return r, fmt.Errorf("%s: %w", s, err)
		}
	}
	return r, nil
}
