package block

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// dependencyModel is a block keycard.dependency.
type dependencyModel struct {
	ResourceID    types.String `tfsdk:"resource_id"`
	WhenAccessing types.Set    `tfsdk:"when_accessing"`
}

var dependencyType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"resource_id": types.StringType, "when_accessing": types.SetType{ElemType: types.StringType},
}}

func dependencySchema() schema.SetNestedBlock {
	return schema.SetNestedBlock{
		MarkdownDescription: "Resource that the application may request tokens for. With one or more of these blocks, Terraform manages all dependencies of the " +
			"application; without any, it manages none. Removing the last block removes the dependencies in state. An import does not read dependencies.",
		NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"resource_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the resource."},
			"when_accessing": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of resources that this application provides. Default: none, and the dependency always applies. With IDs, it applies only " +
					"while one of those resources is accessed.",
			},
		}},
	}
}

// ValidateDependencies checks the blocks keycard.dependency.
func ValidateDependencies(keycard types.Object) (diags diag.Diagnostics) {
	set, _ := keycard.Attributes()["dependency"].(types.Set)
	seen := map[string]bool{}
	for _, element := range set.Elements() {
		var m dependencyModel
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		diags.Append(fields.Fill(object, &m)...)
		at, id := rules.Path(idp.AttributeDependency).AtSetValue(element), m.ResourceID
		if id.IsUnknown() {
			continue
		}
		if wrong := idp.CheckSegment(id.ValueString()); wrong != "" {
			diags.AddAttributeError(at.AtName("resource_id"), "Invalid keycard.dependency", "At Keycard, resource_id "+wrong+".")
		}
		if seen[id.ValueString()] {
			diags.AddAttributeError(at, "Two dependencies on one resource", fmt.Sprintf(
				"Resource %q has more than one dependency block. Write one, with all of when_accessing.", id.ValueString()))
		}
		seen[id.ValueString()] = true
		for _, resource := range fields.Strings(m.WhenAccessing) {
			if wrong := idp.CheckSegment(resource); wrong != "" {
				diags.AddAttributeError(at.AtName("when_accessing").AtSetValue(types.StringValue(resource)), "Invalid keycard.dependency",
					"At Keycard, an ID in when_accessing "+wrong+".")
			}
		}
	}
	return diags
}

// expandDependencies returns nil for an empty set: dependencies are then not managed.
func expandDependencies(set types.Set) (all []idp.Dependency, diags diag.Diagnostics) {
	for _, element := range set.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		var m dependencyModel
		diags.Append(fields.Fill(object, &m)...)
		all = append(all, idp.Dependency{ResourceID: m.ResourceID.ValueString(), WhenAccessing: fields.Strings(m.WhenAccessing)})
	}
	return all, diags
}

// flattenDependencies keeps the configuration's notation for an unconditional dependency: null or an empty set.
func flattenDependencies(present types.Set, has []idp.Dependency, keep bool) (types.Set, diag.Diagnostics) {
	known := !present.IsUnknown()
	if known && (keep || len(present.Elements()) == 0 && len(has) == 0) {
		return present, nil
	}
	var diags diag.Diagnostics
	before := map[string]dependencyModel{}
	for _, element := range present.Elements() {
		var m dependencyModel
		if object, ok := element.(types.Object); ok && !object.IsUnknown() {
			diags.Append(fields.Fill(object, &m)...)
			before[m.ResourceID.ValueString()] = m
		}
	}
	var elements []attr.Value
	for _, dependency := range slices.SortedFunc(slices.Values(has), func(a, b idp.Dependency) int { return cmp.Compare(a.ResourceID, b.ResourceID) }) {
		m, ok := before[dependency.ResourceID]
		if !ok {
			m.WhenAccessing = types.SetNull(types.StringType)
		}
		m.ResourceID = types.StringValue(dependency.ResourceID)
		m.WhenAccessing = fields.ChooseSet(false, m.WhenAccessing, dependency.WhenAccessing)
		element, d := fields.Pack(m, dependencyType.AttrTypes)
		diags.Append(d...)
		elements = append(elements, element)
	}
	set, d := types.SetValue(dependencyType, elements)
	if set.Equal(present) { // only the order differs
		set = present
	}
	return set, append(diags, d...)
}
