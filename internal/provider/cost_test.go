package provider_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// BenchmarkPlanOfOneApplication is what one unchanged application costs the provider in a plan: it is validated, read and
// planned. Requests are left out as far as lists leave them out.
func BenchmarkPlanOfOneApplication(b *testing.B) {
	e, err := emulator.Start(emulator.Options{Seed: 50})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	c := serve(b, e, nil, "")
	state := c.state("zitadel", e.Applications()["zitadel"][0])
	config := c.config("zitadel", state)
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
