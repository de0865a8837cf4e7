package provider

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var _ provided.Settings = providerData{}

func TestIgnoreDeletionProtection(t *testing.T) {
	const at = "ignore_deletion_protection (or IDP_IGNORE_DELETION_PROTECTION)"
	warned := "Warning ignore_deletion_protection " + at +
		" is true, so this run can delete applications with deletion_protection = true. Remove the setting after this run."
	for name, row := range map[string]struct {
		configured types.Bool
		env        string
		want       bool
		says       string
	}{
		"nothing":                  {types.BoolNull(), "", false, ""},
		"configured":               {types.BoolValue(true), "", true, warned},
		"environment":              {types.BoolNull(), "true", true, warned},
		"environment, one":         {types.BoolNull(), "1", true, warned},
		"environment, false":       {types.BoolNull(), "false", false, ""},
		"configuration wins":       {types.BoolValue(false), "true", false, ""},
		"unknown":                  {types.BoolUnknown(), "true", false, ""},
		"environment, other words": {types.BoolNull(), "yes", false, "Error " + at + ` must be true or false, not "yes".`},
	} {
		t.Run(name, func(t *testing.T) {
			ignore, diags := ignoreProtection(row.configured, environment(map[string]string{ignoreProtectionVariable: row.env}))
			said := ""
			for _, d := range diags {
				said += spoken(d)
			}
			if (providerData{ignoreProtection: ignore}).IgnoreDeletionProtection() != row.want || said != row.says {
				t.Errorf("%v, said %q", ignore, said)
			}
		})
	}
}

func TestOperationTimeout(t *testing.T) {
	const wrong = "Error operation_timeout (or IDP_OPERATION_TIMEOUT) must be a positive duration such as 90s or 5m, not "
	for name, row := range map[string]struct {
		configured types.String
		env        string
		want       time.Duration
		says       string
	}{
		"nothing":             {types.StringNull(), "", 5 * time.Minute, ""},
		"configured":          {types.StringValue("90s"), "2m", 90 * time.Second, ""},
		"environment":         {types.StringNull(), "2m", 2 * time.Minute, ""},
		"unknown":             {types.StringUnknown(), "", 5 * time.Minute, ""},
		"zero":                {types.StringValue("0s"), "", 0, wrong + `"0s".`},
		"zero in environment": {types.StringNull(), "0s", 0, wrong + `"0s".`},
		"negative":            {types.StringValue("-1m"), "", 0, wrong + `"-1m".`},
		"without a unit":      {types.StringValue("90"), "", 0, wrong + `"90".`},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := operationTimeout(row.configured, environment(map[string]string{operationTimeoutVariable: row.env}))
			said := ""
			for _, d := range diags {
				said += spoken(d)
			}
			if said != row.says || said == "" && got != row.want {
				t.Errorf("%s, said %q", got, said)
			}
		})
	}
}
