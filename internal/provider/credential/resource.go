// Package credential implements idp_application_credential: the credentials of an application besides its first one. It
// calls platforms only through idp.Credentials.
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

	// Credentials returns a platform's credentials by the name of its block, or an error that says what to configure.
	Credentials(name string) (idp.Credentials, error)

	// FirstPage returns the first page of a platform's applications in a scope, like provided.Platforms.
	FirstPage(ctx context.Context, name string, scope idp.Scope) (idp.Page, error)
}

// Resource is the managed resource idp_application_credential.
type Resource struct {
	catalog   catalog
	platforms Platforms         // nil until the provider is configured
	settings  provided.Settings // likewise
}

// NewResource returns the resource for those platforms whose applications can have additional credentials.
func NewResource(capabilities []idp.Capabilities) *Resource {
	return &Resource{catalog: catalog{slices.DeleteFunc(slices.Clone(capabilities), func(c idp.Capabilities) bool {
		return len(c.Credentials) == 0
	})}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application_credential"
}

// Schema implements resource.Resource; see schema.go.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.catalog.schema()
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
	r.settings = provided.Data[provided.Settings](req.ProviderData, &resp.Diagnostics)
}

// Create creates the credential. It ignores cancellation: if the user presses Ctrl-C during the create, the credential must
// still be saved in state.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(fields.Load(ctx, req.Plan, &plan)...)
	wanted, platform := r.prepare(plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.OperationTimeout())
	defer cancel()
	ctx, report := wanted.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	issued, err := platform.Issue(ctx, wanted.Credential)
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
	known := memory{Unconfirmed: err != nil, NeverWorked: resp.Diagnostics.HasError()}
	resp.Diagnostics.Append(r.keep(ctx, known.of(issued.Credential), issued.ID, resp.Private)...)
}

// secretOf returns the secret of a new credential; a credential has at most one.
func secretOf(issued idp.Issued) idp.Secret {
	if issued.KeyFile != "" {
		return issued.KeyFile
	}
	return issued.ClientSecret
}

// Delete revokes the credential. It is not an error if the credential no longer exists.
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
	ctx, report := known.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	err := platform.Revoke(ctx, known.Credential)
	switch {
	case errors.Is(err, idp.ErrStillShown):
		resp.Diagnostics.Append(known.stillShown(err)) // the platform confirmed the deletion, and nothing more can be done here
	case err != nil:
		resp.Diagnostics.Append(known.cannot("revoke", err))
	}
}

// prepare converts a plan or state, and finds its platform.
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
