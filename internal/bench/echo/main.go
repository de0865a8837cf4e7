// Echo is a provider with our schema that returns the request's values for every call about a resource. So a plan with it
// costs what the command line and the plugin protocol need for resources of this schema with any provider. ECHO_WITHOUT
// names attributes and blocks that its schema lacks; see [without].
package main

import (
	"context"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func main() {
	debug.SetGCPercent(400) // as the provider does
	provider.SilenceLogs()
	serve := func() tfprotov6.ProviderServer {
		return echo{provider.NewServer(provider.New("echo", os.LookupEnv, transport.Config{})), strings.Split(os.Getenv("ECHO_WITHOUT"), ",")}
	}
	if err := tf6server.Serve("registry.terraform.io/idpkit/idp", serve); err != nil {
		log.Fatal(err)
	}
}

// echo passes the calls that are made once per process on to the provider.
type echo struct {
	tfprotov6.ProviderServer

	without []string
}

func (e echo) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := e.ProviderServer.GetProviderSchema(ctx, req)
	if err != nil {
		return nil, err
	}
	for _, name := range e.without {
		without(resp.ResourceSchemas[resourceType].Block, strings.Split(name, "."))
	}
	return resp, nil
}

func (e echo) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	resp, err := e.ProviderServer.GetResourceIdentitySchemas(ctx, req)
	if err != nil {
		return nil, err
	}
	for _, name := range e.without {
		if name == "identity" {
			delete(resp.IdentitySchemas, resourceType)
		}
	}
	return resp, nil
}

func (echo) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (echo) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (echo) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
}

func (echo) UpgradeResourceIdentity(_ context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return &tfprotov6.UpgradeResourceIdentityResponse{
		UpgradedIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{JSON: req.RawIdentity.JSON}},
	}, nil
}

func (echo) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}, nil
}

func (echo) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedIdentity: req.PriorIdentity, PlannedPrivate: req.PriorPrivate,
	}, nil
}
