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

// parts is how many applies it takes to have so many resources. The command line writes its whole state after each resource,
// which makes an apply of ten times as many take a hundred times as long, whatever the provider does.
func (w workload) parts() int { return (w.size + w.part - 1) / w.part }

// apply makes the resources part by part, each as if there were no others, and puts the states together.
func (w *workspace) apply(ctx context.Context, c command, load workload) (cost, error) {
	var total cost
	var all state
	for first := 0; first < load.size; first += load.part {
		if err := w.resize(first, min(load.part, load.size-first)); err != nil {
			return total, err
		}
		took, err := w.run(ctx, c)
		if err != nil {
			return total, err
		}
		total = cost{total.wall + took.wall, total.cpu + took.cpu, max(total.peak, took.peak)}
		part, err := w.takeState()
		if err == nil {
			all, err = all.joined(part, first)
		}
		if err != nil {
			return total, err
		}
	}
	content, err := json.Marshal(all)
	if err != nil {
		return total, err
	}
	return total, errors.Join(os.WriteFile(w.stateFile(), content, 0o600), w.resize(0, load.size))
}

func (w *workspace) stateFile() string { return filepath.Join(w.dir, "terraform.tfstate") }

// takeState reads the state and removes it.
func (w *workspace) takeState() (s state, err error) {
	content, err := os.ReadFile(w.stateFile())
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	return s, os.Remove(w.stateFile())
}

// state is what the command line writes, of which only the instances of its one resource matter.
type state map[string]any

// joined has the part's instances, too, whose indexes go on at first.
func (s state) joined(part state, first int) (state, error) {
	if s == nil {
		return part, nil
	}
	resource, err := s.resource()
	if err != nil {
		return nil, err
	}
	more, err := part.resource()
	if err != nil {
		return nil, err
	}
	instances, _ := resource["instances"].([]any)
	added, _ := more["instances"].([]any)
	for i, instance := range added {
		instance, ok := instance.(map[string]any)
		if !ok {
			return nil, errors.New("the state has an instance that is no object")
		}
		instance["index_key"] = first + i
		instances = append(instances, instance)
	}
	resource["instances"] = instances
	return s, nil
}

func (s state) resource() (map[string]any, error) {
	resources, _ := s["resources"].([]any)
	if len(resources) != 1 {
		return nil, fmt.Errorf("the state has %d resources", len(resources))
	}
	resource, _ := resources[0].(map[string]any)
	return resource, nil
}
