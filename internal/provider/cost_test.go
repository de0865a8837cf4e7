package provider_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// BenchmarkPlanOfOneApplication measures the provider's cost of one unchanged application in a plan: upgrading its state,
// validating, reading and planning it. The lists are cached, so it includes few requests.
func BenchmarkPlanOfOneApplication(b *testing.B) {
	for name, options := range map[string][]provider.Option{"framework": nil, "fast": {provider.WithFastPath()}} {
		b.Run(name, func(b *testing.B) { benchmarkPlan(b, options...) })
	}
}

func benchmarkPlan(b *testing.B, options ...provider.Option) {
	e, err := emulator.Start(emulator.Options{Seed: 50})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	c := serve(b, e, nil, "", options...)
	id, _ := e.Applications()["zitadel"][0]["id"].(string)
	known := c.imported("zitadel/" + c.env["ZITADEL_PROJECT_ID"] + "/" + id)
	config, state := c.config("zitadel", known.NewState), &tfprotov6.RawState{JSON: asJSON(c, c.value(known.NewState))}
	b.ReportAllocs()
	began := cpuTime()
	for b.Loop() {
		c.unchanged(known, state, config)
	}
	b.ReportMetric(float64((cpuTime()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}

// unchanged makes the calls of a plan that changes nothing.
func (c caller) unchanged(known *tfprotov6.ReadResourceResponse, state *tfprotov6.RawState, config *tfprotov6.DynamicValue) {
	const name = "idp_application"
	ctx := context.Background()
	_, err := c.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: name, RawState: state})
	c.check(err, nil)
	c.validate(config)
	read, err := c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: known.NewState, CurrentIdentity: known.NewIdentity, Private: known.Private,
	})
	c.check(err, read.Diagnostics)
	planned, err := c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: config, PriorState: read.NewState, ProposedNewState: read.NewState,
		PriorPrivate: read.Private, PriorIdentity: read.NewIdentity,
	})
	c.check(err, planned.Diagnostics)
}

// cpuTime returns the CPU time of the process, which, unlike wall time, does not depend on other processes.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
