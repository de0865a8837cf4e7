package fields

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Choose returns the platform's value, or, with keep, present if it is known.
func Choose(keep bool, present types.String, value string) types.String {
	if keep && !present.IsUnknown() {
		return present
	}
	return Text(value)
}

// ChooseOr is Choose for an attribute whose null means a default: null is kept while the platform has the default.
func ChooseOr(keep bool, present types.String, value, fallback string) types.String {
	if value == fallback && !present.IsUnknown() && present.ValueString() == "" {
		return present
	}
	return Choose(keep, present, value)
}

// ChooseBool is Choose for a bool. Null means false, and is kept.
func ChooseBool(keep bool, present types.Bool, value bool) types.Bool {
	if !present.IsUnknown() && (keep || present.ValueBool() == value) {
		return present
	}
	return types.BoolValue(value)
}

// ChooseDuration is Choose for a duration. The notation of an equal duration is kept. Null means zero.
func ChooseDuration(keep bool, present types.String, value time.Duration) types.String {
	d, err := time.ParseDuration(present.ValueString())
	same := present.IsNull() && value == 0 || err == nil && d == value
	if !present.IsUnknown() && (keep || same) {
		return present
	}
	return types.StringValue(value.String())
}

// ChooseSet is Choose for a set. Null and an empty set are equal, so present is kept if both sets are empty.
func ChooseSet(keep bool, present types.Set, values []string) types.Set {
	known := !present.IsUnknown()
	if known && (keep || len(present.Elements()) == 0 && len(values) == 0) {
		return present
	}
	return Set(values)
}

// ChooseSetOr is ChooseSet for an attribute whose null means a default of one value.
func ChooseSetOr(keep bool, present types.Set, values []string, fallback string) types.Set {
	if len(present.Elements()) == 0 && len(values) == 1 && values[0] == fallback {
		values = nil
	}
	return ChooseSet(keep, present, values)
}

// Known reports whether a value and all its elements are known. A nil value counts as known.
func Known(value attr.Value) bool {
	if value == nil {
		return true
	}
	if value.IsUnknown() {
		return false
	}
	switch value := value.(type) {
	case interface{ Elements() []attr.Value }: // a set or a list
		for _, element := range value.Elements() {
			if !Known(element) {
				return false
			}
		}
	case types.Object:
		for _, part := range value.Attributes() {
			if !Known(part) {
				return false
			}
		}
	}
	return true
}
