// Package fields moves Terraform's values into structs, and back.
//
// The framework can fill structs by itself, but compiles a regular expression for each field each time, which was a fifth
// of what an unchanged application costs in a plan. This package does the same for structs of framework values.
package fields

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Inside returns an attribute of a block; null where there is no such block.
func Inside[T attr.Value](block types.Object, name string) (value T) {
	value, _ = block.Attributes()[name].(T)
	return value
}

// With returns a block with another value of an attribute. A block that is not there stays so.
//
//nolint:contextcheck,nolintlint // the types of values need no context, which the linter looks for where this is called
func With(block types.Object, name string, value attr.Value) types.Object {
	values := block.Attributes()
	if _, ok := values[name]; !ok {
		return block
	}
	values[name] = value
	return types.ObjectValueMust(block.AttributeTypes(context.Background()), values)
}

// Text is a string of the domain as Terraform keeps it: null where it is empty.
func Text(value string) types.String {
	if value == "" {
		return types.StringNull()
	}
	return types.StringValue(value)
}

// Set is a set of strings: null where there are none. Platforms may keep a value twice.
func Set(values []string) types.Set {
	if len(values) == 0 {
		return types.SetNull(types.StringType)
	}
	var list []attr.Value
	for _, value := range slices.Compact(slices.Sorted(slices.Values(values))) {
		list = append(list, types.StringValue(value))
	}
	return types.SetValueMust(types.StringType, list)
}

// Strings returns the known strings of a set or a list, nil for none.
func Strings(collection interface{ Elements() []attr.Value }) []string {
	var values []string
	for _, element := range collection.Elements() {
		if s, ok := element.(types.String); ok && !s.IsUnknown() && !s.IsNull() {
			values = append(values, s.ValueString())
		}
	}
	return values
}
