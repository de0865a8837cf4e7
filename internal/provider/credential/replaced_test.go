package credential

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestDescription_SaysWhatForcesANewCredential(t *testing.T) {
	said := func(description string) bool { return strings.Contains(description, strings.TrimSpace(newOne)) }
	for platform, block := range platformBlocks {
		for name, attribute := range block.Attributes {
			var plan, state model
			*plan.platform(platform), *state.platform(platform) = holding(t, block, name, "2028-01-01T00:00:00Z"), holding(t, block, name, "2027-01-01T00:00:00Z")
			replaced := plan.replaced(state, idp.Capabilities{Platform: platform}).Contains(path.Root(platform).AtName(name))
			if replaced != said(attribute.GetMarkdownDescription()) {
				t.Errorf("%s.%s: a change forces a new credential: %t; the description says the opposite", platform, name, replaced)
			}
		}
	}
	for kind, block := range kindBlocks {
		for name, attribute := range block.Attributes {
			if !attribute.GetType().Equal(types.StringType) {
				continue // replacedKind compares only strings
			}
			var plan, state model
			*plan.block(kind), *state.block(kind) = holding(t, block, name, "2028-01-01T00:00:00Z"), holding(t, block, name, "2027-01-01T00:00:00Z")
			replaced := plan.replacedKind(state).Contains(path.Root(string(kind)).AtName(name))
			if replaced != said(attribute.GetMarkdownDescription()) {
				t.Errorf("%s.%s: a change forces a new credential: %t; the description says the opposite", kind, name, replaced)
			}
		}
	}
}

// holding returns a block in which one string is set.
func holding(t *testing.T, block schema.SingleNestedBlock, name, text string) types.Object {
	t.Helper()
	attributes := block.Type().(types.ObjectType).AttrTypes
	values := map[string]attr.Value{}
	for other, kind := range attributes {
		values[other], _ = kind.ValueFromTerraform(t.Context(), tftypes.NewValue(kind.TerraformType(t.Context()), nil))
	}
	values[name] = types.StringValue(text)
	return types.ObjectValueMust(attributes, values)
}
