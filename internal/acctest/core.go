package acctest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// Core does what Terraform Core does with one resource, by default an idp_application: it speaks the plugin protocol with
// the provider in this process, and stores the results by Core's rules. Tests with hundreds of applies use it instead of the
// command line, which takes a second for each.
//
// As in Terraform, each command starts a provider, and an apply starts one for the plan and one for the changes.
type Core struct {
	typeName string
	serve    func() tfprotov6.ProviderServer
	instance instance
	planned  tftypes.Value // of the latest plan
}

// instance is a resource in state.
type instance struct {
	value    tftypes.Value
	tainted  bool
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Core returns a Core with an empty state.
func (w *World) Core() *Core { return w.CoreOf(typeName) }

// CoreOf returns a Core for another resource type.
func (w *World) CoreOf(typeName string) *Core {
	return NewCore(typeName, func() tfprotov6.ProviderServer { return provider.NewServer(w.Provider(), w.compared()) })
}

// NewCore returns a Core for a resource type of a provider that the test serves.
func NewCore(typeName string, serve func() tfprotov6.ProviderServer) *Core {
	return &Core{typeName: typeName, serve: serve}
}

const typeName = "idp_application"

// process is a running provider, configured from its environment.
type process struct {
	tfprotov6.ProviderServer

	schema *tfprotov6.Schema
	kind   tftypes.Type
}

func (c *Core) start(ctx context.Context) (process, error) {
	server := c.serve()
	got, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return process{}, err
	}
	p := process{server, got.ResourceSchemas[c.typeName], got.ResourceSchemas[c.typeName].ValueType()}
	kind := got.Provider.ValueType()
	config, err := shaped(kind, map[string]any{})
	if err != nil {
		return p, err
	}
	value, err := tfprotov6.NewDynamicValue(kind, config)
	if err != nil {
		return p, err
	}
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.0", Config: &value})
	if err != nil {
		return p, err
	}
	return p, failure(configured.Diagnostics)
}

// Problems are the diagnostics of a command.
type Problems []*tfprotov6.Diagnostic

// Failed reports whether there is an error among the diagnostics.
func (p Problems) Failed() bool { return failure(p) != nil }

// String returns the diagnostics, one per line.
func (p Problems) String() string {
	var b strings.Builder
	for _, d := range p {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Severity, d.Summary, d.Detail)
	}
	return b.String()
}

func failure(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return errors.New(d.Summary + ": " + d.Detail)
		}
	}
	return nil
}

// Refresh reads the application, like the refresh of a plan.
func (c *Core) Refresh(ctx context.Context) Problems {
	p, err := c.start(ctx)
	if err != nil {
		return problem(err)
	}
	return c.refresh(ctx, p)
}

func (c *Core) refresh(ctx context.Context, p process) Problems {
	if !c.Has() {
		return nil
	}
	read, err := p.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: c.typeName, CurrentState: p.dynamic(c.instance.value), Private: c.instance.private, CurrentIdentity: c.instance.identity,
	})
	if err != nil {
		return problem(err)
	}
	if failure(read.Diagnostics) == nil {
		tainted := c.instance.tainted
		c.instance = p.instance(read.NewState, read.Private, read.NewIdentity)
		c.instance.tainted = tainted
	}
	return read.Diagnostics
}

// Import imports an application and reads it. It is an error if the application does not exist.
func (c *Core) Import(ctx context.Context, id string) Problems {
	p, err := c.start(ctx)
	if err != nil {
		return problem(err)
	}
	return c.take(ctx, p, &tfprotov6.ImportResourceStateRequest{TypeName: c.typeName, ID: id})
}

func (c *Core) take(ctx context.Context, p process, req *tfprotov6.ImportResourceStateRequest) Problems {
	imported, err := p.ImportResourceState(ctx, req)
	switch {
	case err != nil:
		return problem(err)
	case failure(imported.Diagnostics) != nil:
		return imported.Diagnostics
	}
	one := imported.ImportedResources[0]
	return append(imported.Diagnostics, c.adopt(ctx, p, p.instance(one.State, one.Private, one.Identity))...)
}

// Move moves the state of another provider's resource, in JSON, to this resource, and reads it.
func (c *Core) Move(ctx context.Context, provider, resourceType, state string) Problems {
	p, err := c.start(ctx)
	if err != nil {
		return problem(err)
	}
	moved, err := p.MoveResourceState(ctx, &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: resourceType, SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: c.typeName,
	})
	switch {
	case err != nil:
		return problem(err)
	case failure(moved.Diagnostics) != nil:
		return moved.Diagnostics
	}
	return append(moved.Diagnostics, c.adopt(ctx, p, p.instance(moved.TargetState, moved.TargetPrivate, moved.TargetIdentity))...)
}

// adopt reads an imported or moved resource, which must exist.
func (c *Core) adopt(ctx context.Context, p process, from instance) Problems {
	found := &Core{typeName: c.typeName, serve: c.serve, instance: from}
	problems := found.refresh(ctx, p)
	if failure(problems) == nil && !found.Has() {
		problems = append(slices.Clip(problems), problem(errors.New("cannot import non-existent remote object"))...)
	}
	if failure(problems) == nil {
		c.instance = found.instance
	}
	return problems
}

// Has reports whether the application is in state.
func (c *Core) Has() bool { return c.instance.value.Type() != nil && !c.instance.value.IsNull() }

// Tainted reports whether the next apply replaces the application: its creation failed, or Taint was called.
func (c *Core) Tainted() bool { return c.instance.tainted }

// Taint makes the next apply replace the application.
func (c *Core) Taint() { c.instance.tainted = true }

func problem(err error) Problems {
	return Problems{{Severity: tfprotov6.DiagnosticSeverityError, Summary: err.Error()}}
}
