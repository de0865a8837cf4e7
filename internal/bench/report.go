package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// report has all measurements.
type report struct {
	starts []time.Duration // from the provider's start until it returns the schema
	binary int64           // bytes
	rows   []row
}

// key identifies a row.
type key struct {
	scenario scenario
	blocks   int // of the configuration
	command  string
	subject  string
}

// row has the samples of one measurement.
type row struct {
	key
	samples []sample
	state   int // bytes of an instance, after an apply
}

// beside returns the row of another subject under the same conditions. It is empty if there is none.
func (r *report) beside(k key, subject string) row {
	k.subject = subject
	return r.find(k)
}

func (r *report) find(k key) row {
	for _, row := range r.rows {
		if row.key == k {
			return row
		}
	}
	return row{}
}

// median returns the median of a duration over the rounds.
func (r row) median(of func(sample) time.Duration) time.Duration {
	var all []time.Duration
	for _, s := range r.samples {
		all = append(all, of(s))
	}
	return median(all)
}

func (r row) requests() int {
	var all []int
	for _, s := range r.samples {
		all = append(all, s.requests.total())
	}
	return median(all)
}

func (r row) peak() (peak int64) {
	for _, s := range r.samples {
		peak = max(peak, s.peak)
	}
	return peak
}

// ratio returns the median, over the rounds, of r's value divided by base's value in the same round. It is 0 if there is
// nothing to compare.
func (r row) ratio(base row, of func(sample) time.Duration) float64 {
	var all []float64
	for i := range min(len(r.samples), len(base.samples)) {
		all = append(all, of(r.samples[i]).Seconds()/of(base.samples[i]).Seconds())
	}
	return median(all)
}

// largest returns the row of our provider with the highest memory usage.
func (r *report) largest() (largest row) {
	for _, row := range r.rows {
		if row.isOurs() && row.peak() > largest.peak() {
			largest = row
		}
	}
	return largest
}

// isOurs reports whether the subject is the provider as released.
func (r row) isOurs() bool { return r.subject == ours || r.subject == individual }

// print writes the measurements.
func (r *report) print(out io.Writer) error {
	_, err := fmt.Fprintf(out, "schema response median %s, max %s after the start of the provider (%d starts)\nbinary          %s\n\n%s",
		milliseconds(median(r.starts)), milliseconds(slices.Max(r.starts)), len(r.starts), megabytes(r.binary), r.markdown())
	return err
}

// median returns 0 for no values.
func median[T ~int | ~int64 | ~float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	switch {
	case len(sorted) == 0:
		return 0
	case len(sorted)%2 == 1:
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
