// Package fields converts Terraform's values to structs, and back.
//
// The framework can do this too, but compiles a regular expression for each field each time. That was a fifth of the cost of
// an unchanged application in a plan. This package supports structs of framework values only.
package fields

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Inside returns an attribute of a block; null if the block is absent.
func Inside[T attr.Value](block types.Object, name string) (value T) {
	value, _ = block.Attributes()[name].(T)
	return value
}

// With returns a block with this value of an attribute. An absent block stays absent.
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

// Text returns a string as Terraform stores it: null if it is empty.
func Text(value string) types.String {
	if value == "" {
		return types.StringNull()
	}
	return types.StringValue(value)
}

// Set returns a set of strings: null if there are none. It removes duplicates, which platforms may return.
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

// Strings returns the known strings of a set or a list.
func Strings(collection interface{ Elements() []attr.Value }) []string {
	var values []string
	for _, element := range collection.Elements() {
		if s, ok := element.(types.String); ok && !s.IsUnknown() && !s.IsNull() {
			values = append(values, s.ValueString())
		}
	}
	return values
}
