package zitadel

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
)

func TestAnswersOfServersAndReferenceFollowTheContract(t *testing.T) {
	schemas := map[string]string{
		"add_api_app_2024.json":                   "RegisteredApp",
		"add_api_app_basic.json":                  "RegisteredApp",
		"add_api_app_private_key_jwt.json":        "RegisteredApp",
		"create_application_basic.json":           "CreatedApplication",
		"create_application_private_key_jwt.json": "CreatedApplication",
		"get_app_new.json":                        "OneApp",
		"get_app_new_private_key_jwt.json":        "OneApp",
		"get_app_basic.json":                      "OneApp",
		"get_app_private_key_jwt.json":            "OneApp",
		"get_app_oidc.json":                       "OneApp",
		"get_app_web.json":                        "OneApp",
		"get_app_new_web.json":                    "OneApp",
		"create_application_web.json":             "CreatedApplication",
		"create_application_native.json":          "CreatedApplication",
		"add_oidc_app_web.json":                   "RegisteredApp",
		"search_apps.json":                        "FoundApps",
		"search_apps_none.json":                   "FoundApps",
		"changes_live.json":                       "AppChanges",
		"changes_removed.json":                    "AppChanges",
		"changed.json":                            "ChangedApp",
		"new_secret.json":                         "NewSecret",
		"error_no_changes.json":                   "ErrorStatus",
		"error_seed.json":                         "ErrorStatus",
		"error_no_token.json":                     "ErrorStatus",
		"error_instance.json":                     "ErrorStatus",
		"error_database.json":                     "ErrorStatus",
		"error_unique_violation.json":             "ErrorStatus",
		"error_v2.json":                           "ErrorStatus",
		"add_machine_user.json":                   "AddedMachineUser",
		"get_user_new.json":                       "OneUser",
		"get_user.json":                           "OneUser",
		"new_machine_secret.json":                 "NewMachineSecret",
		"search_users.json":                       "FoundUsers",
		"search_users_none.json":                  "FoundUsers",
		"user_changes_live.json":                  "AppChanges",
		"user_changes_removed.json":               "AppChanges",
		"add_app_key.json":                        "AddedAppKey",
		"add_user_key.json":                       "AddedUserKey",
		"add_user_key_public.json":                "AddedUserKey",
		"get_key.json":                            "OneKey",
		"get_key_forever.json":                    "OneKey",
		"search_keys.json":                        "FoundKeys",
		"discovery.json":                          "OpenIDConfiguration",
		"token.json":                              "Token",
		"token_error.json":                        "OAuthError",
	}
	for name, schema := range schemas {
		t.Run(name, func(t *testing.T) {
			if err := contract.Check(t, "openapi.yaml", schema, testdata(t, name)); err != nil {
				t.Error(err)
			}
		})
	}
}

// In the older version of the reference, the example has dates instead of times. No server sends those.
func TestContract_OldReferenceDates_AreRefused(t *testing.T) {
	err := contract.Check(t, "openapi.yaml", "RegisteredApp", testdata(t, "add_api_app_2023.json"))
	if err == nil || !strings.Contains(err.Error(), "/details/creationDate") {
		t.Errorf("got %v, want the dates refused", err)
	}
}

func TestContractRefusesBadRequests(t *testing.T) {
	tests := map[string]struct{ schema, text, want string }{
		"empty name":    {"AddAPIAppRequest", `{"name":"","authMethodType":"API_AUTH_METHOD_TYPE_BASIC"}`, "/name"},
		"long name":     {"UpdateAppRequest", `{"name":"` + strings.Repeat("é", 201) + `"}`, "/name"},
		"misspelt":      {"UpdateAppRequest", `{"name":"a","nome":"b"}`, "nome"},
		"no method":     {"UpdateAPIAppConfigRequest", `{}`, "authMethodType"},
		"other method":  {"UpdateAPIAppConfigRequest", `{"authMethodType":"NOPE"}`, "/authMethodType"},
		"no user ID":    {"AddMachineUserRequest", `{"userName":"a","name":"a","accessTokenType":"ACCESS_TOKEN_TYPE_JWT"}`, "userId"},
		"token type":    {"UpdateMachineRequest", `{"name":"a"}`, "accessTokenType"},
		"long text":     {"UpdateMachineRequest", `{"name":"a","accessTokenType":"ACCESS_TOKEN_TYPE_JWT","description":"` + strings.Repeat("é", 501) + `"}`, "/description"},
		"two filters":   {"UserQuery", `{"typeQuery":{"type":"TYPE_MACHINE"},"userNameQuery":{"userName":"a","method":"TEXT_QUERY_METHOD_EQUALS"}}`, "at most 1 properties"},
		"public key":    {"AddAppKeyRequest", `{"type":"KEY_TYPE_JSON","publicKey":"YQ=="}`, "publicKey"},
		"no grant type": {"TokenRequest", `{"scope":"openid"}`, "grant_type"},
		"no type":       {"CreateApplicationRequest", `{"projectId":"1","applicationId":"2","name":"a"}`, "4 properties"},
		"two types": {
			"CreateApplicationRequest",
			`{"projectId":"1","applicationId":"2","name":"a","apiConfiguration":{"authMethodType":"API_AUTH_METHOD_TYPE_BASIC"},"oidcConfiguration":{}}`, "4 properties",
		},
		"empty list":       {"OIDCSettings", `{"redirectUris":[]}`, "/redirectUris"},
		"setting left out": {"OIDCSettings", `{}`, "clockSkew"},
		"name of v1":       {"CreateOIDCConfiguration", `{"devMode":true}`, "devMode"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := contract.Check(t, "openapi.yaml", tc.schema, []byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error about %s", err, tc.want)
			}
		})
	}
}

func testdata(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
