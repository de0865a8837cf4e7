// Package fastpath answers Terraform's calls about unchanged resources, which are most calls of most plans, without the
// framework.
//
// It returns the framework's response, or none; then the framework handles the call. A resource decides what is unchanged
// with the same functions as in the framework's calls. Between calls, only state that belongs to one configuration of the
// provider is kept.
package fastpath

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Resource decides about one type of resource. Its methods return false whenever the framework might do more than confirm
// the state.
type Resource interface {
	// ObjectType is the type of configurations, plans and states of the present schema version.
	ObjectType() types.ObjectType

	// Version is that of the schema.
	Version() int64

	// Know returns what the resource makes of a state; nil where it cannot confirm it.
	Know(ctx context.Context, state Values, private Private) Known

	// ReadUnchanged asks the platform, and reports whether state and private state stay as they are. Otherwise the context that
	// it returns hands on what the platform answered: it is not asked twice.
	ReadUnchanged(ctx context.Context, known Known) (context.Context, Identity, bool)

	// PlanUnchanged reports whether a proposal that equals the state is planned as it is.
	PlanUnchanged(ctx context.Context, known Known, config Config) bool

	// ConfigValid reports whether validation has nothing to say.
	ConfigValid(ctx context.Context, config Values) bool
}

// Values are the attributes of a configuration, a plan or a state. An object of the framework would copy and check them again.
type Values map[string]attr.Value

// Identity is the attributes of a resource's identity.
type Identity map[string]types.String

// Known is a state and its private state, as the resource has them. Nobody may change it.
type Known any

// Config reads the configuration, which most plans can do without.
type Config func() (Values, bool)

// Private is the private state of a resource, for reading.
type Private map[string][]byte

// GetKey returns a value, nil where there is none.
func (p Private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

// decodePrivate reads the private state in the form that the framework gives it. What the framework notes for itself, it has to
// see.
func decodePrivate(content []byte) (Private, bool) {
	private := Private{}
	if len(content) > 0 && json.Unmarshal(content, &private) != nil {
		return nil, false
	}
	for key := range private {
		if strings.HasPrefix(key, ".") {
			return nil, false
		}
	}
	return private, true
}

// Resources are the types of a provider of one configuration.
type Resources struct {
	types  map[string]Resource // by their names
	recent recent
}

// New returns resources of these types.
func New(types map[string]Resource) *Resources { return &Resources{types: types} }

// find returns a type of a provider whose fast path is on: nil has none.
func (r *Resources) find(name string) (Resource, bool) {
	if r == nil {
		return nil, false
	}
	resource, ok := r.types[name]
	return resource, ok
}

// Read answers where the platform confirms the state.
func (r *Resources) Read(ctx context.Context, req *tfprotov6.ReadResourceRequest) (context.Context, *tfprotov6.ReadResourceResponse) {
	resource, ok := r.find(req.TypeName)
	if !ok || req.ProviderMeta != nil && len(req.ProviderMeta.MsgPack) > 1 {
		return ctx, nil
	}
	known := know(ctx, resource, req.CurrentState, req.Private)
	if known == nil {
		return ctx, nil
	}
	ctx, identity, unchanged := resource.ReadUnchanged(ctx, known)
	if !unchanged {
		return ctx, nil
	}
	r.recent.keep(req.CurrentState, req.Private, known)
	has := req.CurrentIdentity
	if !identified(has) {
		has = encodeIdentity(identity)
	}
	return ctx, &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: has, Private: req.Private}
}

// Plan answers where the proposal is the prior state.
func (r *Resources) Plan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	resource, ok := r.find(req.TypeName)
	if !ok || req.PriorState == nil || req.ProposedNewState == nil || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return nil
	}
	known := r.recent.take(req.PriorState, req.PriorPrivate)
	if known == nil {
		known = know(ctx, resource, req.PriorState, req.PriorPrivate)
	}
	config := func() (Values, bool) {
		values, err := decodeValues(req.Config, resource.ObjectType())
		return values, err == nil
	}
	if known == nil || !resource.PlanUnchanged(ctx, known, config) {
		return nil
	}
	identity := req.PriorIdentity
	if !identified(identity) {
		identity = encodeIdentity(nil) // as the framework has it, which plans none
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: identity,
	}
}

// know decodes what Terraform sent, nil where that takes the framework.
func know(ctx context.Context, resource Resource, state *tfprotov6.DynamicValue, private []byte) Known {
	entries, ok := decodePrivate(private)
	if !ok {
		return nil
	}
	values, err := decodeValues(state, resource.ObjectType())
	if err != nil {
		return nil
	}
	return resource.Know(ctx, values, entries)
}

// Validate answers where nothing is wrong.
func (r *Resources) Validate(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) *tfprotov6.ValidateResourceConfigResponse {
	resource, ok := r.find(req.TypeName)
	if !ok {
		return nil
	}
	config, err := decodeValues(req.Config, resource.ObjectType())
	if err != nil || !resource.ConfigValid(ctx, config) {
		return nil
	}
	return &tfprotov6.ValidateResourceConfigResponse{}
}

// Upgrade answers where the state has the present version and form.
func (r *Resources) Upgrade(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	resource, ok := r.find(req.TypeName)
	if !ok || req.Version != resource.Version() || req.RawState == nil || !fits(req.RawState.JSON, resource.ObjectType()) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}
}

// identified reports whether Terraform has an identity. Before 1.12 it has none, and none for states of such releases.
func identified(id *tfprotov6.ResourceIdentityData) bool {
	return id != nil && id.IdentityData != nil && len(id.IdentityData.MsgPack) > 1 // one byte is null
}

// fits reports whether a state in JSON has the attributes of an object, all of them and no other.
func fits(content []byte, t types.ObjectType) bool {
	var state any // of which the decoder makes less than of a map of raw messages
	return json.Unmarshal(content, &state) == nil && hasAttributes(state, t)
}

// partFits looks into blocks. Those of which there may be several are a set, which is empty where there are none.
func partFits(value any, t attr.Type) bool {
	switch t := t.(type) {
	case types.ObjectType:
		return value == nil || hasAttributes(value, t)
	case types.SetType:
		object, blocks := t.ElemType.(types.ObjectType)
		if !blocks {
			return true
		}
		elements, ok := value.([]any)
		return ok && !slices.ContainsFunc(elements, func(element any) bool { return !hasAttributes(element, object) })
	}
	return true
}

func hasAttributes(value any, t types.ObjectType) bool {
	values, ok := value.(map[string]any)
	if !ok || len(values) != len(t.AttrTypes) {
		return false
	}
	for name, inner := range t.AttrTypes {
		value, ok := values[name]
		if !ok || !partFits(value, inner) {
			return false
		}
	}
	return true
}
