package provider

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Which endpoint and login a platform has is settled before anything is sent, and what is wrong is named.
func TestSettingsOfAPlatformAreOneLogin(t *testing.T) {
	zitadel := map[string]string{"ZITADEL_ENDPOINT": "https://example.zitadel.cloud"}
	lerian := map[string]string{"LERIAN_IDENTITY_ENDPOINT": "https://identity.example.com", "LERIAN_AUTH_ENDPOINT": "https://auth.example.com"}
	for name, row := range map[string]struct {
		platform string
		base     map[string]string
		set      string // variables of the platform, all of the value "hidden"
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
			all, diags := connect(config{}, lookup, transport.Config{})
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
