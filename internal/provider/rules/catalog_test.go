package rules

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var catalog = Catalog{
	{Platform: "keycard", Title: "Keycard", Rules: map[idp.Attribute]idp.Rule{idp.AttributeZoneID: {Required: true}}},
	{Platform: "lerian", Title: "Lerian"},
}

var (
	zoneTypes = map[string]attr.Type{"zone_id": types.StringType, "consent": types.StringType}
	absent    = types.ObjectNull(zoneTypes)
	empty     = types.ObjectValueMust(nil, nil)
)

func zone(id types.String) types.Object {
	return types.ObjectValueMust(zoneTypes, map[string]attr.Value{"zone_id": id, "consent": types.StringNull()})
}

// Terraform shows a dynamic block with an unknown for_each as a block of unknowns, which may turn out to be absent.
func TestChoose_UnknownBlock_MayBeAbsent(t *testing.T) {
	for name, row := range map[string]struct {
		keycard, lerian types.Object
		set             string
		unknown         bool
	}{
		"neither":                    {absent, types.ObjectNull(nil), "", false},
		"one":                        {zone(types.StringValue("z")), types.ObjectNull(nil), "keycard", false},
		"one that is unknown":        {zone(types.StringUnknown()), types.ObjectNull(nil), "keycard", false},
		"both":                       {zone(types.StringValue("z")), empty, "keycard, lerian", false},
		"one of two may be absent":   {zone(types.StringUnknown()), empty, "keycard, lerian", true},
		"a block without attributes": {absent, empty, "lerian", false},
	} {
		set, unknown := catalog.Choose(func(platform string) types.Object {
			return map[string]types.Object{"keycard": row.keycard, "lerian": row.lerian}[platform]
		})
		if set.Names() != row.set || unknown != row.unknown {
			t.Errorf("%s: %q, unknown %v", name, set.Names(), unknown)
		}
	}
}

func TestWrongNumber_EmptyBlock_ExplainsDynamicBlocks(t *testing.T) {
	if got := catalog.WrongNumber(catalog).Detail(); !strings.Contains(got, `A dynamic "lerian" block counts as set`) || strings.Contains(got, `"keycard" block`) {
		t.Error(got)
	}
	if got := catalog.WrongNumber(nil); got.Summary() != "No platform chosen" || !strings.Contains(got.Detail(), "keycard, lerian") {
		t.Errorf("%s: %s", got.Summary(), got.Detail())
	}
}
