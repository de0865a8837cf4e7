// Package secret is how a resource keeps, checks and rotates a client secret: the attributes for that, what they plan, and
// what they do.
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

// Kept is the part of a configuration, a plan or a state that has a client secret. Models embed it.
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

// Block describes the block secret.
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

// Encrypted is the encrypted secret, null where there is none.
func (k *Kept) Encrypted() types.String { return fields.Inside[types.String](k.Secret, "encrypted") }

func (k *Kept) setEncrypted(value types.String) { k.Secret = fields.With(k.Secret, "encrypted", value) }

func (k *Kept) recipients() types.List {
	if list, ok := k.Secret.Attributes()["recipients"].(types.List); ok {
		return list
	}
	return types.ListNull(types.StringType)
}

// Path is where the secret is.
func (k *Kept) Path() path.Path {
	if len(k.recipients().Elements()) > 0 {
		return pathEncrypted
	}
	return path.Root("client_secret")
}

// PlanNew marks what another secret changes.
func (k *Kept) PlanNew(c idp.Capabilities) {
	k.ClientSecret = types.StringUnknown()
	k.setEncrypted(types.StringUnknown())
	if c.SeparateCredential {
		k.ClientID = types.StringUnknown()
	}
	k.PlanPlace()
}

// PlanNone shows already in the plan that there will be no secret.
func (k *Kept) PlanNone(c idp.Capabilities) {
	k.ClientSecret = types.StringNull()
	k.setEncrypted(types.StringNull())
	if c.SeparateCredential {
		k.ClientID = types.StringNull()
	}
}

// NeedsSecret refuses what is done with a client secret, for an application whose method has none. A method that is empty or not
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

// PlanPlace shows in which of its two places a new secret will not be.
func (k *Kept) PlanPlace() {
	switch {
	case k.recipients().IsUnknown():
	case len(k.recipients().Elements()) == 0:
		k.setEncrypted(types.StringNull())
	default:
		k.ClientSecret = types.StringNull()
	}
}
