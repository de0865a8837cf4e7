package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTheReportShowsEveryMeasurement(t *testing.T) {
	var out bytes.Buffer
	if err := good().print(&out); err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"median 40 ms, max 300 ms after the start of the provider (3 starts)",
		"binary 19.8 MB",
		"peak memory 33.0 MB (plan of 10 × keycard, latency 20ms)",
		"applications platform latency command refresh requests creates reads logins others time floor echo ratio cpu floor echo memory",
		"10 keycard 20ms apply - 21 20 0 1 0 3.00 s 1.00 s - 3.0 6.00 s 4.00 s - 32.0 MB",
		"10 keycard 20ms destroy coalesced 42 0 20 2 20 1.00 s 1.00 s - 1.0 - 4.00 s - -",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestMemoryIsLeftOutWhereTheSystemDoesNotTell(t *testing.T) {
	r := good()
	r.rows = nil
	var out bytes.Buffer
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "peak memory") {
		t.Errorf("got %s", out.String())
	}
}

func TestAReportThatCannotBeWrittenIsAnError(t *testing.T) {
	if err := good().print(full{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	if err := printVerdicts(full{}, good().verdicts()); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func TestMedian(t *testing.T) {
	for want, times := range map[time.Duration][]time.Duration{2: {3, 1, 2}, 5: {9, 1, 4, 6}} {
		if got := median(times); got != want {
			t.Errorf("median of %v is %d, not %d", times, got, want)
		}
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
