// Package clientsecret implements the ephemeral resource idp_client_secret, which decrypts secret.encrypted of an
// idp_application. It calls no platform and changes nothing.
package clientsecret

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var (
	_ ephemeral.EphemeralResource              = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure = (*Ephemeral)(nil)
)

// Keys is the part of the provider's data that the ephemeral resource needs.
type Keys interface {
	// Identities returns the private keys that decrypt client secrets, possibly none.
	Identities() (encryption.Identities, error)
}

// Ephemeral is the ephemeral resource idp_client_secret.
type Ephemeral struct{ keys Keys }

// New returns the ephemeral resource.
func New() ephemeral.EphemeralResource { return &Ephemeral{} }

type model struct {
	Encrypted    types.String `tfsdk:"encrypted"`
	AgeIdentity  types.String `tfsdk:"age_identity"`
	ClientSecret types.String `tfsdk:"client_secret"`
}

// Metadata implements ephemeral.EphemeralResource.
func (e *Ephemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_client_secret"
}

// Schema implements ephemeral.EphemeralResource.
func (e *Ephemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Decrypts a client secret during a run, for a write-only argument, another provider or a provisioner. Plan and state never contain " +
			"the decrypted secret. Needs Terraform 1.10 or OpenTofu 1.11. Write-only arguments, as in the example, need Terraform 1.11 or " +
			"OpenTofu 1.11.\n\nIt calls no platform and changes nothing, so it is safe in a plan.",
		Attributes: map[string]schema.Attribute{
			"encrypted": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Age file to decrypt: `secret.encrypted` of an `idp_application` or `idp_application_credential`.",
			},
			"age_identity": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Private key that decrypts the secret. Default: the provider's `age_identity`. The content of an age key file, or of an SSH " +
					"private key without a passphrase.",
			},
			"client_secret": schema.StringAttribute{
				Computed: true, Sensitive: true, MarkdownDescription: "Decrypted client secret or key file.",
			},
		},
	}
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.keys = provided.Data[Keys](req.ProviderData, &resp.Diagnostics)
}

// Open decrypts the secret.
func (e *Ephemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	identities, err := e.identities(m)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("age_identity"), "No identity to decrypt with", "The secret cannot be decrypted: "+err.Error()+".")
		return
	}
	secret, err := identities.Decrypt(m.Encrypted.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("encrypted"), "Cannot decrypt the client secret", "The value cannot be decrypted: "+err.Error()+
			".\n\nSet encrypted to secret.encrypted of an idp_application, and the identity (age_identity, IDP_AGE_IDENTITY or IDP_AGE_IDENTITY_FILE) to "+
			"the private key of one of its secret.recipients.")
		return
	}
	m.ClientSecret = types.StringValue(secret.Reveal())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}

func (e *Ephemeral) identities(m model) (encryption.Identities, error) {
	if !m.AgeIdentity.IsNull() {
		identities, err := encryption.ParseIdentities(idp.Secret(m.AgeIdentity.ValueString()))
		if err != nil {
			return nil, fmt.Errorf("age_identity cannot be used: %w", err)
		}
		return identities, nil
	}
	identities, err := e.keys.Identities()
	if err == nil && len(identities) == 0 {
		err = errors.New("set age_identity here or in the provider's configuration, or IDP_AGE_IDENTITY or IDP_AGE_IDENTITY_FILE")
	}
	return identities, err
}
