package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestReport_Print_ShowsEveryMeasurement(t *testing.T) {
	var out bytes.Buffer
	if err := good().print(&out); err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"median 40 ms, max 300 ms after the start of the provider (3 starts)",
		"binary 19.8 MB",
		"| 10 | 1 | zitadel | 20ms | 22 |",          // requests of an apply
		"| 1000 | 1 | zitadel | 20ms | 25 | 1001 |", // requests of a plan
		"| 1000 | 1 | zitadel | 20ms | 2.00 s | 2.25 × | 2.30 × | 2.45 × | 4.00 ×", // processor time
		"| 10 | 1 | zitadel | 20ms | 500 | 950 |",                                  // state
		"| memory of any command under 150.0 MB | 32.0 MB (10 × zitadel, latency 20ms) | pass |",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestReport_Attributes_AreTheDifferenceToTheWholeSchema(t *testing.T) {
	k := key{scenario{workload: workload{size: 1000}}, 1, plan, floor}
	round := func(times ...time.Duration) (all []sample) {
		for _, cli := range times {
			all = append(all, sample{cli: cli})
		}
		return all
	}
	whole, less := k, k
	whole.subject, less.subject = echo, echoLess+"identity"
	r := &report{rows: []row{{k, round(1000, 100, 200), 0}, {whole, round(9000, 300, 600), 0}, {less, round(100, 280, 560), 0}}}
	if got := r.attributes(); len(got) != 2 || got[1][2] != "identity" || got[1][3] != "20.0 %" {
		t.Errorf("got %q", got)
	}
}

func TestReport_ThatCannotBeWritten_IsAnError(t *testing.T) {
	if err := good().print(full{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func TestRatio_ComparesWithinARound(t *testing.T) {
	slowLast := row{samples: []sample{{cli: 2}, {cli: 2}, {cli: 30}}}
	slowFirst := row{samples: []sample{{cli: 10}, {cli: 1}, {cli: 15}}}
	if got := slowLast.ratio(slowFirst, sample.cpu); got != 2 {
		t.Errorf("got %v, want the median of 0.2, 2 and 2", got)
	}
}

func TestMedian(t *testing.T) {
	for want, times := range map[time.Duration][]time.Duration{0: nil, 2: {3, 1, 2}, 5: {9, 1, 4, 6}} {
		if got := median(times); got != want {
			t.Errorf("median of %v is %d, not %d", times, got, want)
		}
	}
}

func TestPublish_BothPages_GetTheirTablesAndKeepTheRest(t *testing.T) {
	dir := t.TempDir()
	o := options{guide: filepath.Join(dir, "guide.md"), reference: filepath.Join(dir, "reference.md")}
	for page, want := range map[string]string{o.guide: "| 1000 | zitadel | 25 | 1001 |", o.reference: "| 10 | 1 | zitadel | 20ms | 500 | 950 |"} {
		if err := os.WriteFile(page, []byte("before\n"+pageBegin+"old\n"+pageEnd+"after\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		other := o
		if page == o.guide {
			other.reference = ""
		} else {
			other.guide = ""
		}
		for range 2 { // the second run changes nothing
			if err := good().publish(other); err != nil {
				t.Fatal(err)
			}
		}
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Join(strings.Fields(string(content)), " ")
		if strings.Count(words, want) != 1 || strings.Contains(words, "old") || !strings.HasPrefix(words, "before <!--") || !strings.HasSuffix(words, "--> after") {
			t.Errorf("%s:\n%s", page, content)
		}
	}
}

func TestPublish_PageWithoutTableMarkers_IsUnchanged(t *testing.T) {
	o := options{reference: filepath.Join(t.TempDir(), "page.md")}
	if err := os.WriteFile(o.reference, []byte(pageBegin+"no end"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := good().publish(o); err == nil {
		t.Error("no error")
	}
	if got, _ := os.ReadFile(o.reference); string(got) != pageBegin+"no end" {
		t.Errorf("got %q", got)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
