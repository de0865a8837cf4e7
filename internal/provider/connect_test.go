package provider

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Endpoint and login of a platform are checked before any request, and errors name the wrong settings.
func TestConnect_IncompleteOrConflictingLogin_NamesWrongSettings(t *testing.T) {
	zitadel := map[string]string{"ZITADEL_ENDPOINT": "https://example.zitadel.cloud"}
	lerian := map[string]string{"LERIAN_IDENTITY_ENDPOINT": "https://identity.example.com", "LERIAN_AUTH_ENDPOINT": "https://auth.example.com"}
	for name, row := range map[string]struct {
		platform string
		base     map[string]string
		set      string // variables of the platform, all with the value "hidden"
		want     []string
	}{
		"nothing":                   {"zitadel", nil, "", []string{"zitadel.endpoint (or ZITADEL_ENDPOINT)"}},
		"endpoint alone":            {"zitadel", zitadel, "", []string{"ZITADEL_ACCESS_TOKEN", "ZITADEL_JWT_PROFILE_FILE", "ZITADEL_JWT_PROFILE_JSON", "ZITADEL_CLIENT_ID"}},
		"token":                     {"zitadel", zitadel, "ACCESS_TOKEN", nil},
		"client":                    {"zitadel", zitadel, "CLIENT_ID CLIENT_SECRET", nil},
		"client without secret":     {"zitadel", zitadel, "CLIENT_ID", []string{"zitadel.client_id", "without zitadel.client_secret (or ZITADEL_CLIENT_SECRET)"}},
		"secret without client":     {"zitadel", zitadel, "CLIENT_SECRET", []string{"zitadel.client_id (or ZITADEL_CLIENT_ID)"}},
		"secret beside a token":     {"zitadel", zitadel, "ACCESS_TOKEN CLIENT_SECRET", []string{"without zitadel.client_id (or ZITADEL_CLIENT_ID)"}},
		"token and client":          {"zitadel", zitadel, "ACCESS_TOKEN CLIENT_ID CLIENT_SECRET", []string{"More than one way", "ZITADEL_ACCESS_TOKEN", "Keep one"}},
		"token and key":             {"zitadel", zitadel, "ACCESS_TOKEN JWT_PROFILE_JSON", []string{"More than one way", "ZITADEL_JWT_PROFILE_JSON"}},
		"Keycard: nothing":          {"keycard", nil, "", []string{"keycard.client_id (or KEYCARD_CLIENT_ID)"}},
		"Keycard: client":           {"keycard", nil, "CLIENT_ID CLIENT_SECRET", nil},
		"Keycard: no secret":        {"keycard", nil, "CLIENT_ID", []string{"without keycard.client_secret (or KEYCARD_CLIENT_SECRET)"}},
		"Lerian: nothing":           {"lerian", nil, "", []string{"lerian.identity_endpoint (or LERIAN_IDENTITY_ENDPOINT)"}},
		"Lerian: endpoints alone":   {"lerian", lerian, "", []string{"LERIAN_ACCESS_TOKEN", "LERIAN_USERNAME", "LERIAN_CLIENT_ID"}},
		"Lerian: token":             {"lerian", lerian, "ACCESS_TOKEN", nil},
		"Lerian: user":              {"lerian", lerian, "USERNAME PASSWORD", nil},
		"Lerian: client":            {"lerian", lerian, "CLIENT_ID CLIENT_SECRET", nil},
		"Lerian: user and client":   {"lerian", lerian, "USERNAME PASSWORD CLIENT_ID CLIENT_SECRET", nil},
		"Lerian: no password":       {"lerian", lerian, "USERNAME", []string{"without lerian.password (or LERIAN_PASSWORD)"}},
		"Lerian: no username":       {"lerian", lerian, "PASSWORD CLIENT_ID CLIENT_SECRET", []string{"without lerian.username (or LERIAN_USERNAME)"}},
		"Lerian: password alone":    {"lerian", lerian, "PASSWORD", []string{"lerian.username (or LERIAN_USERNAME)"}},
		"Lerian: no client secret":  {"lerian", lerian, "CLIENT_ID", []string{"without lerian.client_secret (or LERIAN_CLIENT_SECRET)"}},
		"Lerian: no client ID":      {"lerian", lerian, "USERNAME PASSWORD CLIENT_SECRET", []string{"without lerian.client_id (or LERIAN_CLIENT_ID)"}},
		"Lerian: two identities":    {"lerian", lerian, "ACCESS_TOKEN USERNAME PASSWORD", []string{"More than one way", "LERIAN_USERNAME"}},
		"Lerian: token and client":  {"lerian", lerian, "ACCESS_TOKEN CLIENT_ID CLIENT_SECRET", []string{"More than one way", "LERIAN_CLIENT_ID"}},
		"Lerian: all three":         {"lerian", lerian, "ACCESS_TOKEN USERNAME PASSWORD CLIENT_ID CLIENT_SECRET", []string{"More than one way"}},
		"Lerian: token, other half": {"lerian", lerian, "ACCESS_TOKEN PASSWORD", []string{"without lerian.username (or LERIAN_USERNAME)"}},
	} {
		t.Run(name, func(t *testing.T) {
			lookup := func(variable string) (string, bool) {
				for set := range strings.FieldsSeq(row.set) {
					if variable == strings.ToUpper(row.platform)+"_"+set {
						return "hidden", true
					}
				}
				value, ok := row.base[variable]
				return value, ok
			}
			all, diags := connect(config{}, lookup, transport.Config{}, newClients())
			if diags.HasError() {
				t.Fatal(diags)
			}
			p, err := all.Platform(row.platform)
			if len(row.want) == 0 {
				if err != nil || p == nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil {
				t.Fatal("accepted")
			}
			for _, words := range row.want {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is not in %q", words, err)
				}
			}
			if strings.Contains(err.Error(), "hidden") {
				t.Errorf("a value is in %q", err)
			}
		})
	}
}

