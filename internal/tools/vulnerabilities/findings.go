package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// vulnerability is a vulnerability that the binary reaches.
type vulnerability struct {
	ID, Summary       string
	Module, In, Fixed string // module, version, and first version with a fix, if any
	Symbol            string // vulnerable symbol
}

func (v vulnerability) String() string {
	fix := "no fix is known"
	if v.Fixed != "" {
		fix = "fixed in " + v.Fixed
	}
	return fmt.Sprintf("%s  %s %s (%s), through %s: %s", v.ID, v.Module, v.In, fix, v.Symbol, v.Summary)
}

// message is a message of govulncheck, with exactly one of its fields.
type message struct {
	Config *struct{}
	OSV    *struct{ ID, Summary string }
	// Finding is about a module, a package or a symbol. The first frame of its trace is the vulnerable one.
	Finding *struct {
		OSV          string
		FixedVersion string `json:"fixed_version"`
		Trace        []struct{ Module, Version, Package, Function, Receiver string }
	}
}

// read returns the vulnerabilities that govulncheck found to be reached, each once, sorted by ID.
func read(output io.Reader) ([]vulnerability, error) {
	summaries, reached := map[string]string{}, map[string]vulnerability{}
	scanned := false
	for decoder := json.NewDecoder(output); ; {
		var m message
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		switch {
		case m.Config != nil:
			scanned = true
		case m.OSV != nil:
			summaries[m.OSV.ID] = m.OSV.Summary
		case m.Finding != nil && len(m.Finding.Trace) > 0 && m.Finding.Trace[0].Function != "":
			at := m.Finding.Trace[0]
			symbol := strings.TrimPrefix(at.Receiver+"."+at.Function, ".")
			reached[m.Finding.OSV] = vulnerability{
				ID: m.Finding.OSV, Module: at.Module, In: at.Version, Fixed: m.Finding.FixedVersion, Symbol: at.Package + "." + symbol,
			}
		}
	}
	if !scanned || len(summaries) == 0 { // the modules in use always have some, fixed or not
		return nil, errors.New("govulncheck has read no reports")
	}
	var found []vulnerability
	for _, id := range slices.Sorted(maps.Keys(reached)) {
		v := reached[id]
		v.Summary = summaries[id]
		found = append(found, v)
	}
	return found, nil
}

// report prints the vulnerabilities, and reports whether one must be fixed.
func report(out io.Writer, found []vulnerability, checkStandardLibrary bool) (bad bool) {
	for _, v := range found {
		judged := v.Module != "stdlib" || checkStandardLibrary
		switch {
		case v.Fixed == "":
			fmt.Fprintln(out, "known:", v)
		case !judged:
			fmt.Fprintln(out, "not judged:", v)
		default:
			fmt.Fprintln(out, "TO FIX:", v)
			bad = true
		}
	}
	if bad {
		fmt.Fprintln(out, "Update the modules in go.mod; for stdlib, the Go version in .go-version.")
	} else {
		fmt.Fprintln(out, "No vulnerability that is reached has a fix.")
	}
	return bad
}
