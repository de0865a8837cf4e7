package provider

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const ignoreProtectionVariable = "IDP_IGNORE_DELETION_PROTECTION"

func ignoreProtectionAttribute() schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether Terraform may delete applications with `deletion_protection = true`. Default: `false`. Use it for a single run, for " +
			"example to delete an old application that `create_before_destroy` left behind. Each run with it shows a warning. Environment: `" + ignoreProtectionVariable + "`.",
	}
}

// ignoreProtection returns the setting. While it is unknown, applications are protected.
func ignoreProtection(configured types.Bool, lookupEnv func(string) (string, bool)) (bool, diag.Diagnostics) {
	var diags diag.Diagnostics
	at := path.Root("ignore_deletion_protection")
	ignore := configured.ValueBool()
	if value, _ := lookupEnv(ignoreProtectionVariable); configured.IsNull() && value != "" {
		var err error
		if ignore, err = strconv.ParseBool(value); err != nil {
			diags.AddAttributeError(at, invalidConfiguration, fmt.Sprintf("%s (or %s) must be true or false, not %q.", at, ignoreProtectionVariable, value))
		}
	}
	if ignore {
		diags.AddAttributeWarning(at, "Deletion protection is ignored", fmt.Sprintf(
			"%s (or %s) is true, so this run can delete applications with deletion_protection = true. Remove the setting after this run.",
			at, ignoreProtectionVariable))
	}
	return ignore, diags
}
