package acctest

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plan is what the plan command shows: the attributes that will change, of a replacement those of the new application. Like
// the command, it leaves the state as it was.
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

// differing names the attributes that are not the same in both.
func differing(before, after tftypes.Value) (names []string) {
	was, is := members(before), members(after)
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if old, known := was[name]; !known && !is[name].IsNull() || known && !is[name].Equal(old) {
			names = append(names, name)
		}
	}
	return names
}
