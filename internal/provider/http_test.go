package provider

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

type attributes = map[string]attr.Value

// written returns a block of the provider's configuration with these attributes set.
func written(t *testing.T, name string, set attributes) types.Object {
	t.Helper()
	kind := providerSchema().Blocks[name].Type().(types.ObjectType)
	values := attributes{}
	for attribute, of := range kind.AttrTypes {
		null, err := of.ValueFromTerraform(t.Context(), tftypes.NewValue(of.TerraformType(t.Context()), nil))
		if err != nil {
			t.Fatal(err)
		}
		values[attribute] = null
	}
	maps.Copy(values, set)
	block, diags := types.ObjectValue(kind.AttrTypes, values)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return block
}

func unset(t *testing.T, name string) types.Object {
	t.Helper()
	return types.ObjectNull(providerSchema().Blocks[name].Type().(types.ObjectType).AttrTypes)
}

func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func TestHTTPBlockBecomesTheTransportsSettings(t *testing.T) {
	text := types.StringValue
	three, none := 3, 0
	for name, row := range map[string]struct {
		block attributes
		env   map[string]string
		want  transport.Config
		says  []string // the diagnostics: severity, attribute, text
	}{
		"nothing":                    {nil, nil, transport.Config{}, nil},
		"timeout":                    {attributes{"timeout": text("90s")}, nil, transport.Config{Timeout: 90 * time.Second}, nil},
		"timeout of the environment": {nil, map[string]string{"IDP_HTTP_TIMEOUT": "2m"}, transport.Config{Timeout: 2 * time.Minute}, nil},
		"timeout of both":            {attributes{"timeout": text("5s")}, map[string]string{"IDP_HTTP_TIMEOUT": "2m"}, transport.Config{Timeout: 5 * time.Second}, nil},
		"timeout without a unit":     {attributes{"timeout": text("90")}, nil, transport.Config{}, []string{`Error http.timeout (or IDP_HTTP_TIMEOUT) must be a positive duration such as 90s or 2m, not "90".`}},
		"timeout of nothing":         {nil, map[string]string{"IDP_HTTP_TIMEOUT": "0s"}, transport.Config{}, []string{`Error http.timeout (or IDP_HTTP_TIMEOUT) must be a positive duration`}},
		"retries":                    {attributes{"max_retries": types.Int64Value(3)}, nil, transport.Config{MaxRetries: &three}, nil},
		"no retries":                 {attributes{"max_retries": types.Int64Value(0)}, map[string]string{"IDP_HTTP_MAX_RETRIES": "3"}, transport.Config{MaxRetries: &none}, nil},
		"retries of the environment": {nil, map[string]string{"IDP_HTTP_MAX_RETRIES": "3"}, transport.Config{MaxRetries: &three}, nil},
		"too many retries":           {attributes{"max_retries": types.Int64Value(21)}, nil, transport.Config{}, []string{`Error http.max_retries (or IDP_HTTP_MAX_RETRIES) must be a whole number from 0 to 20.`}},
		"CA":                         {attributes{"ca_certificate_file": text("ca.pem")}, nil, transport.Config{CACertificateFile: "ca.pem"}, nil},
		"CA of the environment":      {nil, map[string]string{"IDP_HTTP_CA_CERTIFICATE_FILE": "ca.pem"}, transport.Config{CACertificateFile: "ca.pem"}, nil},
		"CA below the home":          {attributes{"ca_certificate_file": text("~/ca.pem")}, map[string]string{"HOME": "/home/me"}, transport.Config{CACertificateFile: "/home/me/ca.pem"}, nil},
		"CA with a line break": {
			nil,
			map[string]string{"IDP_HTTP_CA_CERTIFICATE_FILE": "ca.pem\n"},
			transport.Config{},
			[]string{`Error http.ca_certificate_file (or IDP_HTTP_CA_CERTIFICATE_FILE) ends with a line break.`},
		},
		"timeout below nothing": {attributes{"timeout": text("-1s")}, nil, transport.Config{}, []string{`Error http.timeout (or IDP_HTTP_TIMEOUT) must be a positive duration`}},
		"unverified": {
			attributes{"insecure_skip_verify": types.BoolValue(true)},
			nil,
			transport.Config{InsecureSkipVerify: true},
			[]string{`Warning http.insecure_skip_verify http.insecure_skip_verify is true. Anyone on the network`},
		},
		"verified":  {attributes{"insecure_skip_verify": types.BoolValue(false)}, nil, transport.Config{}, nil},
		"plaintext": {attributes{"allow_plaintext": types.BoolValue(true)}, nil, transport.Config{AllowPlaintext: true}, nil},
		"nothing that lowers the guard comes from the environment": {
			nil, map[string]string{"IDP_HTTP_INSECURE_SKIP_VERIFY": "true", "IDP_HTTP_ALLOW_PLAINTEXT": "true"}, transport.Config{}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			block := unset(t, "http")
			if row.block != nil {
				block = written(t, "http", row.block)
			}
			got, diags := transportConfig(httpSettings(block, environment(row.env)), transport.Config{UserAgent: "base"})
			row.want.UserAgent = "base"
			if diff := cmp.Diff(row.want, got, cmpopts.EquateEmpty()); diff != "" && !diags.HasError() {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(diags) != len(row.says) {
				t.Fatalf("says %v", diags)
			}
			for i, d := range diags {
				if said := spoken(d); !strings.HasPrefix(said, row.says[i]) || strings.Contains(said, "hidden") {
					t.Errorf("%q, and should begin with %q", said, row.says[i])
				}
			}
		})
	}
}

