package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// good returns a report that keeps all budgets.
func good() *report {
	s := scenario{workload: workload{size: 10, part: 10_000}, platform: platform{name: "keycard", creates: 2}, latency: 20 * time.Millisecond}
	thousand := s
	thousand.size, thousand.platform.plan = 1000, 25
	large := thousand
	large.size = 10_000
	floor := cost{wall: time.Second, cpu: 4 * time.Second}
	echoed := cost{wall: 2 * time.Second, cpu: 5 * time.Second}
	took := cost{wall: 3 * time.Second, cpu: 6 * time.Second, peak: 32_000_000}
	return &report{
		starts: []time.Duration{40 * time.Millisecond, 38 * time.Millisecond, 300 * time.Millisecond},
		binary: 19_849_378,
		rows: []row{
			{s, "apply", "", requests{creates: 20, logins: 1}, took, floor, cost{}},
			{s, "plan", coalesced, requests{reads: 4, logins: 1}, cost{wall: 500 * time.Millisecond, peak: 33_000_000}, floor, echoed},
			{s, "plan", individual, requests{reads: 20, logins: 1}, cost{wall: 800 * time.Millisecond, peak: 32_000_000}, floor, echoed},
			{thousand, "plan", coalesced, requests{reads: 24, logins: 1}, cost{wall: 900 * time.Millisecond, cpu: 2 * time.Second}, floor, echoed},
			{thousand, "plan", individual, requests{reads: 2000, logins: 1}, cost{wall: 4 * time.Second}, floor, echoed},
			{large, "plan", coalesced, requests{reads: 200, logins: 1}, cost{cpu: 3 * time.Second}, cost{wall: time.Second, cpu: 8 * time.Second}, echoed},
			{s, "destroy", coalesced, requests{reads: 20, logins: 2, others: 20}, cost{wall: time.Second}, floor, cost{}},
		},
	}
}

func TestBudgetsAndTargetsThatAreKeptPass(t *testing.T) {
	for _, v := range good().verdicts() {
		if v.result != pass {
			t.Errorf("%s: %s", v.budget, v.measured)
		}
	}
}

func TestEachBudgetCanBreakAndSaysWhere(t *testing.T) {
	tests := map[string]struct {
		spoil func(*report)
		want  string
	}{
		"slow start":          {func(r *report) { r.starts[1] = time.Second }, "schema answer under 100 ms: median 300 ms"},
		"large binary":        {func(r *report) { r.binary = 30_000_000 }, "binary under 30.0 MB: 30.0 MB"},
		"memory":              {func(r *report) { r.rows[1].cost.peak = 150_000_000 }, "memory under 150.0 MB: 150.0 MB (10 × keycard, latency 20ms)"},
		"a create too many":   {func(r *report) { r.rows[0].requests.creates++ }, "21 instead of 20 (10 × keycard, latency 20ms)"},
		"a create too few":    {func(r *report) { r.rows[0].requests.creates-- }, "19 instead of 20"},
		"reading back":        {func(r *report) { r.rows[0].requests.reads = 10 }, "read back: 10 instead of 0"},
		"login per resource":  {func(r *report) { r.rows[0].requests.logins = 10 }, "apply: one login per provider process: 10 instead of 1"},
		"second login":        {func(r *report) { r.rows[1].requests.logins = 2 }, "plan: one login: 2 instead of 1"},
		"lists too long":      {func(r *report) { r.rows[3].requests.reads++ }, "at most: 26 instead of 25 (1000 × keycard, latency 20ms)"},
		"lists too early":     {func(r *report) { r.rows[1].requests.reads = 41 }, "one Get each: 41 instead of 40 (10 × keycard, latency 20ms)"},
		"logins of a destroy": {func(r *report) { r.rows[6].requests.logins = 3 }, "per provider process: 3 instead of 2"},
	}
	for name, test := range tests {
		r := good()
		test.spoil(r)
		var over []string
		for _, v := range r.verdicts() {
			if v.result == broken {
				over = append(over, v.budget+": "+v.measured)
			}
		}
		if len(over) != 1 || !strings.Contains(over[0], test.want) {
			t.Errorf("%s: broken are %q, want %q", name, over, test.want)
		}
	}
}

func TestEachTargetCanBeMissedAndSaysByHowMuch(t *testing.T) {
	tests := map[string]struct {
		spoil func(*report)
		want  string
	}{
		"slow plan":         {func(r *report) { r.rows[3].cost.wall = 3 * time.Second; r.rows[4].cost.wall = time.Minute }, "of the floor: 3.00 times (keycard)"},
		"no faster":         {func(r *report) { r.rows[4].cost.wall = time.Second }, "a coalesced one: 1.11 times (keycard)"},
		"grows like a tree": {func(r *report) { r.rows[5].cost.cpu = time.Minute }, "within a tenth: 15.00 times (keycard)"},
	}
	for name, test := range tests {
		r := good()
		test.spoil(r)
		var missing []string
		for _, v := range r.verdicts() {
			if v.result != pass {
				missing = append(missing, string(v.result)+" "+v.budget+": "+v.measured)
			}
		}
		if len(missing) != 1 || !strings.HasPrefix(missing[0], "miss ") || !strings.HasSuffix(missing[0], test.want) {
			t.Errorf("%s: missed are %q, want %q", name, missing, test.want)
		}
	}
}

func TestTheWorstOfSeveralPlatformsIsTold(t *testing.T) {
	r := good()
	worse := r.rows[3]
	worse.scenario.platform.name, worse.cost.wall = "lerian", 5*time.Second
	r.rows = append([]row{worse}, r.rows...)
	if v := targets()[0].verdict(r); v.result != missed || v.measured != "5.00 times (lerian)" {
		t.Errorf("%+v", v)
	}
}

func TestATargetThatNoRowIsAboutIsNotMeasured(t *testing.T) {
	r := good()
	r.rows = r.rows[:3]
	for _, target := range targets() {
		if v := target.verdict(r); v.result != open || v.measured != notMeasured {
			t.Errorf("%+v", v)
		}
	}
}

func TestABrokenBudgetStandsOut(t *testing.T) {
	var out bytes.Buffer
	if err := printVerdicts(&out, []verdict{{"small", "1 MB", pass}, {"quick", "2 s", missed}, {"fast", "9 s", broken}}); err != nil {
		t.Fatal(err)
	}
	if want := "\npass  small  1 MB\nmiss  quick  2 s\nFAIL  fast   9 s\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
