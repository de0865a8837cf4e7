package provider

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// What the configuration alone shows to be wrong is an error before anything is configured, once, and in the same words as
// later.
func TestProblems_KnownValues_AreThoseOfConfigure(t *testing.T) {
	text := types.StringValue
	headers := func(all map[string]attr.Value) attributes {
		return attributes{"headers": types.MapValueMust(types.StringType, all)}
	}
	for name, row := range map[string]struct {
		config config
		said   []string
	}{
		"nothing":           {config{}, nil},
		"good values":       {config{OperationTimeout: text("10m"), HTTP: written(t, "http", attributes{"timeout": text("5s")})}, nil},
		"operation timeout": {config{OperationTimeout: text("0s")}, []string{`Error operation_timeout (or IDP_OPERATION_TIMEOUT) must be a positive duration such as 90s or 5m, not "0s".`}},
		"timeout": {
			config{HTTP: written(t, "http", attributes{"timeout": text("-1s")})},
			[]string{`Error http.timeout (or IDP_HTTP_TIMEOUT) must be a positive duration such as 90s or 2m, not "-1s".`},
		},
		"retries": {
			config{HTTP: written(t, "http", attributes{"max_retries": types.Int64Value(-1)})},
			[]string{`Error http.max_retries (or IDP_HTTP_MAX_RETRIES) must be a whole number from 0 to 20.`},
		},
		"refresh": {config{Refresh: text("never")}, []string{`Error refresh (or IDP_REFRESH) must be one of coalesced, individual, not "never".`}},
		"header": {
			config{Keycard: written(t, "keycard", headers(map[string]attr.Value{"x-key": text("a\nb")}))},
			[]string{"Error keycard.headers In keycard.headers, x-key contains a line break or another control character. Remove it."},
		},
		"two platforms": {
			config{
				ZITADEL: written(t, "zitadel", attributes{"client_secret": text("a\x00b")}), Lerian: written(t, "lerian", attributes{"password": text("a\x7fb")}),
			},
			[]string{
				"Error zitadel.client_secret (or ZITADEL_CLIENT_SECRET) contains a line break or another control character. Remove it.",
				"Error lerian.password (or LERIAN_PASSWORD) contains a line break or another control character. Remove it.",
			},
		},
		"warnings wait": {config{HTTP: written(t, "http", attributes{"insecure_skip_verify": types.BoolValue(true)})}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			for _, d := range row.config.problems() {
				said = append(said, spoken(d))
			}
			if diff := cmp.Diff(row.said, said); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			_, diags := connect(row.config, environment(nil), transport.Config{}, newClients())
			_, more := operationTimeout(row.config.OperationTimeout, environment(nil))
			var later []string
			for _, d := range append(diags, more...).Errors() {
				later = append(later, spoken(d))
			}
			if diff := cmp.Diff(said, later); diff != "" {
				t.Errorf("Configure says something else (-validate +configure)\n%s", diff)
			}
		})
	}
}

// Terraform prints the line of the attribute that a diagnostic points at.
func TestProblems_ContentOfAKeyFile_PointsAtNoLine(t *testing.T) {
	c := config{ZITADEL: written(t, "zitadel", attributes{"jwt_profile_file": types.StringValue(`{"key":"-----BEGIN RSA PRIVATE KEY-----"}`)})}
	problems := c.problems()
	if len(problems) != 1 {
		t.Fatal(problems)
	}
	if at, ok := problems[0].(diag.DiagnosticWithPath); ok {
		t.Errorf("the error points at %s", at.Path())
	}
}

func TestProblems_UnknownValues_AreSkipped(t *testing.T) {
	unknown := types.StringUnknown()
	set := attributes{"client_secret": unknown, "headers": types.MapValueMust(types.StringType, map[string]attr.Value{"x-key": unknown})}
	whole := maps.Clone(set)
	whole["headers"] = types.MapUnknown(types.StringType)
	for _, c := range []config{
		{OperationTimeout: unknown, AgeIdentity: unknown, Refresh: unknown, HTTP: written(t, "http", attributes{"timeout": unknown, "max_retries": types.Int64Unknown()})},
		{ZITADEL: written(t, "zitadel", set), Keycard: written(t, "keycard", whole)},
		{Lerian: types.ObjectUnknown(unset(t, "lerian").AttributeTypes(t.Context())), HTTP: types.ObjectUnknown(unset(t, "http").AttributeTypes(t.Context()))},
	} {
		if diags := c.problems(); len(diags) > 0 {
			t.Errorf("%v", slices.Collect(func(yield func(string) bool) {
				for _, d := range diags {
					yield(spoken(d))
				}
			}))
		}
	}
}
