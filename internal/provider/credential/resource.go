// Package credential is idp_application_credential as Terraform sees it: what an application authenticates with, beside its first
// credential. It asks platforms only through idp.Credentials.
package credential

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
)

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	diagnose.Causes

	// Credentials returns those of a platform by the name of its block, or an error that says what to configure.
	Credentials(name string) (idp.Credentials, error)
}

// Resource is the managed resource idp_application_credential.
type Resource struct {
	catalog   catalog
	platforms Platforms         // nil until the provider is configured
	settings  provided.Settings // likewise
}

// NewResource returns the resource for those platforms of these capabilities whose applications can have more credentials.
func NewResource(capabilities []idp.Capabilities) *Resource {
	return &Resource{catalog: catalog{slices.DeleteFunc(slices.Clone(capabilities), func(c idp.Capabilities) bool {
		return len(c.Credentials) == 0
	})}}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_credential"
}

// Schema describes the resource; see schema.go.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.catalog.schema()
}

// Configure takes over the provider's platforms.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
	r.settings = provided.Data[provided.Settings](req.ProviderData, &resp.Diagnostics)
}

// Create makes the credential. It is not cancelled with Terraform: one that was made while the user pressed Ctrl-C must end up
// in state.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(fields.Load(ctx, req.Plan, &plan)...)
	wanted, platform := r.prepare(plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.OperationTimeout())
	defer cancel()

	ctx, waited := idp.CollectWaits(ctx)
	issued, err := platform.Issue(ctx, wanted.Credential)
	resp.Diagnostics.Append(wanted.object().Waited(waited())...)
	if err != nil {
		resp.Diagnostics.Append(wanted.notCreated(issued, err))
	}
	if issued.ID == "" {
		return
	}
	issued.Scope, issued.Kind = wanted.Scope, wanted.Kind
	wanted.Credential = issued.Credential
	if issued.Adopted {
		resp.Diagnostics.Append(wanted.adopted())
	}
	settled := plan.settled(ctx, issued.Credential)
	resp.Diagnostics.Append(settled.keep(true, secretOf(issued), wanted.how())...)
	resp.Diagnostics.Append(wanted.publish(ctx, settled, &resp.State, resp.Identity)...)
	resp.Diagnostics.Append(r.keep(ctx, memory{Unconfirmed: err != nil}.of(issued.Credential), issued.ID, resp.Private)...)
}

// secretOf is what is secret of a credential that was just made; a credential has one secret at most.
func secretOf(issued idp.Issued) idp.Secret {
	if issued.KeyFile != "" {
		return issued.KeyFile
	}
	return issued.ClientSecret
}

// Delete revokes the credential; one that is gone already is no error.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
	remembered, diags := r.recall(ctx, req.Private, state)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Credential = remembered.complete(known.Credential)
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()

	ctx, waited := idp.CollectWaits(ctx)
	err := platform.Revoke(ctx, known.Credential)
	resp.Diagnostics.Append(known.object().Waited(waited())...)
	switch {
	case errors.Is(err, idp.ErrStillShown):
		resp.Diagnostics.Append(known.stillShown(err)) // the removal was answered, and nothing more can be done here
	case err != nil:
		resp.Diagnostics.Append(known.cannot("revoke", err))
	}
}

// prepare translates a plan or state and finds its platform.
func (r *Resource) prepare(m model, diags *diag.Diagnostics) (target, idp.Credentials) {
	t, err := r.catalog.expand(m)
	if err != nil {
		diags.AddError("Credential without a platform", err.Error())
		return t, nil
	}
	t.causes = r.settings
	platform, err := r.platforms.Credentials(t.capabilities.Platform)
	if err != nil {
		diags.Append(diagnose.NotConfigured(t.capabilities, err, r.settings))
	}
	return t, platform
}
