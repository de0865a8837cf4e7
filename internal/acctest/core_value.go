package acctest

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Text returns a string attribute, "" if it is null. The names are those of its blocks and its own.
func (c *Core) Text(names ...string) string { return text(c.instance.value, names...) }

// text returns a string in a value, "" if it is null or there is no value.
func text(value tftypes.Value, names ...string) string {
	for _, name := range names {
		value = members(value)[name]
	}
	var found string
	_ = value.As(&found) // stays empty if it is not a string
	return found
}

func members(object tftypes.Value) map[string]tftypes.Value {
	var all map[string]tftypes.Value
	_ = object.As(&all) // stays empty for null
	return maps.Clone(all)
}

func (p process) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	encoded, err := tfprotov6.NewDynamicValue(p.kind, value)
	if err != nil {
		return nil // the provider rejects it
	}
	return &encoded
}

func (p process) value(encoded *tfprotov6.DynamicValue) tftypes.Value {
	null := tftypes.NewValue(p.kind, nil)
	if encoded == nil {
		return null
	}
	value, err := encoded.Unmarshal(p.kind)
	if err != nil {
		return null
	}
	return value
}

func (p process) instance(state *tfprotov6.DynamicValue, private []byte, identity *tfprotov6.ResourceIdentityData) instance {
	return instance{value: p.value(state), private: private, identity: identity}
}

// Unknown is an attribute's value that is known only after apply.
const Unknown = unknown("known after apply")

type unknown string

// shaped returns a Go value as a value of the type; attributes that are not in a map are null. Sets of objects are blocks,
// and null is an empty set for them.
func shaped(kind tftypes.Type, value any) (tftypes.Value, error) {
	set, isSet := kind.(tftypes.Set)
	switch {
	case value == Unknown:
		return tftypes.NewValue(kind, tftypes.UnknownValue), nil
	case value == nil && isSet && set.ElementType.Is(tftypes.Object{}):
		return tftypes.NewValue(kind, []tftypes.Value{}), nil
	case value == nil:
		return tftypes.NewValue(kind, nil), nil
	}
	switch k := kind.(type) {
	case tftypes.Object:
		given, ok := value.(map[string]any)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("%T where an object is needed", value)
		}
		all := map[string]tftypes.Value{}
		for name, kind := range k.AttributeTypes {
			member, err := shaped(kind, given[name])
			if err != nil {
				return member, fmt.Errorf("%s: %w", name, err)
			}
			all[name] = member
		}
		return tftypes.NewValue(kind, all), nil
	case tftypes.Map:
		elements := map[string]tftypes.Value{}
		for name, given := range value.(map[string]any) { //nolint:forcetypeassert // a test's configuration
			element, err := shaped(k.ElementType, given)
			if err != nil {
				return element, fmt.Errorf("%s: %w", name, err)
			}
			elements[name] = element
		}
		return tftypes.NewValue(kind, elements), nil
	case tftypes.List:
		var elements []tftypes.Value
		for _, text := range value.([]string) { //nolint:forcetypeassert // the provider's lists are of strings
			elements = append(elements, tftypes.NewValue(k.ElementType, text))
		}
		return tftypes.NewValue(kind, elements), nil
	case tftypes.Set:
		elements := []tftypes.Value{}
		for _, given := range list(value) {
			element, err := shaped(k.ElementType, given)
			if err != nil {
				return element, err
			}
			elements = append(elements, element)
		}
		return tftypes.NewValue(kind, elements), nil
	}
	return tftypes.NewValue(kind, value), tftypes.ValidateValue(kind, value)
}

// list returns the elements of a set: strings or blocks.
func list(value any) (all []any) {
	switch value := value.(type) {
	case []string:
		for _, text := range value {
			all = append(all, text)
		}
	case []map[string]any:
		for _, block := range value {
			all = append(all, block)
		}
	}
	return all
}

// propose merges a configuration with the prior state as Core does: computed attributes that are not configured keep their
// values.
func propose(block *tfprotov6.SchemaBlock, prior, config tftypes.Value) (tftypes.Value, error) {
	if config.IsNull() || !config.IsKnown() {
		return config, nil
	}
	before, all := members(prior), members(config)
	for _, a := range block.Attributes {
		if was, hadOne := before[a.Name]; hadOne && a.Computed && all[a.Name].IsNull() {
			all[a.Name] = was
		}
	}
	for _, b := range block.BlockTypes {
		if b.Nesting != tfprotov6.SchemaNestedBlockNestingModeSingle {
			continue // the resource's other blocks have no computed attributes
		}
		was, hadOne := before[b.TypeName]
		if !hadOne {
			was = tftypes.NewValue(b.ValueType(), nil)
		}
		nested, err := propose(b.Block, was, all[b.TypeName])
		if err != nil {
			return nested, err
		}
		all[b.TypeName] = nested
	}
	return tftypes.NewValue(config.Type(), all), tftypes.ValidateValue(config.Type(), all)
}

// known returns a value with its unknown parts set to null, which is what Core stores after a failed change.
func known(value tftypes.Value) tftypes.Value {
	kept, err := tftypes.Transform(value, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
	if err != nil {
		return value
	}
	return kept
}

// inconsistent returns where a new value is unknown or differs from the plan, or "".
func inconsistent(planned, after tftypes.Value) string {
	if after.IsNull() || !after.IsFullyKnown() {
		return "not everything is known"
	}
	differences, err := planned.Diff(after)
	if err != nil {
		return err.Error()
	}
	for _, d := range differences {
		if d.Value1 != nil && d.Value1.IsFullyKnown() {
			return fmt.Sprintf("%s is not as planned", d.Path)
		}
	}
	return ""
}

// State returns the resource in state, null if there is none.
func (c *Core) State() tftypes.Value { return c.instance.value }
