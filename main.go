// Terraform-provider-idp registers applications at identity platforms.
package main

import (
	"flag"
	"log"
	"os"
	runtime "runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var version = "dev" // set by the build

func main() {
	tuneCollector()
	debug := flag.Bool("debug", false, "wait for a debugger: print how to connect Terraform to this process")
	flag.Parse()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	var serving []provider.Option
	if !*debug && !provider.LogsWanted() {
		provider.SilenceLogs()
		serving = append(serving, provider.WithFastPath())
	}
	serve := func() tfprotov6.ProviderServer {
		return provider.NewServer(provider.New(version, os.LookupEnv, transport.Config{}), serving...)
	}
	if err := tf6server.Serve("registry.terraform.io/idpkit/idp", serve, options...); err != nil {
		log.Fatal(err)
	}
}

// Settings of the garbage collector, unless the environment sets GOGC or GOMEMLIMIT. The provider retains little memory and
// discards much, so collecting less often saves a third of its processor time. The limit caps the memory that this costs.
const (
	garbagePercent = 400
	memoryLimit    = 100 << 20
)

func tuneCollector() {
	if os.Getenv("GOGC") == "" {
		runtime.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		runtime.SetMemoryLimit(memoryLimit)
	}
}
