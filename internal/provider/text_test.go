package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Platforms would refuse the usual leftovers of heredocs, file() and files from Windows without naming the cause.
func TestCredential_WithControlCharacter_IsRefused(t *testing.T) {
	const (
		lineBreak = `ends with a line break. Remove it: with trimspace() or chomp() in the configuration, with tr -d '\r\n' in a shell.`
		control   = `contains a line break or another control character. Remove it.`
	)
	for name, row := range map[string]struct{ platform, attribute, value, want string }{
		"heredoc":           {"keycard", "client_secret", "hidden\n", lineBreak},
		"Windows":           {"lerian", "password", "hidden\r\n", lineBreak},
		"carriage return":   {"zitadel", "access_token", "hidden\r", lineBreak},
		"client ID":         {"zitadel", "client_id", "hidden\n", lineBreak},
		"within":            {"keycard", "client_secret", "hid\nhidden", control},
		"NUL":               {"keycard", "client_id", "hidden\x00", control},
		"tab":               {"lerian", "access_token", "hidden\thidden", control},
		"endpoint":          {"lerian", "auth_endpoint", "https://hidden.example.com\n", lineBreak},
		"endpoint, within":  {"keycard", "endpoint", "https://hidden.example.com/\x1b[31m", control},
		"organization":      {"zitadel", "organization_id", "1\n", lineBreak},
		"key file":          {"zitadel", "jwt_profile_file", "/hidden/key.json\n", lineBreak},
		"Unicode separator": {"lerian", "username", "hidden\u0085", control},
	} {
		t.Run(name, func(t *testing.T) {
			variable := strings.ToUpper(row.platform + "_" + row.attribute)
			want := row.platform + "." + row.attribute + " (or " + variable + ") " + row.want
			_, diags := connect(configured(t, row.platform, attributes{row.attribute: types.StringValue(row.value)}), environment(nil), transport.Config{}, newClients())
			if len(diags) != 1 || diags[0].Summary() != invalidConfiguration || diags[0].Detail() != want {
				t.Errorf("in the configuration: %v", diags)
			}
			all, diags := connect(config{ZITADEL: unset(t, "zitadel"), Keycard: unset(t, "keycard"), Lerian: unset(t, "lerian")},
				environment(map[string]string{variable: row.value}), transport.Config{}, newClients())
			if len(diags) > 0 {
				t.Errorf("the environment is complained about before it is needed: %v", diags)
			}
			if _, err := all.Platform(row.platform); err == nil || err.Error() != want {
				t.Errorf("in the environment: %v", err)
			}
		})
	}
}

func TestCredential_ThatTheConfigurationReplaces_IsNotChecked(t *testing.T) {
	set := attributes{"access_token": types.StringValue("token"), "endpoint": types.StringValue("https://example.zitadel.cloud")}
	all, diags := connect(configured(t, "zitadel", set), environment(map[string]string{"ZITADEL_CLIENT_SECRET": "theirs\n"}), transport.Config{}, newClients())
	if _, err := all.Platform("zitadel"); err != nil || len(diags) > 0 {
		t.Error(err, diags)
	}
}

func TestServiceAccountKey_MaySpanLines(t *testing.T) {
	e, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	key := strings.Replace(e.ZITADEL.JWTProfileJSON(), "{", "{\r\n", 1) + "\r\n"
	set := attributes{"jwt_profile_json": types.StringValue(key), "endpoint": types.StringValue("https://example.zitadel.cloud")}
	all, diags := connect(configured(t, "zitadel", set), environment(nil), transport.Config{}, newClients())
	if _, err := all.Platform("zitadel"); err != nil || len(diags) > 0 {
		t.Error(err, diags)
	}
}

func TestEndpoint_NonASCIIHost_IsShownAsPunycode(t *testing.T) {
	for address, want := range map[string]string{
		"https://bücher.example":        "contains a host name outside ASCII. Write it as xn--bcher-kva.example.",
		"https://B\u00dcCHER.example/":  "contains a host name outside ASCII. Write it as xn--bcher-kva.example.",
		"https://b%C3%BCcher.example":   "contains a host name outside ASCII. Write it as xn--bcher-kva.example.",
		"https://\u202e.example":        "contains a host name outside ASCII that is not valid. Write it in its xn-- form.",
		"https://xn--bcher-kva.example": "",
		"https://example.com/bücher":    "",
	} {
		t.Run(address, func(t *testing.T) {
			set := attributes{"endpoint": types.StringValue(address), "client_id": types.StringValue("c"), "client_secret": types.StringValue("s")}
			_, diags := connect(configured(t, "keycard", set), environment(nil), transport.Config{}, newClients())
			said := ""
			for _, d := range diags {
				said += d.Detail()
			}
			if want != "" {
				want = "keycard.endpoint (or KEYCARD_ENDPOINT) " + want
			}
			if said != want {
				t.Errorf("said %q, want %q", said, want)
			}
		})
	}
}
