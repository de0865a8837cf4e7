package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheGuideGetsTheMeasurementsAndKeepsTheRest(t *testing.T) {
	dir := t.TempDir()
	o := options{docs: filepath.Join(dir, "page.md"), chart: filepath.Join(dir, "chart.svg")}
	page := "before\n" + pageBegin + "old\n" + pageEnd + "after\n"
	if err := os.WriteFile(o.docs, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		if err := good().publish(o); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(o.docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"before\n" + pageBegin, pageEnd + "after\n", "| 10 | keycard | plan | coalesced | 5 | 0.50 s | 1.00 s | 2.00 s | - | 4.00 s | 5.00 s | 33.0 MB |",
	} {
		if strings.Count(string(got), want) != 1 {
			t.Errorf("%q is not once in\n%s", want, got)
		}
	}
	if strings.Contains(string(got), "old") || strings.Contains(string(got), "| destroy |") {
		t.Errorf("got\n%s", got)
	}
	chart, err := os.Open(o.chart)
	if err != nil {
		t.Fatal(err)
	}
	defer chart.Close()
	if words := wellFormed(t, chart); !strings.Contains(words, "10 × keycard, individual") {
		t.Errorf("the chart says %q", words)
	}
}

// wellFormed returns the text in an XML document.
func wellFormed(t *testing.T, r io.Reader) string {
	t.Helper()
	var words strings.Builder
	for d := xml.NewDecoder(r); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			words.Write(text)
		}
	}
}

func TestAPageWithoutAPlaceForTheMeasurementsIsLeftAlone(t *testing.T) {
	o := options{docs: filepath.Join(t.TempDir(), "page.md")}
	if err := os.WriteFile(o.docs, []byte(pageBegin+"no end"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := good().publish(o); err == nil {
		t.Error("no error")
	}
	if got, _ := os.ReadFile(o.docs); string(got) != pageBegin+"no end" {
		t.Errorf("got %q", got)
	}
}
