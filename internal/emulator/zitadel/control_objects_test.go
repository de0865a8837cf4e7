package zitadel

import (
	"encoding/json"
	"fmt"
	"testing"
)

// shown returns what the control interface shows of one application or service account.
func (f fixture) shown(id string) map[string]any {
	f.Helper()
	for _, application := range f.server.Applications() {
		if application["id"] == id {
			return application
		}
	}
	f.Fatalf("%s is not shown", id)
	return nil
}

// change changes the fields of a JSON object, decoded as the control interface does.
func (f fixture) change(id, fields string) error {
	f.Helper()
	var decoded map[string]any
	if err := json.Unmarshal([]byte(fields), &decoded); err != nil {
		f.Fatal(err)
	}
	return f.server.Change(id, decoded)
}

func TestDriftOfOIDCApplications(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"portal",` + everyField + `}`)
	shown := f.shown(app.id)
	for name, want := range map[string]string{
		"type": "native", "auth_method": "none", "redirect_uris": "[https://a.example/cb]", "post_logout_redirect_uris": "[https://a.example/bye]",
		"additional_origins": "[https://c.example]", "grant_types": "[authorization_code refresh_token]", "response_types": "[code]",
		"access_token_type": "jwt", "dev_mode": "true", "clock_skew": "2s", "back_channel_logout_uri": "https://203.0.113.7/out",
		"access_token_role_assertion": "true", "id_token_role_assertion": "true", "id_token_userinfo_assertion": "true",
		"skip_native_app_success_page": "true", "has_secret": "false", "keys": "[]", "enabled": "true",
	} {
		f.equal(name, fmt.Sprint(shown[name]), want)
	}
	if err := f.change(app.id, `{"name":"shop","enabled":false,"client_secret":"chosen","type":"web","auth_method":"client_secret_post",
		"redirect_uris":["https://b.example"],"post_logout_redirect_uris":null,"additional_origins":[],"grant_types":["implicit"],
		"response_types":["id_token token"],"access_token_type":"bearer","dev_mode":false,"clock_skew":"1s","back_channel_logout_uri":"https://x.example",
		"access_token_role_assertion":false,"id_token_role_assertion":false,"id_token_userinfo_assertion":false,"skip_native_app_success_page":false}`); err != nil {
		t.Fatal(err)
	}
	a := f.apps("GET", "/"+app.id, "")
	f.equal("name", a.at("app.name"), "shop")
	f.equal("state", a.at("app.state"), "APP_STATE_INACTIVE")
	for name, want := range map[string]string{
		"appType": "", "authMethodType": `"OIDC_AUTH_METHOD_TYPE_POST"`, "redirectUris": `["https://b.example"]`, "postLogoutRedirectUris": "",
		"additionalOrigins": "", "grantTypes": `["OIDC_GRANT_TYPE_IMPLICIT"]`, "responseTypes": `["OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"]`,
		"accessTokenType": "", "devMode": "", "clockSkew": `"1s"`, "backChannelLogoutUri": `"https://x.example"`, "idTokenRoleAssertion": "",
	} {
		f.equal(name, f.member(app.id, name), want)
	}
	sequence := a.at("app.details.sequence")
	if err := f.change(app.id, `{"type":"web","redirect_uris":["https://b.example"]}`); err != nil {
		t.Fatal(err)
	}
	f.equal("nothing new happened", f.apps("GET", "/"+app.id, "").at("app.details.sequence"), sequence)
	if err := f.change(app.id, `{"enabled":true}`); err != nil {
		t.Fatal(err)
	}
	f.equal("chosen secret", f.server.VerifySecret(app.clientID, "chosen"), true)
	f.equal("removed", f.server.Remove(app.id), nil)
	f.want(f.apps("GET", "/"+app.id, ""), 404, "QUERY-pCP8P")
}

func TestDriftOfServiceAccounts(t *testing.T) {
	f := start(t, Config{})
	id := f.createMachine(`{"userName":"worker","name":"Worker","description":"d","accessTokenType":1}`)
	f.createMachine(`{"userName":"other","name":"Other"}`)
	secret := f.newSecret(id)
	first, second := f.users("POST", "/"+id+"/keys", jsonKey).string("keyId"), f.users("POST", "/"+id+"/keys", jsonKey).string("keyId")
	shown := f.shown(id)
	for name, want := range map[string]string{
		"type": "service_account", "name": "Worker", "identifier": "worker", "client_id": "worker", "description": "d", "access_token_type": "jwt",
		"enabled": "true", "has_secret": "true", "keys": "[" + first + " " + second + "]", "organization_id": f.server.OrganizationID(),
	} {
		f.equal(name, fmt.Sprint(shown[name]), want)
	}
	if err := f.change(id, `{"name":"W","identifier":"w","description":"","access_token_type":"bearer","keys":["`+second+`"]}`); err != nil {
		t.Fatal(err)
	}
	f.equal("verified under the new name", f.server.VerifySecret("w", secret), true)
	a := f.users("GET", "/"+id, "")
	f.equal("name", a.at("user.machine.name"), "W")
	f.equal("description", a.at("user.machine.description"), nil)
	f.equal("token type", a.at("user.machine.accessTokenType"), nil)
	f.want(f.users("GET", "/"+id+"/keys/"+first, ""), 404, "QUERY-Dgr3g")
	f.want(f.users("GET", "/"+id+"/keys/"+second, ""), 200, "")
	if err := f.change(id, `{"enabled":false,"has_secret":false,"keys":null}`); err != nil {
		t.Fatal(err)
	}
	a = f.users("GET", "/"+id, "")
	f.equal("state", a.at("user.state"), "USER_STATE_INACTIVE")
	f.equal("hasSecret", a.at("user.machine.hasSecret"), nil)
	f.want(f.users("GET", "/"+id+"/keys/"+second, ""), 404, "QUERY-Dgr3g")
	if err := f.change(id, `{"enabled":true,"client_secret":"chosen"}`); err != nil {
		t.Fatal(err)
	}
	f.equal("chosen secret", f.server.VerifySecret("w", "chosen"), true)
	f.equal("removed", f.server.Remove(id), nil)
	f.want(f.users("GET", "/"+id, ""), 404, "QUERY-Dfbg2")
	f.equal("left", len(f.server.Applications()), 1)
}

func TestDriftOfApplicationKeys(t *testing.T) {
	f := start(t, Config{})
	app := f.createWith(`{"name":"orders","authMethodType":1}`)
	key := f.apps("POST", "/"+app.id+"/keys", jsonKey).string("id")
	f.equal("keys", fmt.Sprint(f.shown(app.id)["keys"]), "["+key+"]")
	if err := f.server.Change(app.id, map[string]any{"keys": []string{}}); err != nil {
		t.Fatal(err)
	}
	f.want(f.apps("GET", "/"+app.id+"/keys/"+key, ""), 404, "QUERY-Dgr3g")
}

func TestDriftIsRefused(t *testing.T) {
	f := start(t, Config{})
	oidc := f.createOIDC(`{"name":"portal"}`).id
	user := f.createMachine(`{"userName":"worker","name":"Worker"}`)
	f.createMachine(`{"userName":"other","name":"Other"}`)
	for _, c := range []struct{ id, fields string }{
		{oidc, `{"type":"desktop"}`},
		{oidc, `{"type":5}`},
		{oidc, `{"redirect_uris":"x"}`},
		{oidc, `{"redirect_uris":[5]}`},
		{oidc, `{"grant_types":["magic"]}`},
		{oidc, `{"grant_types":5}`},
		{oidc, `{"dev_mode":"yes"}`},
		{oidc, `{"clock_skew":"soon"}`},
		{oidc, `{"clock_skew":1}`},
		{oidc, `{"identifier":"x"}`},
		{oidc, `{"has_secret":false}`},
		{oidc, `{"keys":["x"]}`},
		{oidc, `{"keys":5}`},
		{user, `{"identifier":"OTHER"}`},
		{user, `{"identifier":""}`},
		{user, `{"name":""}`},
		{user, `{"has_secret":true}`},
		{user, `{"access_token_type":"saml"}`},
		{user, `{"enabled":1}`},
		{user, `{"client_secret":""}`},
		{user, `{"keys":["x"]}`},
		{user, `{"redirect_uris":[]}`},
		{user, `{"description":5}`},
		{f.server.access.owner.id, `{"enabled":false}`},
	} {
		if f.change(c.id, c.fields) == nil {
			t.Errorf("%s is accepted", c.fields)
		}
	}
	if f.server.Remove(f.server.access.owner.id) == nil {
		t.Error("the owner is removed")
	}
}
