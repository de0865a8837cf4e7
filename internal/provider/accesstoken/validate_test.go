package accesstoken

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A dynamic block with an unknown for_each looks like a block with unknown attributes, and may turn out to be absent.
func TestValidate_UnknownDynamicBlock_MayBeAbsent(t *testing.T) {
	var s ephemeral.SchemaResponse
	(&Ephemeral{}).Schema(t.Context(), ephemeral.SchemaRequest{}, &s)
	object := s.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	keycard := object.AttributeTypes["keycard"]
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	for name, tc := range map[string]struct {
		zone    any
		refused bool
	}{
		"dynamic block": {tftypes.UnknownValue, false},
		"block":         {"z", true}, // next to the block of another platform
	} {
		t.Run(name, func(t *testing.T) {
			values := map[string]tftypes.Value{
				"client_id": text("a"), "client_secret": text("b"), "access_token": text(nil), "token_type": text(nil), "expires_at": text(nil),
				"zitadel": tftypes.NewValue(object.AttributeTypes["zitadel"], nil),
				"lerian":  tftypes.NewValue(object.AttributeTypes["lerian"], map[string]tftypes.Value{}),
				"keycard": tftypes.NewValue(keycard, map[string]tftypes.Value{"zone_id": text(tc.zone), "resource": text(tftypes.UnknownValue)}),
			}
			var resp ephemeral.ValidateConfigResponse
			config := tfsdk.Config{Schema: s.Schema, Raw: tftypes.NewValue(object, values)}
			(&Ephemeral{}).ValidateConfig(t.Context(), ephemeral.ValidateConfigRequest{Config: config}, &resp)
			if resp.Diagnostics.HasError() != tc.refused {
				t.Errorf("%v", resp.Diagnostics)
			}
		})
	}
}
