// Terraform-provider-idp registers applications at identity platforms.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	runtime "runtime/debug"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var version = "dev" // set by the build

func main() {
	tuneCollector()
	debug := flag.Bool("debug", false, "wait for a debugger: print how to connect Terraform to this process")
	flag.Parse()
	err := providerserver.Serve(context.Background(),
		func() framework.Provider { return provider.New(version, os.LookupEnv, transport.Config{}) },
		providerserver.ServeOpts{Address: "registry.terraform.io/idpkit/idp", Debug: *debug})
	if err != nil {
		log.Fatal(err)
	}
}

// The garbage collector's settings, unless GOGC or GOMEMLIMIT of the environment say otherwise. The provider keeps little
// and throws away much, so that collecting seldom saves a third of its processor time; the limit keeps that from growing.
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
