// Echo has the provider's schema, and answers all that Terraform asks in a plan with what it was asked. What a plan takes with
// it is what the command line and the plugin protocol take for resources of this schema, whatever a provider does.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func main() {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO"} {
		_ = os.Setenv(name, "OFF") // as the provider does
	}
	serve := func() tfprotov6.ProviderServer {
		return echo{provider.NewServer(provider.New("echo", os.LookupEnv, transport.Config{}))}
	}
	if err := tf6server.Serve("registry.terraform.io/idpkit/idp", serve); err != nil {
		log.Fatal(err)
	}
}

// echo leaves to the provider what is asked once: schemas, and whether the configuration is in order.
type echo struct{ tfprotov6.ProviderServer }

func (echo) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (echo) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
}

func (echo) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}, nil
}

func (echo) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedIdentity: req.PriorIdentity, PlannedPrivate: req.PriorPrivate,
	}, nil
}
