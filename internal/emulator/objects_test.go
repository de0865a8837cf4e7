package emulator_test

import (
	"encoding/json"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// The control interface also shows, changes and removes ZITADEL's OIDC applications and service accounts.
func TestControlCoversOIDCApplicationsAndServiceAccounts(t *testing.T) {
	e := start(t, emulator.Options{})
	env := e.Environment()
	post := func(path, body, id string) string {
		t.Helper()
		_, text, err := send(newRequest(t, "POST", env["ZITADEL_ENDPOINT"]+"/management/v1"+path, body, e.ZITADEL.AccessToken()))
		var answer map[string]any
		if err != nil || json.Unmarshal([]byte(text), &answer) != nil || answer[id] == nil {
			t.Fatalf("%s: %s, %v", path, text, err)
		}
		return answer[id].(string)
	}
	app := post("/projects/"+env["ZITADEL_PROJECT_ID"]+"/apps/oidc", `{"name":"portal","redirectUris":["https://a.example"]}`, "appId")
	user := post("/users/machine", `{"userName":"worker","name":"Worker"}`, "userId")
	key := post("/users/"+user+"/keys", `{"type":"KEY_TYPE_JSON"}`, "keyId")

	control(t, e, "PATCH", "/applications/zitadel/"+app, `{"redirect_uris":["https://b.example"],"auth_method":"none"}`, 204)
	control(t, e, "PATCH", "/applications/zitadel/"+app, `{"redirect_uris":"https://b.example"}`, 400)
	var all map[string][]map[string]any
	if err := json.Unmarshal([]byte(control(t, e, "GET", "/applications", "", 200)), &all); err != nil {
		t.Fatal(err)
	}
	shown, err := json.Marshal(all["zitadel"])
	if err != nil || len(all["zitadel"]) != 2 {
		t.Fatalf("%s, %v", shown, err)
	}
	wantContains(t, string(shown), `"redirect_uris":["https://b.example"]`, `"auth_method":"none"`, `"type":"web"`,
		`"type":"service_account"`, `"identifier":"worker"`, `"keys":["`+key+`"]`)
	control(t, e, "PATCH", "/applications/zitadel/"+user, `{"keys":null,"description":"drifted"}`, 204)
	wantContains(t, control(t, e, "GET", "/applications", "", 200), `"keys":[]`, `"description":"drifted"`)
	for _, id := range []string{app, user} {
		control(t, e, "DELETE", "/applications/zitadel/"+id, "", 204)
	}
	if n := len(e.Applications()["zitadel"]); n != 0 {
		t.Errorf("%d are left", n)
	}
}
