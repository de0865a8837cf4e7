package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// state is a state file, split into the instances of its resource blocks and the rest.
type state struct {
	file      map[string]any
	block     json.RawMessage // one of the blocks, as a template for their common fields
	instances []json.RawMessage
	length    int // length in bytes of the lists of instances in the file
}

func parseState(content []byte) (*state, error) {
	s := &state{}
	var parts struct{ Resources []json.RawMessage }
	err := errors.Join(json.Unmarshal(content, &s.file), json.Unmarshal(content, &parts))
	for _, s.block = range parts.Resources {
		var block struct{ Instances json.RawMessage }
		var instances []json.RawMessage
		err = errors.Join(err, json.Unmarshal(s.block, &block), json.Unmarshal(block.Instances, &instances))
		s.instances, s.length = append(s.instances, instances...), s.length+len(block.Instances)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	return s, nil
}

// bytes returns the size of an instance in the file, including indentation.
func (s *state) bytes() int { return s.length / max(1, len(s.instances)) }

// format returns a state with the instances in these blocks, without some attributes and blocks of the schema.
func (s *state) format(all []block, without []string) ([]byte, error) {
	var resources []any
	for _, b := range all {
		instances := make([]map[string]any, b.Count)
		for i := range instances {
			if err := json.Unmarshal(s.instances[b.First+i], &instances[i]); err != nil {
				return nil, err
			}
			instances[i]["index_key"] = i
			remove(instances[i], without)
		}
		var resource map[string]any
		if err := json.Unmarshal(s.block, &resource); err != nil {
			return nil, err
		}
		resource["name"], resource["instances"] = fmt.Sprint("from_", b.First), instances
		resources = append(resources, resource)
	}
	s.file["resources"] = resources
	return json.Marshal(s.file)
}

// remove removes attributes and blocks from an instance. It also removes the list of sensitive attributes, which the schema
// has too.
func remove(instance map[string]any, without []string) {
	for _, name := range without {
		delete(instance, "sensitive_attributes")
		if name == identity {
			delete(instance, "identity")
			delete(instance, "identity_schema_version")
			continue
		}
		path := strings.Split(name, ".")
		object, _ := instance["attributes"].(map[string]any)
		for _, outer := range path[:len(path)-1] {
			object, _ = object[outer].(map[string]any)
		}
		delete(object, path[len(path)-1]) // no-op on nil if the block is absent
	}
}
