// Package application is idp_application as Terraform sees it: schema, validation, plan and the mapping to the domain.
// It asks platforms only through idp.Platform.
package application

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
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

// ErrUnknown is what Platforms answers while the provider's configuration of a platform is not known yet.
var ErrUnknown = errors.New("the provider's configuration is not known yet")

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	Causes

	// Platform returns a platform by the name of its block, or an error that says what to configure.
	Platform(name string) (idp.Platform, error)
}

// Settings are those of the provider that concern its resources.
type Settings interface {
	Causes

	// Identities decrypt client secrets. There may be none.
	Identities() (encryption.Identities, error)

	// Now is the time.
	Now() time.Time

	// OperationTimeout is the longest time for one create, read, update or delete with all its retries.
	OperationTimeout() time.Duration

	// IgnoreDeletionProtection reports whether protected applications can be deleted.
	IgnoreDeletionProtection() bool
}

// Resource is the managed resource idp_application.
type Resource struct {
	catalog    catalog
	objectType func() types.ObjectType
	platforms  Platforms // nil until the provider is configured
	settings   Settings  // likewise
}

// NewResource returns the resource for platforms of these capabilities.
func NewResource(capabilities []idp.Capabilities) *Resource {
	return &Resource{catalog: capabilities, objectType: sync.OnceValue(func() types.ObjectType {
		t, _ := catalog(capabilities).schema().Type().(types.ObjectType)
		return t
	})}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application"
}

// Schema describes the resource; see schema.go.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.catalog.schema()
}

// Configure takes over the provider's platforms.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
	r.settings = provided.Data[Settings](req.ProviderData, &resp.Diagnostics)
}

// Create registers the application. It is not cancelled with Terraform: an application that was registered while the
// user pressed Ctrl-C must end up in state.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(load(ctx, req.Plan, &plan)...)
	wanted, platform := r.prepare(ctx, plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.OperationTimeout())
	defer cancel()

	ctx, waited := idp.CollectWaits(ctx)
	app, err := platform.Create(ctx, wanted.Registration)
	resp.Diagnostics.Append(wanted.slowed(waited())...)
	if err != nil {
		resp.Diagnostics.Append(wanted.notCreated(app, err))
	}
	if app.Adopted {
		resp.Diagnostics.Append(wanted.adopted(app))
	}
	if app.ID != "" {
		settled, diags := plan.settled(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			settled.DeletionProtection = types.BoolNull() // Terraform replaces it, which must not be refused
		}
		known := memory{Unread: err != nil}.of(app).issued(r.settings.Now())
		resp.Diagnostics.Append(r.catalog.publish(ctx, settled, known, &resp.State, resp.Identity)...)
		resp.Diagnostics.Append(known.keep(ctx, resp.Private)...)
	}
}

// Read brings the state up to date with the platform. A state without an ID is of an application that is not there yet.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	if state.ID.ValueString() == "" {
		resp.State.RemoveResource(ctx)
		return
	}
	remembered, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Application = remembered.complete(known.Application)
	resp.Diagnostics.Append(known.identified(ctx, resp.Identity)...)
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()

	app, waited, err := get(ctx, platform, known.Application)
	resp.Diagnostics.Append(known.slowed(waited)...)
	if err != nil {
		known.notRead(ctx, err, resp)
		return
	}
	if !remembered.Unread {
		resp.Diagnostics.Append(known.drifted(ctx, platform, app)...)
	}
	after := remembered.of(app)
	after.Unread = false
	refreshed, diags := state.refreshed(ctx, known.capabilities.Platform, app)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(known.warnImported(app)...)
	after.SecretRefused, diags = r.verify(ctx, platform, refreshed, subject{app, known.capabilities, nil}, after.SecretIssued)
	resp.Diagnostics.Append(diags...)
	if !reflect.DeepEqual(refreshed, state) || after.OrganizationID != remembered.OrganizationID { // setting it takes a while
		resp.Diagnostics.Append(r.catalog.publish(ctx, refreshed, after, &resp.State, resp.Identity)...)
	}
	if after != remembered {
		resp.Diagnostics.Append(after.keep(ctx, resp.Private)...)
	}
}

