package provider

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A header that is not known yet would be sent empty.
func TestWhatIsNotKnownYetIsFoundInMapsToo(t *testing.T) {
	header := func(value attr.Value) attr.Value {
		return types.MapValueMust(types.StringType, map[string]attr.Value{"X-Tenant": types.StringValue("a"), "X-Token": value})
	}
	for name, row := range map[string]struct {
		headers attr.Value
		want    []string
	}{
		"known":           {header(types.StringValue("b")), nil},
		"null":            {types.MapNull(types.StringType), nil},
		"unknown":         {types.MapUnknown(types.StringType), []string{"http.headers"}},
		"unknown element": {header(types.StringUnknown()), []string{"http.headers"}},
	} {
		block := types.ObjectValueMust(
			map[string]attr.Type{"headers": types.MapType{ElemType: types.StringType}}, map[string]attr.Value{"headers": row.headers})
		if got := newSettings("http", block, nil).unknown; !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
