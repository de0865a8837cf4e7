package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// comparison measures one scenario.
type comparison struct {
	options
	scenario
	emulator   *emulator.Emulator
	workspaces []*workspace
	rows       []row
	progress   func(format string, args ...any)
}

// measureScenario measures all subjects against a new emulator.
func measureScenario(ctx context.Context, o options, s scenario, progress func(string, ...any)) (_ []row, err error) {
	e, err := emulator.Start(emulator.Options{Latency: s.latency, Seed: s.others})
	if err != nil {
		return nil, fmt.Errorf("starting the emulator: %w", err)
	}
	defer e.Close()
	c := &comparison{options: o, scenario: s, emulator: e, progress: progress}
	defer func() { err = errors.Join(err, c.remove()) }()
	all, err := subjects(o, s)
	if err != nil {
		return nil, err
	}
	for _, subject := range all {
		w, err := newWorkspace(o, subject, e.Environment())
		if err != nil {
			return nil, err
		}
		c.workspaces = append(c.workspaces, w)
	}
	err = c.all(ctx)
	return c.rows, err
}

func (c *comparison) remove() (err error) {
	for _, w := range c.workspaces {
		err = errors.Join(err, w.remove())
	}
	return err
}

func (c *comparison) all(ctx context.Context) error {
	if err := c.apply(ctx); err != nil {
		return err
	}
	for _, per := range layouts(c.options, c.workload) {
		if err := c.plan(ctx, per); err != nil {
			return err
		}
	}
	if c.size > c.part || len(c.attributes) > 0 {
		return nil // it would take as long as the apply
	}
	return c.measure(ctx, c.provider(), c.row(c.provider(), destroy, 1))
}

// provider returns the workspace in which our provider applies.
func (c *comparison) provider() *workspace {
	i := slices.IndexFunc(c.workspaces, func(w *workspace) bool { return w.name == ours })
	return c.workspaces[i]
}

// apply measures an apply with each subject that can apply, and copies our provider's state to the others.
func (c *comparison) apply(ctx context.Context) error {
	for _, w := range c.workspaces {
		if w.derived {
			continue
		}
		row := c.row(w, apply, len(blocks(0, c.size, c.part)))
		if err := c.measure(ctx, w, row); err != nil {
			return err
		}
		c.rows[row].state = w.state.bytes()
	}
	for _, w := range c.workspaces {
		if w.derived {
			w.state = c.provider().state
		}
	}
	return nil
}

// plan measures the subjects in turn, so that a temporary slowdown of the machine affects all of them.
func (c *comparison) plan(ctx context.Context, per int) error {
	all := blocks(0, c.size, per)
	rows := make([]int, len(c.workspaces))
	for i, w := range c.workspaces {
		if err := w.arrange(all); err != nil {
			return err
		}
		rows[i] = c.row(w, plan, len(all))
	}
	for range c.rounds {
		for i, w := range c.workspaces {
			if err := c.measure(ctx, w, rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// row adds a row to the report, and returns its index.
func (c *comparison) row(w *workspace, command string, blocks int) int {
	c.rows = append(c.rows, row{key: key{c.scenario, blocks, command, w.name}})
	return len(c.rows) - 1
}

// measure runs the command of a row, and adds a sample to it.
func (c *comparison) measure(ctx context.Context, w *workspace, index int) (err error) {
	row := &c.rows[index]
	var took sample
	c.emulator.Journal.Reset()
	if row.command == apply {
		took, err = w.apply(ctx, c.size, c.part)
	} else {
		took, err = w.run(ctx, row.command)
	}
	if err != nil {
		return err
	}
	took.requests = count(c.emulator.Journal.ByOperation())
	row.samples = append(row.samples, took)
	c.progress("  %s, %d blocks, %s: %d requests, %s, processor time %s and %s", row.command, row.blocks, w.name,
		took.requests.total(), seconds(took.wall), seconds(took.cli), seconds(took.provider))
	return nil
}
