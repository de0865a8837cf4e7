package acctest

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// EngineProcess is an engine's process that runs the provider. Each call returns a server, which a reconcile configures
// again.
type EngineProcess func() tfprotov6.ProviderServer

// EngineProcess returns the process of a new engine.
func (w *World) EngineProcess() EngineProcess {
	one := w.Provider()
	return func() tfprotov6.ProviderServer { return provider.NewServer(one, w.compared()) }
}

// Engine does what an engine such as Crossplane's does to reconcile one resource, by default an idp_application: the
// provider runs in the engine's process, private state and identity are not stored, and a replacement is an error. The first
// state is built from the specification and the known attributes.
type Engine struct {
	core          *Core
	specification map[string]any
	known         map[string]any // the external name, as id
	stored        tftypes.Value  // status and connection details; the zero value before the first observation
}

// NewEngine returns an engine that has not yet observed its application. externalName is the ID of an application to import;
// if it is empty, the engine creates one.
func NewEngine(process EngineProcess, specification map[string]any, externalName string) *Engine {
	return NewEngineOf(typeName, process, specification, externalName)
}

// NewEngineOf returns an engine for another resource type.
func NewEngineOf(typeName string, process EngineProcess, specification map[string]any, externalName string) *Engine {
	return &Engine{
		core: NewCore(typeName, process), specification: specification, known: map[string]any{"id": externalName},
	}
}

// Restart makes the engine forget everything except what it stores in its cluster.
func (e *Engine) Restart(process EngineProcess) {
	e.core = NewCore(e.core.typeName, process)
}

// Restore restarts the engine in a cluster that was restored from a backup without status: only the specification, the
// external name and the connection secret are left.
func (e *Engine) Restore(process EngineProcess) {
	e.known = map[string]any{"id": e.Text("id"), "client_id": e.Text("client_id"), "client_secret": e.Text("client_secret")}
	e.stored = tftypes.Value{}
	e.Restart(process)
}

// Specify sets an attribute of the specification.
func (e *Engine) Specify(name string, value any) { e.specification[name] = value }

// Text returns a stored attribute. The names are those of its blocks and its own.
func (e *Engine) Text(names ...string) string { return text(e.stored, names...) }

// Reconcile observes the application and applies the specification. It reports whether there was anything to change.
func (e *Engine) Reconcile(ctx context.Context) (changed bool, problems Problems) {
	p, err := e.core.start(ctx)
	if err != nil {
		return false, problem(err)
	}
	if problems = e.observe(ctx, p); problems.Failed() {
		return false, problems
	}
	config, err := shaped(p.kind, e.specification)
	if err != nil {
		return false, problem(err)
	}
	plan, more := e.core.plan(ctx, p, config)
	if problems = append(problems, more...); problems.Failed() || !plan.changes {
		return false, problems
	}
	if plan.replaces {
		return true, append(problems, problem(errors.New("the change needs another application"))...)
	}
	problems = append(problems, e.core.change(ctx, p, plan)...)
	e.keep()
	return true, problems
}

// Delete observes the application and deletes it.
func (e *Engine) Delete(ctx context.Context) Problems {
	p, err := e.core.start(ctx)
	if err != nil {
		return problem(err)
	}
	problems := e.observe(ctx, p)
	if !problems.Failed() && e.core.Has() {
		problems = append(problems, e.core.destroy(ctx, p)...)
	}
	e.keep()
	return problems
}

// observe reads the application from the last state or, after a restart, from the stored one.
func (e *Engine) observe(ctx context.Context, p process) Problems {
	if !e.core.Has() {
		state, err := e.rebuilt(p)
		if err != nil {
			return problem(err)
		}
		e.core.instance = instance{value: state}
	}
	problems := e.core.refresh(ctx, p)
	if !problems.Failed() {
		e.keep()
	}
	return problems
}

func (e *Engine) rebuilt(p process) (tftypes.Value, error) {
	if e.stored.Type() != nil {
		return e.stored, nil
	}
	first := maps.Clone(e.specification)
	maps.Copy(first, e.known)
	return shaped(p.kind, first)
}

// keep stores what ends up in the cluster.
func (e *Engine) keep() {
	e.core.instance.private, e.core.instance.identity = nil, nil
	if e.stored = e.core.instance.value; !e.core.Has() {
		e.stored, e.known = tftypes.Value{}, nil
	}
}
