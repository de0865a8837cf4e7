package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// identityType returns the type of the resource's identity.
func (c *Core) identityType(ctx context.Context, p process) (tftypes.Type, error) {
	schemas, err := p.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	return schemas.IdentitySchemas[c.typeName].ValueType(), nil
}

// Identity returns the attributes of the identity in state, nil if there is none.
func (c *Core) Identity(ctx context.Context) map[string]tftypes.Value {
	p, err := c.start(ctx)
	if err != nil || c.instance.identity == nil {
		return nil
	}
	kind, err := c.identityType(ctx, p)
	if err != nil {
		return nil
	}
	value, err := c.instance.identity.IdentityData.Unmarshal(kind)
	if err != nil {
		return nil
	}
	return members(value)
}

// ImportIdentity imports by identity, like Import.
func (c *Core) ImportIdentity(ctx context.Context, parts map[string]tftypes.Value) Problems {
	p, err := c.start(ctx)
	if err != nil {
		return problem(err)
	}
	kind, err := c.identityType(ctx, p)
	if err != nil {
		return problem(err)
	}
	encoded, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, parts))
	if err != nil {
		return problem(err)
	}
	return c.take(ctx, p, &tfprotov6.ImportResourceStateRequest{
		TypeName: c.typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &encoded},
	})
}
