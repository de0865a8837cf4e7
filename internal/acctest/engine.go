package acctest

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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
// provider runs in the engine's process, private state and identity are not stored, a replacement is an error, and the state
// is built from the specification and the known attributes.
type Engine struct {
	core          *Core
	specification map[string]any
	known         map[string]any // id, client_id and client_secret
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

// Specify sets an attribute of the specification.
func (e *Engine) Specify(name string, value any) { e.specification[name] = value }

// Text returns a known attribute of the application.
func (e *Engine) Text(name string) string {
	text, _ := e.known[name].(string)
	return text
}

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

// observe reads the application from the last state or, after a restart, from a state built of the known attributes.
func (e *Engine) observe(ctx context.Context, p process) Problems {
	if !e.core.Has() {
		known := maps.Clone(e.specification)
		maps.Copy(known, e.known)
		state, err := shaped(p.kind, known)
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

// keep stores what ends up in the cluster: the ID and client ID, and the secret as a connection detail.
func (e *Engine) keep() {
	e.core.instance.private, e.core.instance.identity = nil, nil
	for _, name := range []string{"id", "client_id", "client_secret"} {
		delete(e.known, name)
		if text := e.core.Text(name); text != "" {
			e.known[name] = text
		}
	}
}
