package provider_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// BenchmarkPlanOfOneApplication is what one unchanged application costs the provider in a plan: it is validated, read and
// planned. Requests are left out as far as lists leave them out.
func BenchmarkPlanOfOneApplication(b *testing.B) {
	e, err := emulator.Start(emulator.Options{Seed: 50})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	c := serve(b, e)
	state := c.read(c.state(e.Applications()["zitadel"][0]["id"]))
	config := c.config(state)
	b.ReportAllocs()
	began := cpuTime()
	for b.Loop() {
		c.validate(config)
		state := c.read(state)
		c.plan(config, state)
	}
	b.ReportMetric(float64((cpuTime()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// cpuTime is that of the process, which other processes do not make longer as they do the wall time.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// caller is Terraform's side of the protocol, for one resource.
type caller struct {
	testing.TB
	server tfprotov6.ProviderServer
	typ    tftypes.Object
	parent tftypes.Value
}

func serve(t testing.TB, e *emulator.Emulator) caller {
	env := e.Environment()
	lookup := func(name string) (string, bool) { value, ok := env[name]; return value, ok }
	server, err := providerserver.NewProtocol6WithError(provider.New("test", lookup, transport.Config{}))()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	settings := schemas.Provider.ValueType()
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: dynamic(t, tftypes.NewValue(settings, nulls(settings))),
	})
	fail(t, err, configured.Diagnostics)
	typ := schemas.ResourceSchemas["idp_application"].ValueType().(tftypes.Object)
	block := typ.AttributeTypes["zitadel"].(tftypes.Object)
	in := nulls(block)
	in["project_id"] = tftypes.NewValue(tftypes.String, e.ZITADEL.ProjectID())
	return caller{TB: t, server: server, typ: typ, parent: tftypes.NewValue(block, in)}
}

// state is the state of an imported application.
func (c caller) state(id any) *tfprotov6.DynamicValue {
	values := nulls(c.typ)
	values["id"] = tftypes.NewValue(tftypes.String, id)
	values["zitadel"] = c.parent
	return dynamic(c, tftypes.NewValue(c.typ, values))
}

// config is a configuration that the state is the result of.
func (c caller) config(state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	value, err := state.Unmarshal(c.typ)
	fail(c, err, nil)
	var has map[string]tftypes.Value
	fail(c, value.As(&has), nil)
	values := nulls(c.typ)
	values["name"], values["zitadel"] = has["name"], c.parent
	return dynamic(c, tftypes.NewValue(c.typ, values))
}

func (c caller) validate(config *tfprotov6.DynamicValue) {
	resp, err := c.server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "idp_application", Config: config})
	fail(c, err, resp.Diagnostics)
}

func (c caller) read(state *tfprotov6.DynamicValue) *tfprotov6.DynamicValue {
	resp, err := c.server.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{TypeName: "idp_application", CurrentState: state})
	fail(c, err, resp.Diagnostics)
	return resp.NewState
}

func (c caller) plan(config, state *tfprotov6.DynamicValue) {
	resp, err := c.server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "idp_application", Config: config, PriorState: state, ProposedNewState: state,
	})
	fail(c, err, resp.Diagnostics)
}

func nulls(object tftypes.Type) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, typ := range object.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	return values
}

func dynamic(t testing.TB, value tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(value.Type(), value)
	fail(t, err, nil)
	return &d
}

func fail(t testing.TB, err error, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diagnostics {
		err = fmt.Errorf("%s: %s (%w)", d.Summary, d.Detail, err)
	}
	if err != nil {
		t.Fatal(err)
	}
}
