package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report is everything that was measured.
type report struct {
	starts []time.Duration // from the start of the provider to its schema answer
	binary int64           // bytes
	rows   []row
}

const notes = `
"floor" is the same command over as many terraform_data resources, without a provider. "echo" is the same plan with a provider that
has the same schema and answers everything with what it is asked. "ratio" is time by floor. "cpu" is processor time of the command line
and its provider together. Times are of this machine, which the emulator shares, and compare within this run only. "memory" is the
largest resident set that a provider process reached (VmHWM of /proc, read every %s); "-" where the system does not tell. "others" are
discovery and deletions.
`

// print writes the measurements as tables.
func (r *report) print(out io.Writer) error {
	w := &lines{out: out}
	w.print("schema answer   median %s, max %s after the start of the provider (%d starts)\n",
		milliseconds(median(r.starts)), milliseconds(slices.Max(r.starts)), len(r.starts))
	w.print("binary          %s\n", megabytes(r.binary))
	if largest := r.largest(); largest.cost.peak > 0 {
		w.print("peak memory     %s (%s of %s)\n", megabytes(largest.cost.peak), largest.command, largest.scenario)
	}
	w.print("\n")
	r.table(w)
	w.print(notes, sampling)
	return w.err
}

func (r *report) table(out *lines) {
	tab := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	w := &lines{out: tab}
	w.print("%s\t\n", strings.Join([]string{
		"applications", "platform", "latency", "command", "refresh", "requests", "creates", "reads",
		"logins", "others", "time", "floor", "echo", "ratio", "cpu", "floor", "echo", "memory",
	}, "\t"))
	for _, row := range r.rows {
		n := row.requests
		w.print("%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n",
			row.scenario.workload, row.scenario.platform.name, row.scenario.latency, row.command, cmp.Or(row.refresh, "-"),
			n.total(), n.creates, n.reads, n.logins, n.others,
			seconds(row.cost.wall), seconds(row.floor.wall), seconds(row.echo.wall), ratio(row.cost.wall, row.floor.wall),
			seconds(row.cost.cpu), seconds(row.floor.cpu), seconds(row.echo.cpu), megabytes(row.cost.peak))
	}
	if err := tab.Flush(); err != nil && out.err == nil {
		out.err = err
	}
}

// largest returns the row with the highest memory.
func (r *report) largest() row {
	if len(r.rows) == 0 {
		return row{}
	}
	return slices.MaxFunc(r.rows, func(a, b row) int { return int(a.cost.peak - b.cost.peak) })
}

// lines prints until something goes wrong, and remembers what.
type lines struct {
	out io.Writer
	err error
}

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) { return l.out.Write(p) }

func (l *lines) print(format string, args ...any) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.out, format, args...)
	}
}

func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
}

func seconds(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func ratio(d, floor time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()/floor.Seconds()) }

func megabytes(n int64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
