package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDefaultsAreTheWholeBenchmark(t *testing.T) {
	o, err := parse([]string{"-cli", "terraform"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{10, 100, 1000}; !slices.Equal(o.sizes, want) {
		t.Errorf("sizes are %v, not %v", o.sizes, want)
	}
	if want := []time.Duration{20 * time.Millisecond}; !slices.Equal(o.latencies, want) {
		t.Errorf("latencies are %v, not %v", o.latencies, want)
	}
	if len(o.platforms) != 3 {
		t.Errorf("there are %d platforms, not 3", len(o.platforms))
	}
	if !filepath.IsAbs(o.cli) || !filepath.IsAbs(o.provider()) {
		t.Errorf("%s or %s is not absolute, although commands run elsewhere", o.cli, o.provider())
	}
}

func TestListsReplaceTheDefaults(t *testing.T) {
	o, err := parse([]string{"-cli", "x", "-sizes", "5, 7", "-latencies", "1s", "-platforms", "lerian"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(o.sizes, []int{5, 7}) || !slices.Equal(o.latencies, []time.Duration{time.Second}) {
		t.Errorf("got sizes %v and latencies %v", o.sizes, o.latencies)
	}
	if len(o.platforms) != 1 || o.platforms[0].name != "lerian" {
		t.Errorf("got %d platforms", len(o.platforms))
	}
}

func TestWrongArgumentsAreNamed(t *testing.T) {
	for argument, want := range map[string]string{
		"":                    "-cli is missing",
		"-cli=x -starts=0":    "-starts must be",
		"-cli=x -sizes=0":     `"0" is not a number`,
		"-cli=x -sizes=ten":   `"ten" is not a number`,
		"-latencies=20":       `"20" is not a latency`,
		"-latencies=-1s":      `"-1s" is not a latency`,
		"-platforms=zitadell": `unknown platform "zitadell"`,
		"-cli=x more":         `unexpected argument "more"`,
	} {
		_, err := parse(strings.Fields(argument), io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", argument, err, want)
		}
	}
}
