package provider

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	operationTimeoutVariable = "IDP_OPERATION_TIMEOUT"
	defaultOperationTimeout  = 5 * time.Minute
)

func operationTimeoutAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: "Time limit for one create, read, update or delete, including retries. Default: `5m`. A duration such as `90s`. Environment: `" +
			operationTimeoutVariable + "`.",
	}
}

// operationTimeout returns the setting. If it is not known yet, it returns the default: Terraform applies nothing before it
// is known.
func operationTimeout(configured types.String, lookupEnv func(string) (string, bool)) (time.Duration, diag.Diagnostics) {
	var diags diag.Diagnostics
	value := configured.ValueString()
	if configured.IsNull() {
		value, _ = lookupEnv(operationTimeoutVariable)
	}
	if value == "" {
		return defaultOperationTimeout, nil
	}
	timeout, err := time.ParseDuration(value)
	if err != nil || timeout <= 0 {
		diags.AddAttributeError(path.Root("operation_timeout"), invalidConfiguration, fmt.Sprintf(
			"operation_timeout (or %s) must be a positive duration such as 90s or 5m, not %q.", operationTimeoutVariable, value))
	}
	return timeout, diags
}
