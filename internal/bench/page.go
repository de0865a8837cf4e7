package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// The lines of a page that enclose the measurements.
const (
	pageBegin = "<!-- measurements: written by make bench -->\n"
	pageEnd   = "<!-- end of the measurements -->\n"
)

// publish writes the measurements into the pages that the options name.
func (r *report) publish(o options) error {
	return errors.Join(replaceTables(o.guide, r.summary().String()), replaceTables(o.reference, r.markdown()))
}

func replaceTables(path, tables string) error {
	if path == "" {
		return nil
	}
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, begins := strings.Cut(string(page), pageBegin)
	_, after, ends := strings.Cut(rest, pageEnd)
	if !begins || !ends {
		return fmt.Errorf("%s: the lines %q and %q are missing", path, pageBegin, pageEnd)
	}
	return os.WriteFile(path, []byte(before+pageBegin+"\n"+tables+"\n"+pageEnd+after), 0o644)
}
