package provider_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// The protocol's library detects optional RPCs by their methods: Terraform cannot call one that NewServer hides.
func TestServer_PassesOnEveryCallOfTheFramework(t *testing.T) {
	p := provider.New("test", os.LookupEnv, transport.Config{})
	frameworks, ours := reflect.TypeOf(providerserver.NewProtocol6(p)()), reflect.TypeOf(provider.NewServer(p))
	calls := 0
	for method := range frameworks.Methods() {
		if !isCall(method.Type) {
			continue
		}
		calls++
		if _, ok := ours.MethodByName(method.Name); !ok {
			t.Errorf("%s is not passed on", method.Name)
		}
	}
	if calls < 20 {
		t.Errorf("only %d calls were recognized", calls)
	}
}

// isCall recognizes RPCs by their first argument, a context, and their second, a request.
func isCall(method reflect.Type) bool {
	return method.NumIn() >= 3 && method.In(1) == reflect.TypeFor[context.Context]() &&
		strings.HasPrefix(method.In(2).String(), "*tfprotov6.") && strings.HasSuffix(method.In(2).String(), "Request")
}

type ballast struct{}

// TestServer_CompletedCalls_ReleaseContext puts a megabyte into the context of each call, in place of loggers and headers. A plan of
// ten thousand applications makes fifty thousand calls.
func TestServer_CompletedCalls_ReleaseContext(t *testing.T) {
	const times = 50
	e, err := emulator.Start(emulator.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	for name, call := range c.calls("lerian", e.Applications()["lerian"][0]) {
		call(t.Context()) // the first call fills caches
		before := heap()
		for range times {
			call(context.WithValue(t.Context(), ballast{}, make([]byte, 1<<20)))
		}
		if grown := heap() - before; grown > times<<20/4 {
			t.Errorf("%d calls of %s left %d bytes behind", times, name, grown)
		}
	}
	runtime.KeepAlive(c)
}

// calls returns the calls that Terraform makes for an application that exists and does not change.
func (c caller) calls(platform string, application map[string]any) map[string]func(context.Context) {
	const name = "idp_application"
	id, _ := application["id"].(string)
	state, found := c.state(platform, application), c.finding(platform, id)
	config := c.config(platform, state)
	return map[string]func(context.Context){
		"ValidateResourceConfig": func(ctx context.Context) {
			resp, err := c.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
			c.check(err, resp.Diagnostics)
		},
		"UpgradeResourceState": func(ctx context.Context) {
			raw := &tfprotov6.RawState{JSON: fmt.Appendf(nil, "{\"id\": %q}", id)}
			resp, err := c.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: name, RawState: raw})
			c.check(err, resp.Diagnostics)
		},
		"UpgradeResourceIdentity": func(ctx context.Context) { // nothing to upgrade: there has been only one version
			resp, err := c.server.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{TypeName: name})
			c.check(err, resp.Diagnostics)
		},
		"ReadResource": func(ctx context.Context) {
			resp, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: state})
			c.check(err, resp.Diagnostics)
		},
		"PlanResourceChange": func(ctx context.Context) {
			resp, err := c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
				TypeName: name, Config: config, PriorState: state, ProposedNewState: state,
			})
			c.check(err, resp.Diagnostics)
		},
		"ApplyResourceChange": func(ctx context.Context) {
			resp, err := c.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
				TypeName: name, Config: config, PriorState: state, PlannedState: state,
			})
			c.check(err, resp.Diagnostics)
		},
		"ImportResourceState": func(ctx context.Context) {
			resp, err := c.server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: platform + "/" + id})
			c.check(err, resp.Diagnostics)
		},
		"ReadDataSource": func(ctx context.Context) {
			resp, err := c.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: found})
			c.check(err, resp.Diagnostics)
		},
	}
}

// finding returns the configuration of a data source that finds an application by ID, on a platform whose block may be
// empty.
func (c caller) finding(platform, id string) *tfprotov6.DynamicValue {
	schemas, err := c.server.GetProviderSchema(c.Context(), &tfprotov6.GetProviderSchemaRequest{})
	c.check(err, schemas.Diagnostics)
	source, _ := schemas.DataSourceSchemas["idp_application"].ValueType().(tftypes.Object)
	values := nulls(source)
	known(values, source, map[string]any{"id": id})
	block := source.AttributeTypes[platform]
	values[platform] = tftypes.NewValue(block, nulls(block))
	return c.dynamic(tftypes.NewValue(source, values))
}

// heap returns the heap in use after a garbage collection.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
