package application

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var zoneTypes = map[string]attr.Type{
	"zone_id": types.StringType, "docs_url": types.StringType, "consent": types.StringType, "traits": types.SetType{ElemType: types.StringType},
	"keep_previous_credential": types.BoolType, "previous_client_id": types.StringType,
}

func TestStructsAreFilledAndPackedWithoutLoss(t *testing.T) {
	traits := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("gateway")})
	want := types.ObjectValueMust(zoneTypes, map[string]attr.Value{
		"zone_id": types.StringValue("z"), "docs_url": types.StringNull(), "consent": types.StringUnknown(), "traits": traits,
		"keep_previous_credential": types.BoolNull(), "previous_client_id": types.StringNull(),
	})
	var m keycardModel
	if diags := fill(want, &m); diags.HasError() {
		t.Fatal(diags)
	}
	if !reflect.DeepEqual(m, keycardModel{types.StringValue("z"), types.StringNull(), types.StringUnknown(), traits, types.BoolNull(), types.StringNull()}) {
		t.Errorf("got %v", m)
	}
	got, diags := pack(m, zoneTypes)
	if diags.HasError() || !got.Equal(want) {
		t.Errorf("got %s, %v", got, diags)
	}
}

func TestWhatDoesNotFitIsAnErrorAndNoPanic(t *testing.T) {
	for name, object := range map[string]types.Object{
		"null":        types.ObjectNull(zoneTypes),
		"missing":     types.ObjectValueMust(map[string]attr.Type{"zone_id": types.StringType}, map[string]attr.Value{"zone_id": types.StringValue("z")}),
		"wrong types": types.ObjectValueMust(map[string]attr.Type{"zone_id": types.BoolType}, map[string]attr.Value{"zone_id": types.BoolNull()}),
	} {
		var m keycardModel
		if diags := fill(object, &m); !diags.HasError() {
			t.Errorf("%s: no error", name)
		}
	}
	if _, diags := pack(keycardModel{}, map[string]attr.Type{"zone_id": types.StringType}); !diags.HasError() {
		t.Error("attributes that do not exist: no error")
	}
}
