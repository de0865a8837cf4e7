// Package application implements idp_application: schema, validation, plan, and the conversion to the domain. It calls
// platforms only through idp.Platform.
package application

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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

// Resource is the managed resource idp_application.
type Resource struct {
	catalog    catalog
	objectType func() types.ObjectType
	platforms  provided.Platforms // nil until the provider is configured
	settings   provided.Settings  // likewise
}

// NewResource returns the resource for platforms with these capabilities.
func NewResource(capabilities []idp.Capabilities) *Resource {
	c := newCatalog(capabilities)
	return &Resource{catalog: c, objectType: sync.OnceValue(func() types.ObjectType {
		t, _ := c.schema().Type().(types.ObjectType)
		return t
	})}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application"
}

// Schema implements resource.Resource; see schema.go.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.catalog.schema()
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.platforms = provided.Data[provided.Platforms](req.ProviderData, &resp.Diagnostics)
	r.settings = provided.Data[provided.Settings](req.ProviderData, &resp.Diagnostics)
}

// Create registers the application. It ignores cancellation: if the user presses Ctrl-C during the create, the application
// must still be saved in state.
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

	app, err := platform.Create(ctx, wanted.Registration)
	if err != nil {
		resp.Diagnostics.Append(wanted.notCreated(app, err))
	}
	if app.Adopted {
		resp.Diagnostics.Append(wanted.adopted(app))
	}
	resp.Diagnostics.Append(wanted.notCompliant(app)...)
	if app.ID != "" {
		settled, diags := plan.settled(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			settled.DeletionProtection = types.BoolNull() // Terraform replaces it, and protection must not prevent that
		}
		known := memory{Unconfirmed: err != nil}.of(app).issued(r.settings.Now())
		resp.Diagnostics.Append(r.catalog.publish(ctx, settled, known, &resp.State, resp.Identity)...)
		resp.Diagnostics.Append(r.keep(ctx, known, app.ID, resp.Private)...)
	}
}

// notCreated reports a failed create. An application that was registered anyway is in state, tainted. If it is complete, it
// is only a warning: the error concerns an earlier request, or the check of its credentials that followed.
func (t target) notCreated(app idp.Application, err error) diag.Diagnostic {
	const saved = "The provider registered %s and saved its client ID and client secret. %s\n\n%s"
	switch {
	case !t.complete(app):
		return t.cannot("register", err)
	case errors.Is(err, idp.ErrAmbiguous):
		return diag.NewWarningDiagnostic("Application is registered, and an orphaned credential may be left",
			fmt.Sprintf(saved, t.title(), "An earlier request for a credential failed.", t.explain(err)))
	default:
		return diag.NewWarningDiagnostic("Application is registered, but its credentials were not checked",
			fmt.Sprintf(saved, t.title(), "The request that lists its credentials failed.", t.explain(err)))
	}
}

// complete reports whether a create finished everything: the credential is its last step, unless the application has
// dependencies.
func (t target) complete(app idp.Application) bool {
	return t.capabilities.SeparateCredential && app.CredentialID != "" && app.ClientSecret != "" && len(t.Dependencies) == 0
}

// Delete deletes the application. It is not an error if the application no longer exists.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
	resp.Diagnostics.Append(r.notRemoved(state)...) // the plan does not know about -replace
	remembered, diags := r.recall(ctx, req.Private, state)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Application = remembered.complete(known.Application)
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	ctx, report := known.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	if err := known.recallDeleted(ctx, platform); err != nil {
		resp.Diagnostics.Append(known.cannot("delete", err))
		return
	}
	err := platform.Delete(ctx, known.Application)
	switch {
	case errors.Is(err, idp.ErrStillShown):
		resp.Diagnostics.Append(known.stillShown(err)) // the platform confirmed the deletion, and nothing more can be done here
	case err != nil:
		resp.Diagnostics.Append(known.cannot("delete", err))
		remembered = remembered.of(known.Application)
		remembered.Unconfirmed = true // part of it may have been deleted
		resp.Diagnostics.Append(r.keep(ctx, remembered, known.ID, resp.Private)...)
	}
}

// open reports whether a failed request may have been carried out.
func open(err error) bool {
	return errors.Is(err, idp.ErrAmbiguous) || errors.Is(err, idp.ErrUnavailable)
}

// prepare converts a plan or state, and finds its platform.
func (r *Resource) prepare(m model, diags *diag.Diagnostics) (target, idp.Platform) {
	s, d := r.catalog.expand(m)
	diags.Append(d...)
	if diags.HasError() {
		return s, nil
	}
	s.causes = r.settings
	platform, err := r.platforms.Platform(s.capabilities.Platform)
	if err != nil {
		diags.Append(diagnose.NotConfigured(s.capabilities, err, r.settings))
	}
	return s, platform
}
