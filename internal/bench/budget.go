package main

import (
	"fmt"
	"time"
)

const (
	schemaBudget = 100 * time.Millisecond
	binaryBudget = 30_000_000  // bytes
	memoryBudget = 150_000_000 // bytes
)

// verdict is the result for a budget or target, and the measured value.
type verdict struct {
	budget   string
	measured string
	result   result
}

// result is how a measurement compares with a budget or a target.
type result string

const (
	pass   result = "pass"
	open   result = "-"    // nothing relevant was measured
	missed result = "miss" // a target
	broken result = "FAIL" // a budget
)

const notMeasured = "not measured"

func keeps(ok bool) result {
	if ok {
		return pass
	}
	return broken
}

// verdicts compares the measurements with all budgets and targets.
func (r *report) verdicts() []verdict {
	answer := median(r.starts)
	all := []verdict{
		{"schema response under " + milliseconds(schemaBudget), "median " + milliseconds(answer), keeps(answer < schemaBudget)},
		{"binary under " + megabytes(binaryBudget), megabytes(r.binary), keeps(r.binary < binaryBudget)},
	}
	if largest := r.largest(); largest.peak() > 0 {
		all = append(all, verdict{
			"memory of any command under " + megabytes(memoryBudget), fmt.Sprintf("%s (%s)", megabytes(largest.peak()), largest.scenario), keeps(largest.peak() < memoryBudget),
		})
	}
	for _, rule := range rules() {
		all = append(all, rule.verdict(r.rows))
	}
	for _, target := range targets() {
		all = append(all, target.verdict(r))
	}
	return all
}

// rule is a budget for the requests of a command of our provider.
type rule struct {
	budget  string
	command string
	measure func(key, requests) (got, want int)
	concern func(key) bool // nil: all rows of the command
	most    bool           // want is a maximum; otherwise exact
}

func (u rule) concerns(r row) bool {
	return r.isOurs() && r.command == u.command && (u.concern == nil || u.concern(r.key))
}

func (u rule) kept(got, want int) bool { return got == want || u.most && got < want }

func rules() []rule {
	return []rule{
		{
			budget: "apply: exactly one create request per application, at Keycard two", command: apply,
			measure: func(k key, n requests) (got, want int) {
				return n.creates, k.scenario.size * k.scenario.platform.creates
			},
		},
		{
			// Terraform creates ten applications concurrently, and each looks up the project at the same time. The plan and the
			// apply read the first page of the list each.
			budget:  "apply: at most one confirming read per application, ten reads of the project, and two of the list's first page",
			command: apply, most: true,
			measure: func(k key, n requests) (got, want int) { return n.reads, k.scenario.size + (10+2)*k.blocks },
		},
		{
			// One to plan each block, and one to apply it.
			budget: "apply: one login per provider process", command: apply,
			measure: func(k key, n requests) (got, want int) { return n.logins, 2 * k.blocks },
		},
		{budget: "plan: one login", command: plan, measure: logins(1)},
		{
			budget: "plan of 1,000, `refresh = \"coalesced\"`: 5 requests (ZITADEL), 25 (Keycard), 4 (Lerian) at most", command: plan, most: true,
			concern: func(k key) bool { return k.subject == ours && k.scenario.size == 1000 },
			measure: func(k key, n requests) (got, want int) { return n.total(), k.scenario.platform.plan },
		},
		{
			budget: "plan, `refresh = \"coalesced\"`: at most twice the reads of `individual`", command: plan, most: true,
			concern: func(k key) bool { return k.subject == ours },
			measure: func(k key, n requests) (got, want int) {
				return n.reads, 2 * k.scenario.size * k.scenario.platform.creates
			},
		},
		// A command that both reads and writes starts the provider twice: to plan, and to apply the plan.
		{budget: "destroy: two logins, one per provider process", command: destroy, measure: logins(2)},
	}
}

func logins(want int) func(key, requests) (int, int) {
	return func(_ key, n requests) (int, int) { return n.logins, want }
}

// verdict returns the verdict for the first sample that exceeds the budget.
func (u rule) verdict(rows []row) verdict {
	checked := 0
	for _, row := range rows {
		if !u.concerns(row) {
			continue
		}
		for _, s := range row.samples {
			checked++
			if got, want := u.measure(row.key, s.requests); !u.kept(got, want) {
				return verdict{u.budget, fmt.Sprintf("%d instead of %d (%s)", got, want, row.scenario), broken}
			}
		}
	}
	if checked == 0 {
		return verdict{u.budget, notMeasured, open}
	}
	return verdict{u.budget, fmt.Sprintf("in all %d runs", checked), pass}
}
