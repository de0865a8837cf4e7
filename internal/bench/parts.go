package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// parts is how many applies it takes to have so many resources, a block of the configuration each. The command line writes its
// whole state after each resource, which makes an apply of ten times as many take a hundred times as long, whatever the
// provider does.
func (w workload) parts() int { return (w.size + w.part - 1) / w.part }

// apply makes the resources part by part, each as if there were no others, and puts the parts together.
func (w *workspace) apply(ctx context.Context, c command, load workload) (total cost, err error) {
	var all state
	var blocks string
	for first := 0; first < load.size; first += load.part {
		block := w.configuration.block(first, min(load.part, load.size-first))
		took, part, err := w.applyPart(ctx, c, block)
		if err != nil {
			return total, err
		}
		total = cost{total.wall + took.wall, total.cpu + took.cpu, max(total.peak, took.peak)}
		all, blocks = all.joined(part), blocks+block
	}
	content, err := json.Marshal(all)
	return total, errors.Join(err, w.write(stateFile, string(content)), w.write(blocksFile, blocks))
}

const (
	blocksFile = "blocks.tf"
	stateFile  = "terraform.tfstate"
)

func (w *workspace) applyPart(ctx context.Context, c command, block string) (took cost, part state, err error) {
	if err := w.write(blocksFile, block); err != nil {
		return took, nil, err
	}
	if took, err = w.run(ctx, c); err != nil {
		return took, nil, err
	}
	part, err = w.takeState()
	return took, part, err
}

// takeState reads the state and removes it.
func (w *workspace) takeState() (s state, err error) {
	path := filepath.Join(w.dir, stateFile)
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	return s, os.Remove(path)
}

// state is what the command line writes, of which only the resources matter.
type state map[string]any

// joined has the part's resources, too.
func (s state) joined(part state) state {
	if s == nil {
		return part
	}
	resources, _ := s["resources"].([]any)
	more, _ := part["resources"].([]any)
	s["resources"] = append(resources, more...)
	return s
}
