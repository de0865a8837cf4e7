package main

import (
	"strings"
	"testing"
	"time"
)

func took(cli, provider time.Duration, n requests) sample {
	return sample{requests: n, wall: cli + provider, cli: cli, provider: provider, peak: 32_000_000}
}

// good returns a report that meets all budgets and targets.
func good() *report {
	ten := scenario{workload{size: 10}, platform{name: "zitadel", creates: 2}, 20 * time.Millisecond}
	thousand := scenario{workload{size: 1000}, platform{name: "zitadel", creates: 2, plan: 25}, ten.latency}
	large := thousand
	large.size = 10_000
	none := requests{}
	const s, ms = time.Second, time.Millisecond
	return &report{
		starts: []time.Duration{40 * ms, 38 * ms, 300 * ms},
		binary: 19_849_378,
		rows: []row{
			{key{ten, 1, apply, floor}, []sample{took(2*s, 0, none)}, 500},
			{key{ten, 1, apply, ours}, []sample{took(3*s, s, requests{creates: 20, logins: 2})}, 950},
			{key{ten, 1, plan, ours}, []sample{took(s, s, requests{reads: 4, logins: 1})}, 0},
			{key{ten, 1, destroy, ours}, []sample{took(s, s, requests{reads: 20, logins: 2, others: 20})}, 0},
			{key{thousand, 1, plan, floor}, []sample{took(2*s, 0, none), took(20*s, 0, none), took(2*s, 0, none)}, 0},
			{key{thousand, 1, plan, echo}, []sample{took(4*s, 500*ms, none), took(40*s, 5*s, none), took(4*s, 500*ms, none)}, 0},
			{key{thousand, 1, plan, ours}, []sample{
				took(4*s, 600*ms, requests{reads: 24, logins: 1}), took(40*s, 6*s, requests{reads: 24, logins: 1}), took(4*s, 600*ms, requests{reads: 24, logins: 1}),
			}, 0},
			{key{thousand, 1, plan, individual}, []sample{took(4*s, 900*ms, requests{reads: 1000, logins: 1})}, 0},
			{key{thousand, 1, plan, framework}, []sample{took(4*s, 4*s, none), took(40*s, 40*s, none), took(4*s, 4*s, none)}, 0},
			{key{thousand, 10, plan, floor}, []sample{took(2*s, 0, none)}, 0},
			{key{thousand, 10, plan, ours}, []sample{took(5*s, 600*ms, requests{reads: 24, logins: 1})}, 0},
			{key{large, 10, plan, floor}, []sample{took(20*s, 0, none)}, 0},
			{key{large, 10, plan, ours}, []sample{took(40*s, 6*s, requests{reads: 200, logins: 1})}, 0},
		},
	}
}

func TestReport_BudgetsAndTargetsKept_Pass(t *testing.T) {
	for _, v := range good().verdicts() {
		if v.result != pass {
			t.Errorf("%s %s: %s", v.result, v.budget, v.measured)
		}
	}
}

func TestReport_ABrokenBudget_IsTheOnlyOneAndSaysWhere(t *testing.T) {
	tests := map[string]struct {
		spoil func(*report)
		want  string
	}{
		"slow start":          {func(r *report) { r.starts[1] = time.Second }, "schema response under 100 ms: median 300 ms"},
		"large binary":        {func(r *report) { r.binary = 30_000_000 }, "binary under 30.0 MB: 30.0 MB"},
		"memory":              {func(r *report) { r.rows[2].samples[0].peak = 150_000_000 }, "memory of any command under 150.0 MB: 150.0 MB (10 × zitadel, latency 20ms)"},
		"a create too many":   {func(r *report) { r.rows[1].samples[0].requests.creates++ }, "21 instead of 20 (10 × zitadel, latency 20ms)"},
		"a create too few":    {func(r *report) { r.rows[1].samples[0].requests.creates-- }, "19 instead of 20"},
		"reading back":        {func(r *report) { r.rows[1].samples[0].requests.reads = 23 }, "list's first page: 23 instead of 22"},
		"login per resource":  {func(r *report) { r.rows[1].samples[0].requests.logins = 10 }, "apply: one login per provider process: 10 instead of 2"},
		"second login":        {func(r *report) { r.rows[2].samples[0].requests.logins = 2 }, "plan: one login: 2 instead of 1"},
		"lists too long":      {func(r *report) { r.rows[6].samples[1].requests.reads++ }, "at most: 26 instead of 25 (1000 × zitadel, latency 20ms)"},
		"lists too early":     {func(r *report) { r.rows[2].samples[0].requests.reads = 41 }, "twice the reads of `individual`: 41 instead of 40 (10 × zitadel, latency 20ms)"},
		"logins of a destroy": {func(r *report) { r.rows[3].samples[0].requests.logins = 3 }, "per provider process: 3 instead of 2"},
	}
	for name, test := range tests {
		r := good()
		test.spoil(r)
		if got := failures(r); len(got) != 1 || !strings.HasPrefix(got[0], "FAIL ") || !strings.Contains(got[0], test.want) {
			t.Errorf("%s: broken are %q, want %q", name, got, test.want)
		}
	}
}