// spoken formats a diagnostic on one line. Errors must name the attribute that they point at.
func spoken(d diag.Diagnostic) string {
	at := d.(diag.DiagnosticWithPath).Path().String()
	if d.Severity() == diag.SeverityError && strings.HasPrefix(d.Detail(), at+" ") {
		return "Error " + d.Detail()
	}
	return d.Severity().String() + " " + at + " " + d.Detail()
}

// The server's certificate is from an unknown authority, and the server always responds with 503.
func TestHTTPBlock_AppliesToPlatformRequests(t *testing.T) {
	var all atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		all.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(server.Close)
	ask := func(block attributes) error {
		t.Helper()
		platforms, diags := connect(config{HTTP: written(t, "http", block)}, environment(map[string]string{
			"LERIAN_IDENTITY_ENDPOINT": server.URL, "LERIAN_ACCESS_TOKEN": "token", "IDP_HTTP_MAX_RETRIES": "2", "IDP_REFRESH": "individual",
		}), nowait.Config(), newClients())
		if diags.HasError() {
			t.Fatal(diags)
		}
		p, err := platforms.Platform("lerian")
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Get(t.Context(), idp.Application{ID: "app"})
		return err
	}
	if err := ask(nil); err == nil || all.Load() > 0 {
		t.Errorf("an unknown certificate: %v, after %d requests", err, all.Load())
	}
	if err := ask(attributes{"insecure_skip_verify": types.BoolValue(true)}); err == nil || all.Load() != 3 {
		t.Errorf("%v, after %d requests; want 3", err, all.Load())
	}
}

func TestPlaintextEndpoint_RequiresAllowPlaintext(t *testing.T) {
	env := environment(map[string]string{"LERIAN_IDENTITY_ENDPOINT": "http://identity.lerian.svc", "LERIAN_ACCESS_TOKEN": "token"})
	var refused []bool
	for _, allowed := range []bool{false, true} {
		platforms, diags := connect(config{HTTP: written(t, "http", attributes{"allow_plaintext": types.BoolValue(allowed)})}, env, transport.Config{}, newClients())
		if diags.HasError() {
			t.Fatal(diags)
		}
		_, err := platforms.Platform("lerian")
		refused = append(refused, err != nil)
	}
	if !slices.Equal(refused, []bool{true, false}) {
		t.Errorf("refused without and with allow_plaintext: %v", refused)
	}
}
