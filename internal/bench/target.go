package main

import (
	"fmt"
	"time"
)

// target is a limit for the cost of a command, where possible as a ratio of two measurements of one run. Most of the cost is
// that of the command line and the machine, so a missed target is reported but does not fail the benchmark.
type target struct {
	name   string
	limit  float64
	format string                                   // of the measured value
	value  func(r *report, row row) (float64, bool) // for a row of our provider; false if not applicable
}

func targets() []target {
	processes := func(s sample) time.Duration { return s.provider }
	return []target{
		{"plan of 1,000 in one block: at most 1.1 times the processor time of an echo with the same schema", 1.1, "%.3f times", against(echo, 1, sample.cpu)},
		{"plan of 1,000 in one block: at most 2.5 times the processor time of the floor", 2.5, "%.3f times", against(floor, 1, sample.cpu)},
		{"plan of 1,000 in ten blocks: at most 3 times the processor time of the floor", 3, "%.3f times", against(floor, 10, sample.cpu)},
		{"plan of 1,000 in one block: at most 0.8 s of processor time for the provider's processes", 0.8, "%.2f s", func(_ *report, row row) (float64, bool) {
			return row.median(processes).Seconds(), row.isPlan(1000, 1)
		}},
		{"plan of 1,000 in one block: at most a fifth of the provider's processor time without its fast path", 0.2, "%.3f times", against(framework, 1, processes)},
		{"from 1,000 to 10,000: processor time grows at most 10% faster than the floor's", 1.1, "%.3f times", growth},
		{"state of a ZITADEL application: at most 1,000 bytes", 1000, "%.0f bytes", func(_ *report, row row) (float64, bool) {
			return float64(row.state), row.state > 0 && row.scenario.platform.name == "zitadel"
		}},
	}
}

func (r row) isPlan(size, blocks int) bool {
	return r.command == plan && r.scenario.workload == workload{size: size} && r.blocks == blocks
}

// against returns the ratio of a plan of 1,000 to the same plan with another subject.
func against(subject string, blocks int, of func(sample) time.Duration) func(*report, row) (float64, bool) {
	return func(r *report, row row) (float64, bool) {
		ratio := row.ratio(r.beside(row.key, subject), of)
		return ratio, ratio > 0 && row.isPlan(1000, blocks)
	}
}

// growth returns how the ratio to the floor changes from a plan of 1,000 in one block to one of 10,000 in blocks of a
// thousand.
func growth(r *report, row row) (float64, bool) {
	k := row.key
	k.scenario.size, k.blocks = 10_000, 10
	large := r.find(k).ratio(r.beside(k, floor), sample.cpu)
	small := row.ratio(r.beside(row.key, floor), sample.cpu)
	return large / small, large > 0 && small > 0 && row.isPlan(1000, 1)
}

// verdict returns the verdict for the row with the highest value.
func (t target) verdict(r *report) verdict {
	v := verdict{t.name, notMeasured, open}
	worst := 0.0
	for _, row := range r.rows {
		if row.subject != ours {
			continue
		}
		value, ok := t.value(r, row)
		if !ok || value < worst {
			continue
		}
		worst, v.measured, v.result = value, fmt.Sprintf(t.format+" (%s)", value, row.scenario.platform.name), pass
		if value > t.limit {
			v.result = missed
		}
	}
	return v
}
