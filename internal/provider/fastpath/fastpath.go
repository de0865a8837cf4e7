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
	// ObjectType returns the type of configurations, plans and states in the current schema version.
	ObjectType() types.ObjectType

	// Version returns the version of the schema.
	Version() int64

	// Know returns the resource's own form of a state; nil if the resource cannot confirm it.
	Know(ctx context.Context, state Values, private Private) Known

	// ReadUnchanged asks the platform, and reports whether state and private state stay as they are. Otherwise the context that
	// it returns hands on what the platform answered: it is not asked twice.
	ReadUnchanged(ctx context.Context, known Known) (context.Context, Identity, bool)

	// PlanUnchanged reports whether the resource plans no change if the proposed state equals the prior state.
	PlanUnchanged(ctx context.Context, known Known, config Config) bool

	// ConfigValid reports whether validation returns no diagnostics.
	ConfigValid(ctx context.Context, config Values) bool
}

// Values are the attributes of a configuration, plan or state. A framework object would copy and check them again.
type Values map[string]attr.Value

// Identity contains the attributes of a resource's identity.
type Identity map[string]types.String

// Known is the resource's own form of a state and its private state. It must not be modified.
type Known any

// Config decodes the configuration on demand: most plans do not need it.
type Config func() (Values, bool)

// Private is the private state of a resource, read-only.
type Private map[string][]byte

// GetKey returns a value, nil if there is none.
func (p Private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

// decodePrivate decodes private state in the framework's format. It reports false if there are entries of the framework,
// which the framework itself must see.
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

// Resources are the resource types of a configured provider.
type Resources struct {
	types  map[string]Resource // by name
	recent recent
}

// New returns Resources with these types.
func New(types map[string]Resource) *Resources { return &Resources{types: types} }

// find returns a resource type. A nil receiver, which means that the fast path is off, has none.
func (r *Resources) find(name string) (Resource, bool) {
	if r == nil {
		return nil, false
	}
	resource, ok := r.types[name]
	return resource, ok
}

// Read returns a response if the platform confirms the state, otherwise nil.
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

// Plan returns a response if the proposed state equals the prior state and the resource plans no change, otherwise nil.
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
		identity = encodeIdentity(nil) // like the framework, which plans a null identity
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: identity,
	}
}

// know decodes a state; it returns nil if that takes the framework.
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

// Validate returns a response if the configuration is valid, otherwise nil.
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

// Upgrade returns a response if the state has the current schema version and its attributes, otherwise nil.
func (r *Resources) Upgrade(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	resource, ok := r.find(req.TypeName)
	if !ok || req.Version != resource.Version() || req.RawState == nil || !fits(req.RawState.JSON, resource.ObjectType()) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}
}

// identified reports whether Terraform sent an identity. Releases before 1.12 send none, and the states that they wrote have
// none.
func identified(id *tfprotov6.ResourceIdentityData) bool {
	return id != nil && id.IdentityData != nil && len(id.IdentityData.MsgPack) > 1 // a single byte is null
}

// fits reports whether a state in JSON has exactly the attributes of an object type.
func fits(content []byte, t types.ObjectType) bool {
	var state any // decoding into any allocates less than into a map of raw messages
	return json.Unmarshal(content, &state) == nil && hasAttributes(state, t)
}

// partFits checks nested blocks. Repeatable blocks are a set, which is empty if there are none.
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