// Credentials in the configuration are a complete login. Those in the environment may be of another tenant, and half of one
// login does not work with half of another.
func TestConnect_ConfiguredCredentials_IgnoreEnvironment(t *testing.T) {
	for name, row := range map[string]struct {
		platform string
		block    string // attributes of the block, all with the value "hidden"
		env      string // variables of the platform, likewise
		want     string // the message; empty if the login is accepted
	}{
		"ZITADEL: token, not client":            {"zitadel", "access_token", "CLIENT_ID CLIENT_SECRET", ""},
		"ZITADEL: token, not key":               {"zitadel", "access_token", "JWT_PROFILE_JSON", ""},
		"ZITADEL: client, secret elsewhere":     {"zitadel", "client_id", "CLIENT_SECRET", "zitadel.client_id (or ZITADEL_CLIENT_ID) is set without zitadel.client_secret"},
		"ZITADEL: secret, client elsewhere":     {"zitadel", "client_secret", "CLIENT_ID", "needs a way to log in"},
		"Keycard: client":                       {"keycard", "client_id client_secret", "CLIENT_ID CLIENT_SECRET", ""},
		"Keycard: client, secret elsewhere":     {"keycard", "client_id", "CLIENT_SECRET", "keycard.client_id (or KEYCARD_CLIENT_ID) is set without keycard.client_secret"},
		"Keycard: secret, client elsewhere":     {"keycard", "client_secret", "CLIENT_ID", "needs keycard.client_id"},
		"Lerian: token, not user":               {"lerian", "access_token", "USERNAME PASSWORD", ""},
		"Lerian: token, not client":             {"lerian", "access_token", "CLIENT_ID CLIENT_SECRET", ""},
		"Lerian: user, not token":               {"lerian", "username password", "ACCESS_TOKEN", ""},
		"Lerian: user, password elsewhere":      {"lerian", "username", "PASSWORD", "lerian.username (or LERIAN_USERNAME) is set without lerian.password"},
		"Lerian: client, secret elsewhere":      {"lerian", "client_id", "CLIENT_SECRET", "lerian.client_id (or LERIAN_CLIENT_ID) is set without lerian.client_secret"},
		"Lerian: secret, client elsewhere":      {"lerian", "client_secret", "CLIENT_ID", "needs a way to log in"},
		"Lerian: client, user's half elsewhere": {"lerian", "client_id client_secret", "PASSWORD", ""},
	} {
		t.Run(name, func(t *testing.T) {
			env := map[string]string{
				"ZITADEL_ENDPOINT": "https://example.zitadel.cloud", "LERIAN_IDENTITY_ENDPOINT": "https://identity.example.com", "LERIAN_AUTH_ENDPOINT": "https://auth.example.com",
			}
			for variable := range strings.FieldsSeq(row.env) {
				env[strings.ToUpper(row.platform)+"_"+variable] = "hidden"
			}
			set := attributes{}
			for attribute := range strings.FieldsSeq(row.block) {
				set[attribute] = types.StringValue("hidden")
			}
			all, diags := connect(configured(t, row.platform, set), environment(env), transport.Config{}, newClients())
			said := ""
			for _, d := range diags {
				said += d.Detail()
			}
			if _, err := all.Platform(row.platform); err != nil {
				said += err.Error()
			}
			if (said == "") != (row.want == "") || !strings.Contains(said, row.want) || strings.Contains(said, "hidden") {
				t.Errorf("said %q, want %q", said, row.want)
			}
		})
	}
}

// configured returns a configuration with the block of one platform.
func configured(t *testing.T, platform string, set attributes) config {
	t.Helper()
	block := written(t, platform, set)
	return map[string]config{"zitadel": {ZITADEL: block}, "keycard": {Keycard: block}, "lerian": {Lerian: block}}[platform]
}

// The accepted settings do not determine the login request: a user may be combined with a client.
func TestLerianLogin_SendsConfiguredCredentials(t *testing.T) {
	for name, row := range map[string]struct {
		set  []string
		want map[string]any
	}{
		"client": {[]string{"client_id", "client_secret"}, map[string]any{"grantType": "client_credentials", "clientId": "mine", "clientSecret": "mine"}},
		"user":   {[]string{"username", "password"}, map[string]any{"grantType": "password", "username": "mine", "password": "mine"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got map[string]any
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_ = json.NewDecoder(r.Body).Decode(&got)
				w.WriteHeader(http.StatusUnauthorized)
			}))
			t.Cleanup(server.Close)
			env := map[string]string{"LERIAN_IDENTITY_ENDPOINT": server.URL, "LERIAN_AUTH_ENDPOINT": server.URL}
			for _, variable := range []string{"ACCESS_TOKEN", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET"} {
				env["LERIAN_"+variable] = "theirs"
			}
			set := attributes{}
			for _, attribute := range row.set {
				set[attribute] = types.StringValue("mine")
			}
			all, diags := connect(configured(t, "lerian", set), environment(env), transport.Config{}, newClients())
			p, err := all.Platform("lerian")
			if err != nil || len(diags) > 0 {
				t.Fatal(err, diags)
			}
			if _, err := p.Get(t.Context(), idp.Application{ID: "app"}); err == nil {
				t.Error("the refused login went unnoticed")
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("the login (-want +got)\n%s", diff)
			}
		})
	}
}
