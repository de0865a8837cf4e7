package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// section is a table with a row for each condition, and a column for each subject.
type section struct {
	title   string
	command string
	cell    func(row, floor row) string // "" for none
}

func sections() []section {
	return []section{
		{"Requests of a plan", plan, requestsCell},
		{"Processor time of a plan", plan, timesFloor(sample.cpu)},
		{"Processor time of the provider's processes in a plan", plan, func(r, _ row) string {
			return whereOver(r.median(func(s sample) time.Duration { return s.provider }), seconds)
		}},
		{"Time of a plan", plan, timesFloor(func(s sample) time.Duration { return s.wall })},
		{"Memory of a plan", plan, func(r, _ row) string { return whereOver(r.peak(), megabytes) }},
		{"Requests of an apply", apply, requestsCell},
		{"Processor time of an apply", apply, timesFloor(sample.cpu)},
		{"Bytes of an instance in state", apply, func(r, _ row) string { return whereOver(r.state, strconv.Itoa) }},
		{"Requests of a destroy", destroy, requestsCell},
	}
}

func requestsCell(r, _ row) string { return whereOver(r.requests(), strconv.Itoa) }

// timesFloor returns the absolute value for the floor, and for other subjects the multiple of it.
func timesFloor(of func(sample) time.Duration) func(row, floor row) string {
	return func(r, base row) string {
		if r.subject == floor {
			return seconds(r.median(of))
		}
		return whereOver(r.ratio(base, of), func(ratio float64) string { return fmt.Sprintf("%.2f ×", ratio) })
	}
}

// whereOver formats a value; it returns "" for zero.
func whereOver[T cmp.Ordered](value T, format func(T) string) string {
	var zero T
	if value == zero {
		return ""
	}
	return format(value)
}

func (r *report) markdown() string {
	var b strings.Builder
	for _, s := range sections() {
		if t := r.table(s); len(t) > 1 {
			fmt.Fprintf(&b, "### %s\n\n%s\n", s.title, t)
		}
	}
	if t := r.attributes(); len(t) > 1 {
		fmt.Fprintf(&b, "### Processor time that an attribute costs in a plan, as a part of the floor's\n\n%s\n", t)
	}
	targets := table{{"Budget or target", "Measured", "Result"}}
	for _, v := range r.verdicts() {
		targets = append(targets, []string{v.budget, v.measured, string(v.result)})
	}
	fmt.Fprintf(&b, "### Targets\n\n%s", targets)
	return b.String()
}

// table returns the section's table without empty rows and columns.
func (r *report) table(s section) table {
	var columns []string
	for _, row := range r.rows {
		if !slices.Contains(columns, row.subject) && !strings.HasPrefix(row.subject, echoLess) && s.concerns(r, row) {
			columns = append(columns, row.subject)
		}
	}
	slices.SortStableFunc(columns, func(a, b string) int { return cmp.Compare(position(a), position(b)) })
	t := table{append([]string{"Applications", "Blocks", "Platform", "Latency"}, columns...)}
	done := map[key]bool{}
	for _, row := range r.rows {
		k := row.key
		k.subject = ""
		if done[k] || !s.concerns(r, row) {
			continue
		}
		done[k] = true
		line := []string{k.scenario.workload.String(), strconv.Itoa(k.blocks), k.scenario.platform.name, k.scenario.latency.String()}
		for _, subject := range columns {
			line = append(line, s.cell(r.beside(k, subject), r.beside(k, floor)))
		}
		t = append(t, line)
	}
	return t
}

// position returns the position of a subject's column. Peers come last.
func position(subject string) int {
	order := []string{floor, oneEcho, echo, ours, individual, framework}
	if i := slices.Index(order, subject); i >= 0 {
		return i
	}
	return len(order)
}

func (s section) concerns(r *report, row row) bool {
	return row.command == s.command && s.cell(row, r.beside(row.key, floor)) != ""
}

// summary returns the table of the provider's requests in a plan.
func (r *report) summary() table {
	t := table{{"Applications", "Platform", "Requests", "With `individual`"}}
	done := map[scenario]bool{}
	for _, row := range r.rows {
		if row.command != plan || row.subject != ours || done[row.scenario] {
			continue
		}
		done[row.scenario] = true
		t = append(t, []string{
			row.scenario.workload.String(), row.scenario.platform.name,
			strconv.Itoa(row.requests()), strconv.Itoa(r.beside(row.key, individual).requests()),
		})
	}
	return t
}

// attributes returns the table of each attribute's cost: the difference between an echo with our whole schema and one
// without the attribute.
func (r *report) attributes() table {
	t := table{{"Applications", "Platform", "Attribute or block", "Part of the floor"}}
	for _, row := range r.rows {
		name, ok := strings.CutPrefix(row.subject, echoLess)
		if !ok {
			continue
		}
		whole, base := r.beside(row.key, echo), r.beside(row.key, floor)
		var parts []float64
		for i := range row.samples {
			parts = append(parts, (whole.samples[i].cpu()-row.samples[i].cpu()).Seconds()/base.samples[i].cpu().Seconds())
		}
		t = append(t, []string{row.scenario.workload.String(), row.scenario.platform.name, name, fmt.Sprintf("%.1f %%", 100*median(parts))})
	}
	return t
}

// table is a table with its header in the first line.
type table [][]string

func (t table) String() string {
	width := make([]int, len(t[0]))
	for _, line := range t {
		for i, cell := range line {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for n, line := range t {
		for i, cell := range line {
			fmt.Fprintf(&b, "| %-*s ", width[i], cell)
		}
		b.WriteString("|\n")
		if n == 0 {
			for _, w := range width {
				b.WriteString("|" + strings.Repeat("-", w+2))
			}
			b.WriteString("|\n")
		}
	}
	return b.String()
}
