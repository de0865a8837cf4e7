package acctest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan returns the attributes that the plan command shows as changed; for a replacement, those of the new application. Like
// the command, it does not change the state.
func (c *Core) Plan(ctx context.Context, configuration map[string]any) (changes []string, problems Problems) {
	p, err := c.start(ctx)
	if err != nil {
		return nil, problem(err)
	}
	config, err := shaped(p.kind, configuration)
	if err != nil {
		return nil, problem(err)
	}
	kept := c.instance
	defer func() { c.instance = kept }()
	if problems = c.refresh(ctx, p); problems.Failed() {
		return nil, problems
	}
	before := c.instance
	plan, more := c.plan(ctx, p, config)
	if problems = append(problems, more...); problems.Failed() {
		return nil, problems
	}
	if plan.replaces {
		c.instance = instance{}
		if plan, more = c.plan(ctx, p, config); more.Failed() {
			return nil, append(problems, more...)
		}
	}
	return differing(before.value, plan.planned), problems
}

// differing returns the names of the attributes that differ.
func differing(before, after tftypes.Value) (names []string) {
	was, is := members(before), members(after)
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if old, known := was[name]; !known && !is[name].IsNull() || known && !is[name].Equal(old) {
			names = append(names, name)
		}
	}
	return names
}

// Unknown returns the attributes that the latest plan shows as known only after apply, with the names of their blocks.
func (c *Core) Unknown() []string { return unknownIn("", c.planned) }

func unknownIn(name string, value tftypes.Value) (names []string) {
	if !value.IsKnown() {
		return []string{name}
	}
	inside := members(value)
	for _, member := range slices.Sorted(maps.Keys(inside)) {
		names = append(names, unknownIn(strings.TrimPrefix(name+"."+member, "."), inside[member])...)
	}
	return names
}

// Planned is a plan that was made without a refresh.
type Planned struct {
	Replaces bool
	value    tftypes.Value
}

// PlanFrom plans the change from a state, nil for none, to a configuration. It sends no requests to a platform.
func (c *Core) PlanFrom(ctx context.Context, state, configuration map[string]any) (Planned, Problems) {
	p, err := c.start(ctx)
	if err != nil {
		return Planned{}, problem(err)
	}
	config, err := shaped(p.kind, configuration)
	if err != nil {
		return Planned{}, problem(err)
	}
	prior := tftypes.NewValue(p.kind, nil)
	if state != nil {
		if prior, err = shaped(p.kind, state); err != nil {
			return Planned{}, problem(err)
		}
	}
	from := &Core{typeName: c.typeName, serve: c.serve, instance: instance{value: prior}}
	plan, problems := from.plan(ctx, p, config)
	return Planned{plan.replaces, plan.planned}, problems
}

// Shows returns what a plan shows for an attribute, after the names of its blocks: a string, "(null)", or "(known after
// apply)".
func (p Planned) Shows(names ...string) string {
	value := p.value
	for _, name := range names {
		value = members(value)[name]
	}
	var text string
	switch {
	case !value.IsKnown():
		return "(known after apply)"
	case value.IsNull():
		return "(null)"
	case value.As(&text) == nil:
		return text
	}
	return value.String()
}
