package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParse_Defaults_AreTheWholeBenchmark(t *testing.T) {
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
	if !filepath.IsAbs(o.cli) || !filepath.IsAbs(o.binary("")) {
		t.Errorf("%s or %s is not absolute, although commands run elsewhere", o.cli, o.binary(""))
	}
}

func TestParse_Lists_ReplaceTheDefaults(t *testing.T) {
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

func TestParse_Peers_AreKeptWithAbsolutePaths(t *testing.T) {
	o, err := parse([]string{"-cli", "x", "-peer", "a/one,./one,one.tf", "-peer", "b/two,/two,/two.tf"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.peers) != 2 || o.peers[0].source != "a/one" || !filepath.IsAbs(o.peers[0].program) || !filepath.IsAbs(o.peers[0].configuration) {
		t.Errorf("got %+v", o.peers)
	}
}

func TestParse_AttributesAll_SelectsSchemaAndSkipsPages(t *testing.T) {
	o, err := parse([]string{"-cli", "x", "-attributes", "all", "-guide", "guide.md", "-reference", "reference.md"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"identity", "client_secret", "keycard"} {
		if !slices.Contains(o.attributes, want) {
			t.Errorf("%s is not in %q", want, o.attributes)
		}
	}
	if o.existing != 0 || o.guide != "" || o.reference != "" {
		t.Errorf("got %+v", o)
	}
}

func TestParse_WrongArguments_AreNamed(t *testing.T) {
	for argument, want := range map[string]string{
		"":                    "-cli is missing",
		"-cli=x -starts=0":    "-starts must be",
		"-cli=x -rounds=0":    "-rounds must be",
		"-peer=time":          `"time" is not source,binary,configuration`,
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
