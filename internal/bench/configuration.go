package main

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

//go:embed configurations/*.tf
var configurations embed.FS

func builtin(name string) (string, error) {
	content, err := configurations.ReadFile("configurations/" + name + ".tf")
	return string(content), err
}

// block is a resource block with a count. Resources are numbered across blocks; a block's name is from_ and the number of
// its first resource.
type block struct{ First, Count int }

// blocks divides size resources, starting at first, into blocks of at most per.
func blocks(first, size, per int) []block {
	var all []block
	for at := first; at < first+size; at += per {
		all = append(all, block{at, min(per, first+size-at)})
	}
	return all
}

// configure executes a configuration template with the resource blocks and the emulator's environment.
func configure(configuration string, all []block, env map[string]string) (string, error) {
	t, err := template.New("configuration").Option("missingkey=error").Parse(configuration)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = t.Execute(&text, struct {
		Blocks []block
		Env    map[string]string
	}{all, env})
	return text.String(), err
}

// omit removes the lines that set these attributes and blocks.
func omit(configuration string, names []string) string {
	var kept strings.Builder
	for line := range strings.Lines(configuration) {
		if words := strings.Fields(line); len(words) == 0 || !slices.Contains(names, words[0]) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// peer is another vendor's provider that is measured for comparison.
type peer struct {
	source        string // address, such as hashicorp/time
	program       string // path of its binary
	configuration string // path of its configuration, a template like those in the folder configurations
}

func parsePeer(s string) (peer, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 3 || !strings.Contains(parts[0], "/") {
		return peer{}, fmt.Errorf("%q is not source,binary,configuration, such as hashicorp/time,./terraform-provider-time,./time.tf", s)
	}
	return peer{parts[0], parts[1], parts[2]}, nil
}