func TestReport_AMissedTarget_IsTheOnlyOneAndSaysByHowMuch(t *testing.T) {
	const s = time.Second
	tests := map[string]struct {
		spoil func(*report)
		want  string
	}{
		"slower than the echo": {func(r *report) { r.rows[5].samples = []sample{took(3*s, s, requests{})} }, "echo with the same schema: 1.150 times (zitadel)"},
		"slower than the floor": {func(r *report) {
			r.rows[4].samples = []sample{took(s, 0, requests{})}
			r.rows[11].samples[0].cli = 10 * s
		}, "in one block: at most 2.5 times the processor time of the floor: 4.600 times (zitadel)"},
		"slower in ten blocks":     {func(r *report) { r.rows[10].samples[0].cli = 8 * s }, "in ten blocks: at most 3 times the processor time of the floor: 4.300 times (zitadel)"},
		"the provider's processes": {func(r *report) { burden(r) }, "for the provider's processes: 0.85 s (zitadel)"},
		"the fast path":            {func(r *report) { r.rows[8].samples = []sample{took(s, 2*s, requests{})} }, "without its fast path: 0.300 times (zitadel)"},
		"growth":                   {func(r *report) { r.rows[12].samples[0].cli = 80 * s }, "10% faster than the floor's: 1.870 times (zitadel)"},
		"state":                    {func(r *report) { r.rows[1].state = 1001 }, "at most 1,000 bytes: 1001 bytes (zitadel)"},
	}
	for name, test := range tests {
		r := good()
		test.spoil(r)
		if got := failures(r); len(got) != 1 || !strings.HasPrefix(got[0], "miss ") || !strings.HasSuffix(got[0], test.want) {
			t.Errorf("%s: missed are %q, want %q", name, got, test.want)
		}
	}
}

// burden moves processor time from the command line to the provider, and makes the provider without a fast path ten times
// slower.
func burden(r *report) {
	for i := range r.rows[6].samples {
		s := &r.rows[6].samples[i]
		s.cli, s.provider = s.cli-s.provider*5/12, s.provider+s.provider*5/12
		r.rows[8].samples[i].provider *= 10
	}
}

func failures(r *report) (all []string) {
	for _, v := range r.verdicts() {
		if v.result != pass {
			all = append(all, string(v.result)+" "+v.budget+": "+v.measured)
		}
	}
	return all
}

func TestTarget_SeveralPlatforms_TellsTheWorst(t *testing.T) {
	r := good()
	for _, i := range []int{5, 6} {
		lerian := r.rows[i]
		lerian.scenario.platform.name = "lerian"
		if lerian.subject == ours {
			lerian.samples = []sample{took(9*time.Second, 0, requests{})}
		}
		r.rows = append(r.rows, lerian)
	}
	if v := targets()[0].verdict(r); v.result != missed || v.measured != "2.000 times (lerian)" {
		t.Errorf("%+v", v)
	}
}

func TestTarget_OtherSizes_AreNotMeasured(t *testing.T) {
	r := good()
	r.rows = r.rows[2:4]
	for _, target := range targets() {
		if v := target.verdict(r); v.result != open || v.measured != notMeasured {
			t.Errorf("%+v", v)
		}
	}
}
