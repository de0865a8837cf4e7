package block_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
)

func TestDescription_SaysWhatForcesANewApplication(t *testing.T) {
	for _, capabilities := range []idp.Capabilities{zitadel.Capabilities(), keycard.Capabilities(), lerian.Capabilities()} {
		b := block.Of(capabilities.Platform)
		schema := b.Schema(capabilities)
		attributes := schema.Type().(types.ObjectType).AttrTypes
		for name, attribute := range schema.Attributes {
			if !attribute.GetType().Equal(types.StringType) {
				continue // Replaced compares only strings
			}
			with := func(text string) types.Object {
				values := map[string]attr.Value{}
				for other, kind := range attributes {
					values[other], _ = kind.ValueFromTerraform(t.Context(), tftypes.NewValue(kind.TerraformType(t.Context()), nil))
				}
				values[name] = types.StringValue(text)
				return types.ObjectValueMust(attributes, values)
			}
			replaced := slices.Contains(b.Replaced(with("b"), with("a"), ""), name)
			said := strings.Contains(attribute.GetMarkdownDescription(), "Changing this forces a new application.")
			if replaced != said {
				t.Errorf("%s.%s: a change forces a new application: %t; the description says so: %t", capabilities.Platform, name, replaced, said)
			}
		}
	}
}
