package fields

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type traitsModel struct {
	Traits types.Set `tfsdk:"traits"`
}

type zoneModel struct {
	ZoneID  types.String `tfsdk:"zone_id"`
	DocsURL types.String `tfsdk:"docs_url"`
	Consent types.String `tfsdk:"consent"`
	traitsModel

	KeepPreviousCredential types.Bool   `tfsdk:"keep_previous_credential"`
	PreviousClientID       types.String `tfsdk:"previous_client_id"`
}

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
	var m zoneModel
	if diags := Fill(want, &m); diags.HasError() {
		t.Fatal(diags)
	}
	if !reflect.DeepEqual(m, zoneModel{types.StringValue("z"), types.StringNull(), types.StringUnknown(), traitsModel{traits}, types.BoolNull(), types.StringNull()}) {
		t.Errorf("got %v", m)
	}
	got, diags := Pack(m, zoneTypes)
	if diags.HasError() || !got.Equal(want) {
		t.Errorf("got %s, %v", got, diags)
	}
}

func TestStructs_MismatchedTypes_ReturnErrors(t *testing.T) {
	for name, object := range map[string]types.Object{
		"null":        types.ObjectNull(zoneTypes),
		"missing":     types.ObjectValueMust(map[string]attr.Type{"zone_id": types.StringType}, map[string]attr.Value{"zone_id": types.StringValue("z")}),
		"wrong types": types.ObjectValueMust(map[string]attr.Type{"zone_id": types.BoolType}, map[string]attr.Value{"zone_id": types.BoolNull()}),
	} {
		var m zoneModel
		if diags := Fill(object, &m); !diags.HasError() {
			t.Errorf("%s: no error", name)
		}
	}
	if _, diags := Pack(zoneModel{}, map[string]attr.Type{"zone_id": types.StringType}); !diags.HasError() {
		t.Error("attributes that do not exist: no error")
	}
}
