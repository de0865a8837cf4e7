package fields

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Source is a configuration, a plan or a state.
type Source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// Load fills the struct that into points to with all values of a source.
func Load(ctx context.Context, from Source, into any) diag.Diagnostics {
	var object types.Object
	diags := from.Get(ctx, &object)
	if diags.HasError() {
		return diags
	}
	return append(diags, Fill(object, into)...)
}

// Fill sets the fields of the struct that into points to. Their types are those of the object's attributes.
func Fill(object types.Object, into any) diag.Diagnostics { return Assign(object.Attributes(), into) }

// Assign is Fill for a map of attributes.
func Assign(values map[string]attr.Value, into any) (diags diag.Diagnostics) {
	target := reflect.ValueOf(into).Elem()
	for _, f := range tagged(target.Type()) {
		value, field := reflect.ValueOf(values[f.name]), target.FieldByIndex(f.index)
		if !value.IsValid() || !value.Type().AssignableTo(field.Type()) {
			diags.AddError("Value of the wrong type", fmt.Sprintf("%s is a %T. This is a bug in the provider; please report it.", f.name, values[f.name]))
			continue
		}
		field.Set(value)
	}
	return diags
}

// Pack is the inverse of Fill.
func Pack(from any, attributes map[string]attr.Type) (types.Object, diag.Diagnostics) {
	source := reflect.ValueOf(from)
	values := map[string]attr.Value{}
	for _, f := range tagged(source.Type()) {
		values[f.name], _ = source.FieldByIndex(f.index).Interface().(attr.Value)
	}
	return types.ObjectValue(attributes, values)
}

// field is a struct field and its tfsdk tag.
type field struct {
	name  string
	index []int
}

var known sync.Map // the fields of each struct type

// tagged returns the fields of a struct, including those of embedded structs.
func tagged(t reflect.Type) []field {
	if fields, ok := known.Load(t); ok {
		return fields.([]field) //nolint:forcetypeassert // nothing else is stored
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous {
			fields = append(fields, field{f.Tag.Get("tfsdk"), f.Index})
		}
	}
	known.Store(t, fields)
	return fields
}
