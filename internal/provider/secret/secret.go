// Package secret stores, verifies and rotates the client secret of a resource: the attributes for it, and what they plan and
// do.
package secret

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// Kept is the part of a configuration, plan or state that concerns the client secret. Models embed it.
type Kept struct {
	ClientID          types.String `tfsdk:"client_id"`
	ClientSecret      types.String `tfsdk:"client_secret"`
	Secret            types.Object `tfsdk:"secret"`
	RotateWhenChanged types.Map    `tfsdk:"rotate_when_changed"`
}

var (
	block          = path.Root("secret")
	pathRecipients = block.AtName("recipients")
	pathVerify     = block.AtName("verify")
	pathEncrypted  = block.AtName("encrypted")
)

// Block returns the schema of the block secret.
func Block() schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Storage and verification of the client secret. See [Secrets](../guides/secrets.md).",
		Attributes: map[string]schema.Attribute{
			"recipients": recipientsAttribute(),
			"verify":     verifyAttribute(),
			"encrypted": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "Client secret, encrypted to `recipients` (an armored age file). Not sensitive. Decrypt it with " +
					"`age` or the ephemeral resource `idp_client_secret`.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

// Encrypted returns the encrypted secret, null if there is none.
func (k *Kept) Encrypted() types.String { return fields.Inside[types.String](k.Secret, "encrypted") }

func (k *Kept) setEncrypted(value types.String) { k.Secret = fields.With(k.Secret, "encrypted", value) }

func (k *Kept) recipients() types.List {
	if list, ok := k.Secret.Attributes()["recipients"].(types.List); ok {
		return list
	}
	return types.ListNull(types.StringType)
}

// Path returns the path of the attribute that holds the secret.
func (k *Kept) Path() path.Path {
	if len(k.recipients().Elements()) > 0 {
		return pathEncrypted
	}
	return path.Root("client_secret")
}

// PlanNew marks as unknown what a new secret changes.
func (k *Kept) PlanNew(c idp.Capabilities) {
	k.ClientSecret = types.StringUnknown()
	k.setEncrypted(types.StringUnknown())
	if c.SeparateCredential {
		k.ClientID = types.StringUnknown()
	}
	k.PlanPlace()
}

// PlanNone plans null for the attributes of a secret, because there will be none.
func (k *Kept) PlanNone(c idp.Capabilities) {
	k.ClientSecret = types.StringNull()
	k.setEncrypted(types.StringNull())
	if c.SeparateCredential {
		k.ClientID = types.StringNull()
	}
}

// NeedsSecret refuses verification and rotation for an auth method without a client secret. A method that is empty or not
// known may have one.
func (k *Kept) NeedsSecret(method types.String) (diags diag.Diagnostics) {
	if method.ValueString() == "" || idp.AuthMethod(method.ValueString()).HasSecret() {
		return nil
	}
	refuse := func(at path.Path, verb string) {
		diags.AddAttributeError(at, "There is no client secret to "+verb, fmt.Sprintf(
			"An application with auth_method %q has no client secret. Remove %s, or set another auth_method.", method.ValueString(), at))
	}
	if k.Verifies() {
		refuse(pathVerify, "verify")
	}
	if len(triggers(k.RotateWhenChanged)) > 0 {
		refuse(path.Root("rotate_when_changed"), "rotate")
	}
	return diags
}

// PlanPlace plans null for the attribute that will not hold the new secret: client_secret or secret.encrypted.
func (k *Kept) PlanPlace() {
	switch {
	case k.recipients().IsUnknown():
	case len(k.recipients().Elements()) == 0:
		k.setEncrypted(types.StringNull())
	default:
		k.ClientSecret = types.StringNull()
	}
}
