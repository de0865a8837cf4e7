package application

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
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

func (m *model) verifies() bool { return fields.Inside[types.Bool](m.Secret, "verify").ValueBool() }

func (m *model) encrypted() types.String { return fields.Inside[types.String](m.Secret, "encrypted") }

func (m *model) setEncrypted(value types.String) {
	m.Secret = fields.With(m.Secret, "encrypted", value)
}
