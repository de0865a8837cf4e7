// Framework is the provider without its fast path: the framework handles every call. It is the baseline for what the fast
// path saves.
package main

import (
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func main() {
	debug.SetGCPercent(400) // as the provider does
	debug.SetMemoryLimit(100 << 20)
	provider.SilenceLogs()
	serve := func() tfprotov6.ProviderServer {
		return provider.NewServer(provider.New("bench", os.LookupEnv, transport.Config{}))
	}
	if err := tf6server.Serve("registry.terraform.io/idpkit/idp", serve); err != nil {
		log.Fatal(err)
	}
}
