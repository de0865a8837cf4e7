package acctest

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// EngineProcess is a provider that serves for as long as an engine runs, configured anew at each reconcile.
type EngineProcess func() tfprotov6.ProviderServer

// EngineProcess starts one.
func (w *World) EngineProcess() EngineProcess {
	one := w.Provider()
	return func() tfprotov6.ProviderServer { return provider.NewServer(one, w.compared()) }
}

// Engine does with one resource, an idp_application unless said otherwise, what an engine does that reconciles it, such as Crossplane's: the provider runs in the
// engine's process, private state and identity are not kept, a replacement is an error, and the state is made from the
// specification and from what is known of the resource.
type Engine struct {
	core          *Core
	specification map[string]any
	known         map[string]any // id, client_id and client_secret
}

// NewEngine returns an engine that has not observed its application yet. externalName is the ID of an application to import; empty
// creates one.
func NewEngine(process EngineProcess, specification map[string]any, externalName string) *Engine {
	return NewEngineOf(typeName, process, specification, externalName)
}

// NewEngineOf returns one for another type of resource.
func NewEngineOf(typeName string, process EngineProcess, specification map[string]any, externalName string) *Engine {
	return &Engine{
		core: NewCore(typeName, process), specification: specification, known: map[string]any{"id": externalName},
	}
}

// Restart makes the engine forget all but what it keeps in its cluster.
func (e *Engine) Restart(process EngineProcess) {
	e.core = NewCore(e.core.typeName, process)
}

// Specify changes an attribute of the specification.
func (e *Engine) Specify(name string, value any) { e.specification[name] = value }

// Text returns what is known of the application.
func (e *Engine) Text(name string) string {
	text, _ := e.known[name].(string)
	return text
}

// Reconcile observes the application, and makes it what the specification says. It reports whether there was anything to do.
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

// Delete observes the application, and removes it.
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

// observe reads the application, from the last state or, after a restart, from one that is made of what is known.
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

// keep is what ends up in the cluster: the application's ID, and the secret with the connection details.
func (e *Engine) keep() {
	e.core.instance.private, e.core.instance.identity = nil, nil
	for _, name := range []string{"id", "client_id", "client_secret"} {
		delete(e.known, name)
		if text := e.core.Text(name); text != "" {
			e.known[name] = text
		}
	}
}
