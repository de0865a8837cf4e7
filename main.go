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
	limitMemory()
	debug := flag.Bool("debug", false, "wait for a debugger: print how to connect Terraform to this process")
	flag.Parse()
	err := providerserver.Serve(context.Background(),
		func() framework.Provider { return provider.New(version, os.LookupEnv, transport.Config{}) },
		providerserver.ServeOpts{Address: "registry.terraform.io/idpkit/idp", Debug: *debug})
	if err != nil {
		log.Fatal(err)
	}
}

// memory is what the process may use before the garbage collector works harder. What it keeps is far less, but Terraform
// asks faster than the collector, left alone, would collect.
const memory = 100 << 20

func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		runtime.SetMemoryLimit(memory)
	}
}
