package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// subject is a provider, or none, with which the commands are measured for comparison.
type subject struct {
	name          string
	source        string            // address of the provider; "" for one that is built into the command line
	program       string            // binary of the provider
	env           map[string]string // settings of the provider
	configuration string            // a template
	without       []string          // attributes and blocks of our resource that it lacks
	derived       bool              // it does not apply, and starts from the state that our provider has applied
}

// The names of the subjects. A peer's name is its source.
const (
	floor      = "floor"
	oneEcho    = "echo, one attribute"
	echo       = "echo"
	ours       = "provider"
	individual = "provider, individual" // reads each application separately
	framework  = "provider, no fast path"
	echoLess   = "echo without " // followed by the name of an attribute
)

const ourSource = "idpkit/idp"

// subjects returns what a scenario compares, in the order in which it runs.
func subjects(o options, s scenario) ([]subject, error) {
	configuration, err := builtin(s.platform.name)
	if err != nil {
		return nil, err
	}
	derived := func(name, program string, env map[string]string) subject {
		return subject{name: name, source: ourSource, program: o.binary(program), env: env, configuration: configuration, derived: true}
	}
	provider := derived(ours, "", nil)
	provider.derived = false
	single := derived(individual, "", map[string]string{"IDP_REFRESH": "individual"})
	if s.others > 0 {
		return []subject{provider, single}, nil
	}
	nothing, err := builtin("floor")
	if err != nil {
		return nil, err
	}
	all := []subject{{name: floor, configuration: nothing}, derived(echo, "echo", nil), provider}
	less := func(name string, without []string) {
		e := derived(name, "echo", map[string]string{"ECHO_WITHOUT": strings.Join(without, ",")})
		e.without = without
		all = append(all, e)
	}
	if len(o.attributes) > 0 {
		for _, name := range o.attributes {
			less(echoLess+name, strings.Split(name, "+"))
		}
		return all, nil
	}
	names, err := attributes()
	if err != nil {
		return nil, err
	}
	less(oneEcho, slices.DeleteFunc(names, func(name string) bool { return name == "name" }))
	all = append(all, single, derived(framework, "framework", nil))
	return appendPeers(all, o.peers)
}

func appendPeers(all []subject, peers []peer) ([]subject, error) {
	for _, p := range peers {
		content, err := os.ReadFile(p.configuration)
		if err != nil {
			return nil, fmt.Errorf("reading the configuration of %s: %w", p.source, err)
		}
		all = append(all, subject{name: p.source, source: p.source, program: p.program, configuration: string(content)})
	}
	return all, nil
}

// executable returns the file name under which the command line finds the provider.
func (s subject) executable() string { return "terraform-provider-" + filepath.Base(s.source) }