// notRead answers a read that failed: only an application that certainly does not exist leaves the state.
func (s subject) notRead(ctx context.Context, err error, resp *resource.ReadResponse) {
	switch {
	case errors.Is(err, idp.ErrNotFound) && s.unheard():
		resp.Diagnostics.Append(s.notThere(err)) // what leaves a state is a warning, and nothing was in this one
	case s.ownerless() && !s.imported():
		resp.Diagnostics.Append(s.notLocated(err))
	case errors.Is(err, idp.ErrNotFound):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(s.gone(err))
	case errors.Is(err, idp.ErrHidden) && !s.imported():
		resp.Diagnostics.Append(s.hidden(err)) // the state stays as it is
	default:
		resp.Diagnostics.Append(s.cannot("read", err))
	}
}

// Update carries out what can be changed in place. What was done before a failure stays in state. Like Create it is not
// cancelled, because it may make a secret.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(load(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	remembered, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	wanted, platform := r.prepare(ctx, plan, &resp.Diagnostics)
	before, _ := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	before.Application = remembered.complete(before.Application)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.OperationTimeout())
	defer cancel()

	before.Scope = wanted.Scope
	if err := before.locate(ctx, platform); err != nil {
		resp.Diagnostics.Append(before.notLocated(err))
		return
	}
	ctx, waited := idp.CollectWaits(ctx)
	rotate := len(plan.rotations(state, wanted.capabilities, remembered.SecretRefused)) > 0
	app, err := change(ctx, platform, before, wanted, rotate)
	resp.Diagnostics.Append(wanted.slowed(waited())...)
	after := remembered.of(app)
	after.Unread = after.Unread || open(err) // the next read takes what it finds, and blames nobody
	if renewed(before.Application, app) {
		after = after.issued(r.settings.Now())
	} else {
		plan.unrotated(state, app, err != nil)
	}
	settle := plan.settled
	if err != nil {
		resp.Diagnostics.Append(wanted.cannot("update", err))
		settle = plan.refreshed
	}
	if app.ID != "" {
		m, diags := settle(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(r.catalog.publish(ctx, m, after, &resp.State, resp.Identity)...)
		resp.Diagnostics.Append(after.keep(ctx, resp.Private)...)
	}
}

// Delete removes the application; one that is gone already is no error.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	resp.Diagnostics.Append(r.notRemoved(state)...) // a plan does not see that -replace is asked for
	remembered, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Application = remembered.complete(known.Application)
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()

	if err := known.recallCredential(ctx, platform); err != nil {
		resp.Diagnostics.Append(known.cannot("delete", err))
		return
	}
	ctx, waited := idp.CollectWaits(ctx)
	err := platform.Delete(ctx, known.Application)
	resp.Diagnostics.Append(known.slowed(waited())...)
	switch {
	case errors.Is(err, idp.ErrStillShown):
		resp.Diagnostics.Append(known.stillShown(err)) // the removal was answered, and nothing more can be done here
	case err != nil:
		resp.Diagnostics.Append(known.cannot("delete", err))
		remembered.Unread = true // a part of it may have been removed
		resp.Diagnostics.Append(remembered.keep(ctx, resp.Private)...)
	}
}

// open reports whether what failed may have been carried out.
func open(err error) bool {
	return errors.Is(err, idp.ErrAmbiguous) || errors.Is(err, idp.ErrUnavailable)
}

// prepare translates a plan or state and finds its platform.
func (r *Resource) prepare(ctx context.Context, m model, diags *diag.Diagnostics) (subject, idp.Platform) {
	s, d := r.catalog.expand(ctx, m)
	diags.Append(d...)
	if diags.HasError() {
		return s, nil
	}
	s.causes = r.settings
	platform, err := r.platforms.Platform(s.capabilities.Platform)
	if err != nil {
		diags.Append(notConfigured(s.capabilities, err, r.settings))
	}
	return s, platform
}
