package application

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The framework can fill structs by itself, but compiles a regular expression for each field each time, which was a fifth
// of what an unchanged application costs in a plan. These functions do the same for structs of framework values.

// source is a configuration, a plan or a state.
type source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// load fills a struct from all of a source.
func load(ctx context.Context, from source, into any) diag.Diagnostics {
	var object types.Object
	diags := from.Get(ctx, &object)
	if diags.HasError() {
		return diags
	}
	return append(diags, fill(object, into)...)
}

// fill sets the fields of the struct that into points to, which have the types of the object's attributes.
func fill(object types.Object, into any) (diags diag.Diagnostics) {
	target := reflect.ValueOf(into).Elem()
	values := object.Attributes()
	for i, name := range fieldNames(target.Type()) {
		value := reflect.ValueOf(values[name])
		if !value.IsValid() || !value.Type().AssignableTo(target.Field(i).Type()) {
			diags.AddError("Value of the wrong type", fmt.Sprintf("This is a bug of the provider: %s is a %T.", name, values[name]))
			continue
		}
		target.Field(i).Set(value)
	}
	return diags
}

var knownFields sync.Map // of the names by the struct's type

// fieldNames are the tfsdk tags of a struct.
func fieldNames(t reflect.Type) []string {
	if names, ok := knownFields.Load(t); ok {
		return names.([]string) //nolint:forcetypeassert // nothing else is stored
	}
	var names []string
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("tfsdk"))
	}
	knownFields.Store(t, names)
	return names
}

// pack is the opposite of fill.
func pack(from any, attributes map[string]attr.Type) (types.Object, diag.Diagnostics) {
	source := reflect.ValueOf(from)
	values := map[string]attr.Value{}
	for i, name := range fieldNames(source.Type()) {
		values[name], _ = source.Field(i).Interface().(attr.Value)
	}
	return types.ObjectValue(attributes, values)
}
