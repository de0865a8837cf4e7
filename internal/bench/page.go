package main

import (
	"fmt"
	"os"
	"strings"
)

// The lines of a page between which the measurements stand.
const (
	pageBegin = "<!-- measurements: written by make bench -->\n"
	pageEnd   = "<!-- end of the measurements -->\n"
)

// publish writes the measurements where the options say so.
func (r *report) publish(o options) error {
	if o.docs != "" {
		page, err := os.ReadFile(o.docs)
		if err != nil {
			return err
		}
		text, err := replaceTable(string(page), r.markdown())
		if err != nil {
			return fmt.Errorf("%s: %w", o.docs, err)
		}
		if err := os.WriteFile(o.docs, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if o.chart == "" {
		return nil
	}
	return os.WriteFile(o.chart, []byte(r.chart()), 0o644)
}

func replaceTable(page, table string) (string, error) {
	before, rest, begins := strings.Cut(page, pageBegin)
	_, after, ends := strings.Cut(rest, pageEnd)
	if !begins || !ends {
		return "", fmt.Errorf("the lines %q and %q are missing", pageBegin, pageEnd)
	}
	return before + pageBegin + "\n" + table + "\n" + pageEnd + after, nil
}

// markdown is a table of the plans and applies, and one of what they are held to.
func (r *report) markdown() string {
	var b strings.Builder
	b.WriteString("| Applications | Platform | Command | `refresh` | Requests | Time | Floor | Echo | CPU | Floor | Echo | Memory |\n" +
		"|---:|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, row := range r.rows {
		if row.command == "destroy" {
			continue
		}
		refresh := row.refresh
		if refresh == "" {
			refresh = "any"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %d | %s | %s | %s | %s | %s | %s | %s |\n", row.scenario.workload, row.scenario.platform.name, row.command, refresh,
			row.requests.total(), seconds(row.cost.wall), seconds(row.floor.wall), seconds(row.echo.wall),
			seconds(row.cost.cpu), seconds(row.floor.cpu), seconds(row.echo.cpu), megabytes(row.cost.peak))
	}
	b.WriteString("\n| Budget or target | Measured | |\n|---|---|---|\n")
	for _, v := range r.verdicts() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", v.budget, v.measured, v.result)
	}
	return b.String()
}
