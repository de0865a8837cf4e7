package main

import (
	"fmt"
	"time"
)

// target is what plans should take, as a ratio of two measurements of one run. Most of it is the command line's own work
// and the machine's, so that a target which is missed is told and does not fail the benchmark.
type target struct {
	name  string
	ratio func(r *report, plan row) (float64, bool) // of a coalesced plan, if it is concerned
	limit float64
	least bool // the ratio should be at least limit; else at most
}

func targets() []target {
	return []target{
		{name: "plan of 1,000: at most 1.5 times the time of the floor", limit: 1.5, ratio: func(_ *report, plan row) (float64, bool) {
			return times(plan.cost.wall, plan.floor.wall), plan.scenario.size == 1000
		}},
		{name: "plan of 1,000, individual: at least 4 times the time of a coalesced one", limit: 4, least: true, ratio: func(r *report, plan row) (float64, bool) {
			other, ok := r.plan(plan.scenario, individual)
			return times(other.cost.wall, plan.cost.wall), ok && plan.scenario.size == 1000
		}},
		{name: "from 1,000 to 10,000: processor time grows as the floor's, within a tenth", limit: 1.1, ratio: func(r *report, plan row) (float64, bool) {
			large := plan.scenario
			large.size = 10_000
			other, ok := r.plan(large, coalesced)
			return times(other.cost.cpu, plan.cost.cpu) / times(other.floor.cpu, plan.floor.cpu), ok && plan.scenario.size == 1000
		}},
	}
}

func times(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

// plan finds the plan of a scenario.
func (r *report) plan(s scenario, refresh string) (row, bool) {
	for _, row := range r.rows {
		if row.command == "plan" && row.refresh == refresh && row.scenario.workload == s.workload &&
			row.scenario.platform.name == s.platform.name && row.scenario.latency == s.latency {
			return row, true
		}
	}
	return row{}, false
}

// verdict tells about the row that is farthest from the target.
func (t target) verdict(r *report) verdict {
	v := verdict{budget: t.name, measured: notMeasured, result: open}
	worst := 0.0
	for _, plan := range r.rows {
		if plan.command != "plan" || plan.refresh != coalesced {
			continue
		}
		ratio, ok := t.ratio(r, plan)
		if !ok || v.result != open && (ratio >= worst) == t.least {
			continue
		}
		worst, v.measured, v.result = ratio, fmt.Sprintf("%.2f times (%s)", ratio, plan.scenario.platform.name), pass
		if t.least && ratio < t.limit || !t.least && ratio > t.limit {
			v.result = missed
		}
	}
	return v
}
