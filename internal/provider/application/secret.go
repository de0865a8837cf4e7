package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The block secret, and what is in it.
var (
	secretBlock    = path.Root("secret")
	pathRecipients = secretBlock.AtName("recipients")
	pathVerify     = secretBlock.AtName("verify")
	pathEncrypted  = secretBlock.AtName("encrypted")
)

func secretSchema() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "How the client secret is kept and checked. See the guide [Secrets](../guides/secrets.md).",
		Attributes: map[string]schema.Attribute{
			"recipients": recipientsAttribute(),
			"verify":     verifyAttribute(),
			"encrypted": computed("The client secret, encrypted to `recipients` (an armoured age file). Not sensitive. Decrypt it with "+
				"`age` or the ephemeral resource `idp_client_secret`.", false),
		},
	}
}

func (m *model) recipients() types.List {
	if list, ok := m.Secret.Attributes()["recipients"].(types.List); ok {
		return list
	}
	return types.ListNull(types.StringType)
}

func (m *model) verifies() bool { return inside[types.Bool](m.Secret, "verify").ValueBool() }

func (m *model) encrypted() types.String { return inside[types.String](m.Secret, "encrypted") }

func (m *model) setEncrypted(value types.String) { m.Secret = with(m.Secret, "encrypted", value) }

// inside returns an attribute of a block; null where there is no such block.
func inside[T attr.Value](block types.Object, name string) (value T) {
	value, _ = block.Attributes()[name].(T)
	return value
}

// with returns a block with another value of an attribute. A block that is not there stays so.
func with(block types.Object, name string, value attr.Value) types.Object {
	values := block.Attributes()
	if _, ok := values[name]; !ok {
		return block
	}
	values[name] = value
	return types.ObjectValueMust(block.AttributeTypes(context.Background()), values)
}
