package clientsecret_test

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// vault stands in for another provider with a write-only argument, and records the values that it receives.
type vault struct {
	mu      sync.Mutex
	written []string
}

func (v *vault) last() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.written) == 0 {
		return ""
	}
	return v.written[len(v.written)-1]
}

type kv struct{ vault *vault }

type kvModel struct {
	Mount   types.String `tfsdk:"mount"`
	Name    types.String `tfsdk:"name"`
	Data    types.String `tfsdk:"data_json_wo"`
	Version types.Int64  `tfsdk:"data_json_wo_version"`
}

func (k *kv) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (k *kv) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"mount":                schema.StringAttribute{Required: true},
		"name":                 schema.StringAttribute{Required: true},
		"data_json_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
		"data_json_wo_version": schema.Int64Attribute{Optional: true},
	}}
}

func (k *kv) write(m kvModel) {
	k.vault.mu.Lock()
	defer k.vault.mu.Unlock()
	k.vault.written = append(k.vault.written, m.Data.ValueString())
}

func (k *kv) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config kvModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	k.write(config)
	resp.State.Raw = req.Plan.Raw
}

func (k *kv) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (k *kv) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config kvModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	k.write(config)
	resp.State.Raw = req.Plan.Raw
}

func (k *kv) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
