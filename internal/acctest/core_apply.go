package acctest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Apply refreshes, plans and applies the configuration. It reports whether there was anything to change. The configuration
// maps attribute names to strings, booleans, and lists of strings; a map or a block is a map, and a set of blocks a slice of
// maps. nil is null.
func (c *Core) Apply(ctx context.Context, configuration map[string]any) (changed bool, problems Problems) {
	p, err := c.start(ctx)
	if err != nil {
		return false, problem(err)
	}
	config, err := shaped(p.kind, configuration)
	if err != nil {
		return false, problem(err)
	}
	problems = c.refresh(ctx, p)
	if problems.Failed() {
		return false, problems
	}
	plan, more := c.plan(ctx, p, config)
	problems = append(problems, more...)
	if problems.Failed() || !plan.changes {
		return false, problems
	}
	if p, err = c.start(ctx); err != nil {
		return true, append(problems, problem(err)...)
	}
	if plan.replaces {
		if c.instance.tainted {
			c.instance.private = nil // Terraform passes none when it replaces what is tainted
		}
		if problems = append(problems, c.destroy(ctx, p)...); problems.Failed() {
			return true, problems
		}
		if plan, more = c.plan(ctx, p, config); more.Failed() {
			return true, append(problems, more...)
		}
	}
	return true, append(problems, c.change(ctx, p, plan)...)
}

// plan is the provider's plan for a configuration.
type plan struct {
	config, prior, planned tftypes.Value
	private                []byte
	identity               *tfprotov6.ResourceIdentityData
	changes, replaces      bool
}

func (c *Core) plan(ctx context.Context, p process, config tftypes.Value) (plan, Problems) {
	validated, err := p.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: c.typeName, Config: p.dynamic(config)})
	if err != nil {
		return plan{}, problem(err)
	}
	problems := Problems(validated.Diagnostics)
	if problems.Failed() {
		return plan{}, problems
	}
	prior := c.instance
	if !c.Has() {
		prior = instance{value: tftypes.NewValue(p.kind, nil)}
	}
	proposed, err := propose(p.schema.Block, prior.value, config)
	if err != nil {
		return plan{}, problem(err)
	}
	answer, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.typeName, PriorState: p.dynamic(prior.value), ProposedNewState: p.dynamic(proposed), Config: p.dynamic(config),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	if err != nil {
		return plan{}, problem(err)
	}
	if problems = append(problems, answer.Diagnostics...); problems.Failed() {
		return plan{}, problems
	}
	c.planned = p.value(answer.PlannedState)
	return plan{
		config: config, prior: prior.value, planned: c.planned, private: answer.PlannedPrivate, identity: answer.PlannedIdentity,
		changes:  prior.tainted || !c.planned.Equal(prior.value),
		replaces: c.Has() && (prior.tainted || len(answer.RequiresReplace) > 0),
	}, problems
}

// change applies a plan that creates or updates. It stores the new state even if there is an error; an application whose
// creation failed is tainted.
func (c *Core) change(ctx context.Context, p process, plan plan) Problems {
	answer, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.typeName, PriorState: p.dynamic(plan.prior), PlannedState: p.dynamic(plan.planned), Config: p.dynamic(plan.config),
		PlannedPrivate: plan.private, PlannedIdentity: plan.identity,
	})
	if err != nil {
		return problem(err)
	}
	problems := Problems(answer.Diagnostics)
	after := p.instance(answer.NewState, answer.Private, answer.NewIdentity)
	if problems.Failed() {
		after.value = known(after.value)
		after.tainted = plan.prior.IsNull() && !after.value.IsNull()
	} else if wrong := inconsistent(plan.planned, after.value); wrong != "" {
		problems = append(problems, problem(fmt.Errorf("provider produced inconsistent result after apply: %s", wrong))...)
	}
	c.instance = after
	return problems
}

// Destroy refreshes and destroys the application.
func (c *Core) Destroy(ctx context.Context) Problems {
	problems := c.Refresh(ctx)
	if problems.Failed() || !c.Has() {
		return problems
	}
	p, err := c.start(ctx)
	if err != nil {
		return append(problems, problem(err)...)
	}
	return append(problems, c.destroy(ctx, p)...)
}

func (c *Core) destroy(ctx context.Context, p process) Problems {
	null := p.dynamic(tftypes.NewValue(p.kind, nil))
	planned, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: c.typeName, PriorState: p.dynamic(c.instance.value), ProposedNewState: null, Config: null,
		PriorPrivate: c.instance.private, PriorIdentity: c.instance.identity,
	})
	if err != nil {
		return problem(err)
	}
	if failure(planned.Diagnostics) != nil {
		return planned.Diagnostics
	}
	answer, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: c.typeName, PriorState: p.dynamic(c.instance.value), PlannedState: null, Config: null,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		return problem(err)
	}
	tainted := c.instance.tainted
	c.instance = p.instance(answer.NewState, answer.Private, answer.NewIdentity)
	c.instance.tainted = tainted && c.Has()
	return answer.Diagnostics
}
