// Package fastpath answers Terraform's calls about resources that have not changed, which are most calls of most plans,
// without the framework.
//
// It gives the answers that the framework would give, or none: then the framework's way is taken. A resource decides what
// has not changed with the same functions as on that way. Nothing is kept between calls but what belongs to one
// configuration of the provider.
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

// Resource decides about one type of resource. Its methods report false wherever the framework's way may do anything but
// confirm.
type Resource interface {
	// ObjectType is the type of configurations, plans and states of the present schema version.
	ObjectType() types.ObjectType

	// Version is that of the schema.
	Version() int64

	// ReadUnchanged asks the platform, and reports whether state and private state stay as they are. Otherwise the context that
	// it returns hands on what the platform answered: it is not asked twice.
	ReadUnchanged(ctx context.Context, state types.Object, private Private) (context.Context, bool)

	// PlanUnchanged reports whether a proposal that equals the state is planned as it is.
	PlanUnchanged(ctx context.Context, state types.Object, config Config, private Private) bool

	// ConfigValid reports whether validation has nothing to say.
	ConfigValid(ctx context.Context, config types.Object) bool
}

// Config reads the configuration, which most plans can do without.
type Config func() (types.Object, bool)

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

// Resources are the types of a provider that is configured, by their names. It is nil for one that is not.
type Resources map[string]Resource

// Read answers where the platform confirms the state.
func (r Resources) Read(ctx context.Context, req *tfprotov6.ReadResourceRequest) (context.Context, *tfprotov6.ReadResourceResponse) {
	resource, ok := r[req.TypeName]
	if !ok || !identified(req.CurrentIdentity) || req.ProviderMeta != nil && len(req.ProviderMeta.MsgPack) > 1 {
		return ctx, nil
	}
	private, ok := decodePrivate(req.Private)
	if !ok {
		return ctx, nil
	}
	state, err := decodeObject(req.CurrentState, resource.ObjectType())
	if err != nil {
		return ctx, nil
	}
	ctx, unchanged := resource.ReadUnchanged(ctx, state, private)
	if !unchanged {
		return ctx, nil
	}
	return ctx, &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}
}

// Plan answers where the proposal is the prior state.
func (r Resources) Plan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	resource, ok := r[req.TypeName]
	if !ok || req.PriorState == nil || req.ProposedNewState == nil || !bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack) {
		return nil
	}
	private, ok := decodePrivate(req.PriorPrivate)
	if !ok || !identified(req.PriorIdentity) {
		return nil
	}
	config := func() (types.Object, bool) {
		object, err := decodeObject(req.Config, resource.ObjectType())
		return object, err == nil
	}
	state, err := decodeObject(req.PriorState, resource.ObjectType())
	if err != nil || !resource.PlanUnchanged(ctx, state, config, private) {
		return nil
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.PriorState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity,
	}
}

// Validate answers where nothing is wrong.
func (r Resources) Validate(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) *tfprotov6.ValidateResourceConfigResponse {
	resource, ok := r[req.TypeName]
	if !ok {
		return nil
	}
	config, err := decodeObject(req.Config, resource.ObjectType())
	if err != nil || !resource.ConfigValid(ctx, config) {
		return nil
	}
	return &tfprotov6.ValidateResourceConfigResponse{}
}

// Upgrade answers where the state has the present version and form.
func (r Resources) Upgrade(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	resource, ok := r[req.TypeName]
	if !ok || req.Version != resource.Version() || req.RawState == nil || !fits(req.RawState.JSON, resource.ObjectType()) {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}
}

func identified(id *tfprotov6.ResourceIdentityData) bool {
	return id != nil && id.IdentityData != nil && len(id.IdentityData.MsgPack) > 1 // one byte is null
}

// fits reports whether a state in JSON has the attributes of an object, all of them and no other.
func fits(content []byte, t types.ObjectType) bool {
	var values map[string]json.RawMessage
	if json.Unmarshal(content, &values) != nil || len(values) != len(t.AttrTypes) {
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

// partFits looks into blocks. Those of which there may be several are a set, which is empty where there are none.
func partFits(content []byte, t attr.Type) bool {
	switch t := t.(type) {
	case types.ObjectType:
		return string(content) == "null" || fits(content, t)
	case types.SetType:
		object, blocks := t.ElemType.(types.ObjectType)
		if !blocks {
			return true
		}
		var elements []json.RawMessage
		if json.Unmarshal(content, &elements) != nil || elements == nil {
			return false
		}
		return !slices.ContainsFunc(elements, func(element json.RawMessage) bool { return !fits(element, object) })
	}
	return true
}
