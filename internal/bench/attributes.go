package main

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/provider"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// identity is treated like an attribute, because its cost is of the same kind.
const identity = "identity"

// attributes returns the names of our resource's top-level attributes and blocks, and identity.
func attributes() ([]string, error) {
	server := provider.NewServer(provider.New("bench", os.LookupEnv, transport.Config{}))
	resp, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	names := []string{identity}
	resource := resp.ResourceSchemas["idp_application"].Block
	for _, attribute := range resource.Attributes {
		names = append(names, attribute.Name)
	}
	for _, block := range resource.BlockTypes {
		names = append(names, block.TypeName)
	}
	return names, nil
}
