package zitadel

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// shortened returns the keys of compliance problems without their common prefix.
func shortened(problems []map[string]any) string {
	var list []string
	for _, problem := range problems {
		list = append(list, strings.TrimPrefix(fmt.Sprint(problem["key"]), compliancePrefix))
	}
	return strings.Join(list, " ")
}

func (f fixture) createOIDC(body string) created {
	f.Helper()
	a := f.apps("POST", "/oidc", body)
	f.want(a, 200, "")
	return created{id: a.string("appId"), clientID: a.string("clientId"), secret: a.string("clientSecret")}
}

// member returns a field of an application's configuration as JSON.
func (f fixture) member(id, name string) string {
	f.Helper()
	a := f.apps("GET", "/"+id, "")
	f.want(a, 200, "")
	value := a.at("app.oidcConfig." + name)
	if value == nil {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		f.Fatal(err)
	}
	return string(text)
}

func comma(fields string) string {
	if fields == "" {
		return ""
	}
	return ","
}

func TestOIDCCreate(t *testing.T) {
	f := start(t, Config{})
	for _, c := range []struct {
		name, fields     string
		secret           bool
		problems         string
		appType, methods string // as a read shows it
	}{
		{"web basic", `"appType":"OIDC_APP_TYPE_WEB","authMethodType":"OIDC_AUTH_METHOD_TYPE_BASIC"`, true, "", "", ""},
		{"nothing", ``, true, "", "", ""},
		{"web post", `"authMethodType":"OIDC_AUTH_METHOD_TYPE_POST"`, true, "", "", "OIDC_AUTH_METHOD_TYPE_POST"},
		{"web none", `"authMethodType":2`, false, "", "", "OIDC_AUTH_METHOD_TYPE_NONE"},
		{"web keys", `"auth_method_type":"OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"`, false, "", "", "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"},
		{"user agent none", `"appType":"OIDC_APP_TYPE_USER_AGENT","authMethodType":2`, false, "", "OIDC_APP_TYPE_USER_AGENT", "OIDC_AUTH_METHOD_TYPE_NONE"},
		{"user agent basic", `"appType":1`, true, "NotCompliant NotCompliant UserAgent.AuthMethodType.NotNone", "OIDC_APP_TYPE_USER_AGENT", ""},
		{"native none", `"appType":"OIDC_APP_TYPE_NATIVE","authMethodType":2`, false, "", "OIDC_APP_TYPE_NATIVE", "OIDC_AUTH_METHOD_TYPE_NONE"},
		{"native basic", `"appType":2`, true, "NotCompliant NotCompliant Native.AuthMethodType.NotNone", "OIDC_APP_TYPE_NATIVE", ""},
		{"token exchange", `"grantTypes":["OIDC_GRANT_TYPE_AUTHORIZATION_CODE","OIDC_GRANT_TYPE_TOKEN_EXCHANGE"]`, true, "", "", ""},
		{"unknown words", `"appType":"NOPE","responseTypes":["OIDC_RESPONSE_TYPE_UNSPECIFIED"],"grantTypes":["NOPE"]`, true, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps("POST", "/oidc", `{"redirectUris":["https://a.example/cb"],`+c.fields+comma(c.fields)+`"name":"`+c.name+`"}`)
			f.want(a, 200, "")
			f.equal("secret", len(a.string("clientSecret")), map[bool]int{true: 64}[c.secret])
			f.equal("secret works", f.server.VerifySecret(a.string("clientId"), a.string("clientSecret")), c.secret)
			f.equal("noneCompliant", a.at("noneCompliant") != nil, c.problems != "")
			f.equal("problems", shortened(a.list("complianceProblems")), c.problems)
			read := f.apps("GET", "/"+a.string("appId"), "")
			f.equal("type", read.string("app.oidcConfig.appType"), c.appType)
			f.equal("method", read.string("app.oidcConfig.authMethodType"), c.methods)
			f.equal("problems as read", shortened(read.list("app.oidcConfig.complianceProblems")), c.problems)
			f.equal("clock skew", read.at("app.oidcConfig.clockSkew"), "0s")
			f.equal("response types", f.member(a.string("appId"), "responseTypes"), `["OIDC_RESPONSE_TYPE_CODE"]`)
		})
	}
	device := f.createOIDC(`{"name":"device","appType":2,"authMethodType":2,"grantTypes":["OIDC_GRANT_TYPE_DEVICE_CODE"]}`)
	for _, name := range []string{"redirectUris", "allowedOrigins", "complianceProblems", "noneCompliant", "version"} {
		f.equal(name, f.member(device.id, name), "")
	}
}

func TestOIDCFieldsAreReadBack(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"portal","redirectUris":[" https://a.example/cb ","https://a.example/cb","https://b.example/x","*",""],
		"postLogoutRedirectUris":["https://a.example/bye"],"responseTypes":["OIDC_RESPONSE_TYPE_ID_TOKEN","OIDC_RESPONSE_TYPE_CODE"],
		"grantTypes":["OIDC_GRANT_TYPE_REFRESH_TOKEN","OIDC_GRANT_TYPE_AUTHORIZATION_CODE",1],"devMode":true,"accessTokenType":"OIDC_TOKEN_TYPE_JWT",
		"accessTokenRoleAssertion":true,"idTokenRoleAssertion":true,"idTokenUserinfoAssertion":true,"clockSkew":"1.5s",
		"additionalOrigins":["https://c.example","https://b.example"],"skipNativeAppSuccessPage":true,"version":0,
		"backChannelLogoutUri":" https://203.0.113.7/out ","loginVersion":{"loginV2":{}}}`)
	for name, want := range map[string]string{
		"redirectUris":           `["https://a.example/cb","https://a.example/cb","https://b.example/x","*",""]`,
		"postLogoutRedirectUris": `["https://a.example/bye"]`, "responseTypes": `["OIDC_RESPONSE_TYPE_ID_TOKEN","OIDC_RESPONSE_TYPE_CODE"]`,
		"grantTypes": `["OIDC_GRANT_TYPE_REFRESH_TOKEN","OIDC_GRANT_TYPE_AUTHORIZATION_CODE","OIDC_GRANT_TYPE_IMPLICIT"]`,
		"devMode":    "true", "accessTokenType": `"OIDC_TOKEN_TYPE_JWT"`, "accessTokenRoleAssertion": "true", "idTokenRoleAssertion": "true",
		"idTokenUserinfoAssertion": "true", "clockSkew": `"1.500s"`, "additionalOrigins": `["https://c.example","https://b.example"]`,
		"allowedOrigins":           `["https://a.example","https://b.example","://","https://c.example"]`,
		"skipNativeAppSuccessPage": "true", "backChannelLogoutUri": `"https://203.0.113.7/out"`,
		"loginVersion": `{"loginV2":{"baseUri":""}}`, "version": "", "clientId": `"` + app.clientID + `"`,
	} {
		f.equal(name, f.member(app.id, name), want)
	}
	v1 := f.createOIDC(`{"name":"v1","loginVersion":{"loginV1":{}}}`)
	f.equal("login version", f.member(v1.id, "loginVersion"), `{"loginV1":{}}`)
	f.equal("no login version", f.member(f.createOIDC(`{"name":"v0"}`).id, "loginVersion"), "")
}

func TestOIDCRefusals(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"orders"}`)
	const duration = "invalid google.protobuf.Duration value"
	for _, c := range []struct {
		name, fields, create, update, message string
	}{
		{"refresh without code", `"grantTypes":["OIDC_GRANT_TYPE_REFRESH_TOKEN"]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"id_token with code", `"responseTypes":["OIDC_RESPONSE_TYPE_ID_TOKEN"]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"no origin", `"additionalOrigins":["not an origin"]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"origin with a path", `"additionalOrigins":["https://a.example/x"]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"origin with a slash", `"additionalOrigins":["https://a.example/"]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"empty origin", `"additionalOrigins":[""]`, "PROJECT-1n8df", "COMMAND-5m9fs", ""},
		{"logout at a name", `"backChannelLogoutUri":"https://portal.example/out"`, "PROJECT-msNebo", "PROJECT-msNebo", ""},
		{"logout on loopback", `"backChannelLogoutUri":"http://127.0.0.1/out"`, "PROJECT-msNebo", "PROJECT-msNebo", ""},
		{"logout nowhere", `"backChannelLogoutUri":"not a URL"`, "PROJECT-msNebo", "PROJECT-msNebo", ""},
		{"logout unreadable", `"backChannelLogoutUri":"http://%zz"`, "PROJECT-iZL2Ac", "PROJECT-iZL2Ac", ""},
		{"clock runs ahead", `"clockSkew":"5.1s"`, "", "", ".ClockSkew: value must be inside range [0s, 5s]"},
		{"clock runs behind", `"clockSkew":"-1s"`, "", "", ".ClockSkew: value must be inside range [0s, 5s]"},
		{"no unit", `"clockSkew":"1"`, "", "", duration},
		{"ten decimals", `"clockSkew":"1.0000000001s"`, "", "", duration},
		{"another unit", `"clockSkew":"1000ms"`, "", "", duration},
		{"not a text", `"clockSkew":1`, "", "", "invalid value for string field clockSkew: 1"},
		{"type out of range", `"appType":3`, "", "", ".AppType: value must be one of the defined enum values"},
		{"grant out of range", `"grantTypes":[0,9]`, "", "", ".GrantTypes[1]: value must be one of the defined enum values"},
		{"not a list", `"redirectUris":"x"`, "", "", `unexpected token "x"`},
		{"not a list of enums", `"grantTypes":"x"`, "", "", `unexpected token "x"`},
		{"not texts", `"redirectUris":["x",5]`, "", "", "invalid value for string field redirectUris: 5"},
		{"not an enum", `"grantTypes":[true]`, "", "", "invalid value for enum field grantTypes: true"},
	} {
		t.Run(c.name, func(t *testing.T) {
			create := f.apps("POST", "/oidc", `{"name":"another",`+c.fields+`}`)
			update := f.apps("PUT", "/"+app.id+"/oidc_config", `{"redirectUris":["https://a.example/cb"],`+c.fields+`}`)
			f.want(create, 400, c.create)
			f.want(update, 400, c.update)
			for _, a := range []answer{create, update} {
				f.equal("code", a.at("code"), 3.0)
				if !strings.Contains(a.string("message"), c.message) {
					t.Error(a.text)
				}
			}
			f.equal("history", kinds(f.apps("POST", "/"+app.id+"/changes/_search", "").list("result")), "config.oidc.added added")
		})
	}
	f.want(f.apps("POST", "/oidc", `{"name":""}`), 400, "")
	f.want(f.apps("POST", "/oidc", `{"name":"x","version":1}`), 400, "")
	f.want(f.apps("POST", "/oidc", `{"name":"ORDERS"}`), 409, "V3-DKcYh")
	f.want(f.send(f.request("POST", "/management/v1/projects/"+unknownID+"/apps/oidc", `{"name":"x"}`)), 400, "COMMAND-EbFMN")
}

const everyField = `"redirectUris":["https://a.example/cb"],"postLogoutRedirectUris":["https://a.example/bye"],
	"responseTypes":["OIDC_RESPONSE_TYPE_CODE"],"grantTypes":["OIDC_GRANT_TYPE_AUTHORIZATION_CODE","OIDC_GRANT_TYPE_REFRESH_TOKEN"],
	"appType":"OIDC_APP_TYPE_NATIVE","authMethodType":"OIDC_AUTH_METHOD_TYPE_NONE","devMode":true,"accessTokenType":"OIDC_TOKEN_TYPE_JWT",
	"accessTokenRoleAssertion":true,"idTokenRoleAssertion":true,"idTokenUserinfoAssertion":true,"clockSkew":"2s",
	"additionalOrigins":["https://c.example"],"skipNativeAppSuccessPage":true,"backChannelLogoutUri":"https://203.0.113.7/out",
	"loginVersion":{"loginV1":{}}`

func TestOIDCUpdate_OmittedFields_AreReset(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"orders",` + everyField + `}`)
	path := "/" + app.id + "/oidc_config"
	put := func(fields string) {
		t.Helper()
		f.want(f.apps("PUT", path, `{`+fields+`}`), 200, "")
	}
	f.want(f.apps("PUT", path, `{`+everyField+`}`), 400, "COMMAND-1m88i")
	for _, empty := range []string{``, `"redirectUris":[],"postLogoutRedirectUris":[],"additionalOrigins":[],"responseTypes":[],"grantTypes":[],"loginVersion":{},"backChannelLogoutUri":""`} {
		put(empty)
		for name, want := range map[string]string{
			"redirectUris": `["https://a.example/cb"]`, "postLogoutRedirectUris": `["https://a.example/bye"]`,
			"additionalOrigins": `["https://c.example"]`, "responseTypes": `["OIDC_RESPONSE_TYPE_CODE"]`,
			"grantTypes": `["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]`, "clockSkew": `"0s"`, "loginVersion": "", "backChannelLogoutUri": "",
			"appType": "", "authMethodType": "", "devMode": "", "accessTokenType": "", "accessTokenRoleAssertion": "",
			"idTokenRoleAssertion": "", "idTokenUserinfoAssertion": "", "skipNativeAppSuccessPage": "",
			"clientId": `"` + app.clientID + `"`,
		} {
			f.equal(name, f.member(app.id, name), want)
		}
		f.want(f.apps("PUT", path, `{`+empty+`}`), 400, "COMMAND-1m88i")
		put(everyField)
	}
	put(`"redirectUris":[""],"postLogoutRedirectUris":[""]`)
	f.equal("one empty redirect", f.member(app.id, "redirectUris"), `[""]`)
	put(`"redirectUris":["https://b.example","https://a.example"]`)
	put(`"redirectUris":["https://a.example","https://b.example"]`)
	f.equal("the order counts", f.member(app.id, "redirectUris"), `["https://a.example","https://b.example"]`)
	put(`"grantTypes":[2,0]`)
	put(`"grantTypes":[0,2]`)
	f.equal("of grants too", f.member(app.id, "grantTypes"), `["OIDC_GRANT_TYPE_AUTHORIZATION_CODE","OIDC_GRANT_TYPE_REFRESH_TOKEN"]`)
}

func TestOIDCListsAreClearedByOlderReleases(t *testing.T) {
	f := start(t, Config{Version: "v3.4.9"})
	app := f.createOIDC(`{"name":"orders",` + everyField + `}`)
	f.want(f.apps("PUT", "/"+app.id+"/oidc_config", `{}`), 200, "")
	f.equal("redirects", f.member(app.id, "redirectUris"), "")
	f.equal("response types", f.member(app.id, "responseTypes"), `["OIDC_RESPONSE_TYPE_CODE"]`)
}

// All commands on one OIDC application, one after the other, and some on an application of the other type.
func TestOIDCCommands(t *testing.T) {
	f := start(t, Config{})
	app, api := "/"+f.createOIDC(`{"name":"portal"}`).id, "/"+f.create("orders").id
	const secret = "/oidc_config/_generate_client_secret"
	for _, c := range []struct {
		name, method, path, body string
		status                   int
		id                       string
	}{
		{"unknown", "PUT", "/" + unknownID + "/oidc_config", `{}`, 404, "COMMAND-2n8uU"},
		{"invalid goes first", "PUT", "/" + unknownID + "/oidc_config", `{"additionalOrigins":["x"]}`, 400, "COMMAND-5m9fs"},
		{"of an API app", "PUT", api + "/oidc_config", `{}`, 400, "COMMAND-GBr34"},
		{"API config", "PUT", app + "/api_config", `{"authMethodType":1}`, 400, "COMMAND-Gnwt3"},
		{"same", "PUT", app + "/oidc_config", `{}`, 400, "COMMAND-1m88i"},
		{"other type", "PUT", app + "/oidc_config", `{"appType":1}`, 200, ""},
		{"and back", "PUT", app + "/oidc_config", `{"appType":0}`, 200, ""},
		{"secret unknown", "POST", "/" + unknownID + secret, ``, 404, "COMMAND-2g66f"},
		{"secret of an API app", "POST", api + secret, ``, 400, "COMMAND-Ghrh3"},
		{"secret of the wrong kind", "POST", app + "/api_config/_generate_client_secret", ``, 400, "COMMAND-aeH4"},
		{"secret", "POST", app + secret, ``, 200, ""},
		{"rename", "PUT", app, `{"name":"shop"}`, 200, ""},
		{"deactivate", "POST", app + "/_deactivate", `{}`, 200, ""},
		{"while inactive", "PUT", app + "/oidc_config", `{"devMode":true}`, 200, ""},
		{"reactivate", "POST", app + "/_reactivate", `{}`, 200, ""},
		{"delete", "DELETE", app, ``, 200, ""},
		{"deleted", "PUT", app + "/oidc_config", `{}`, 404, "COMMAND-2n8uU"},
	} {
		t.Run(c.name, func(t *testing.T) { f.want(f.apps(c.method, c.path, c.body), c.status, c.id) })
	}
	f.equal("history", kinds(f.apps("POST", app+"/changes/_search?query.limit=4", "").list("result")),
		"removed reactivated config.oidc.changed deactivated")
	f.equal("oldest", kinds(f.apps("POST", app+"/changes/_search?query.limit=3&query.asc=true", "").list("result")),
		"added config.oidc.added config.oidc.changed")
}

// The first secret survives every change of the auth method.
func TestOIDCSecret_Lifecycle(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"portal"}`)
	for _, method := range []string{"1", "2", "3", "0"} {
		a := f.apps("PUT", "/"+app.id+"/oidc_config", `{"authMethodType":`+method+`}`)
		f.want(a, 200, "")
		f.equal("secret in the answer", a.at("clientSecret"), nil)
		f.equal("introspection with method "+method, f.form(introspectPath, url.Values{"token": {"x"}}, app.clientID, app.secret).status, 200)
	}
	second := f.apps("POST", "/"+app.id+"/oidc_config/_generate_client_secret", "").string("clientSecret")
	f.equal("old", f.server.VerifySecret(app.clientID, app.secret), false)
	f.equal("new", f.server.VerifySecret(app.clientID, second), true)

	public := f.createOIDC(`{"name":"public","authMethodType":2}`)
	a := f.form(introspectPath, url.Values{"token": {"x"}, "client_id": {public.clientID}})
	f.equal("public client", a.string("error_description"), "client must be authenticated")
	secret := f.apps("POST", "/"+public.id+"/oidc_config/_generate_client_secret", "").string("clientSecret")
	f.equal("secret of a public client", f.server.VerifySecret(public.clientID, secret), true)
}

func TestCompliance(t *testing.T) {
	web, agent, native := oidcSettings{}, oidcSettings{appType: typeUserAgent, method: oidcNone}, oidcSettings{appType: typeNative, method: oidcNone}
	with := func(o oidcSettings, grants []int, redirects ...string) oidcSettings {
		o.grantTypes, o.redirects = grants, redirects
		return o
	}
	code, implicit, both := []int{grantCode}, []int{grantImplicit}, []int{grantCode, grantImplicit}
	for _, c := range []struct {
		name     string
		settings oidcSettings
		want     string
	}{
		{"https", with(web, code, "https://a.example"), ""},
		{"no redirect", with(web, code), "NotCompliant NoRedirectUris"},
		{"no redirect, native", with(native, code), "NotCompliant NotCompliant NoRedirectUris"},
		{"device", with(web, []int{grantDevice}), ""},
		{"device and code", with(web, []int{grantDevice, grantCode}), "NotCompliant NoRedirectUris"},
		{"refresh alone", with(web, []int{grantRefresh}, "https://a.example"), "NotCompliant GrantType.Refresh.NoAuthCode"},
		{"refresh and device", with(web, []int{grantRefresh, grantDevice}), ""},
		{"http, web", with(web, code, "http://a.example"), ""},
		{"http, user agent", with(agent, code, "http://a.example"), "NotCompliant NotCompliant Code.RedirectUris.HttpOnlyForWeb"},
		{"http, native", with(native, code, "http://a.example"), "NotCompliant NotCompliant Native.RedirectUris.MustBeHttpLocalhost"},
		{"loopback, native", with(native, code, "http://localhost:1234", "http://127.0.0.1", "http://[::1]/x", "com.example.app:/cb"), ""},
		{"custom, web", with(web, code, "not a url"), "NotCompliant Code.RedirectUris.CustomOnlyForNative"},
		{"anything, web", with(web, code, "*", ""), "NotCompliant Code.RedirectUris.CustomOnlyForNative"},
		{"unreadable, native", with(native, code, "http://localhost", "app"), "NotCompliant NotCompliant Native.RedirectUris.MustBeHttpLocalhost"},
		{"implicit, custom", with(web, implicit, "app:/x"), "NotCompliant Implicit.RedirectUris.CustomNotAllowed"},
		{"implicit, http", with(web, implicit, "http://a.example"), "NotCompliant Implicit.RedirectUris.HttpNotAllowed"},
		{"implicit, http, native", with(native, implicit, "http://a.example"), "NotCompliant NotCompliant Native.RedirectUris.MustBeHttpLocalhost"},
		{"implicit, loopback, native", with(native, implicit, "http://localhost"), ""},
		{"both, custom", with(web, both, "app:/x"), "NotCompliant Implicit.RedirectUris.CustomNotAllowed"},
		{"both, http", with(web, both, "http://a.example"), "NotAllCombinationsAreAllowed"},
		{"both, http, user agent", with(agent, both, "http://a.example"), "NotCompliant NotCompliant Code.RedirectUris.HttpOnlyForWeb"},
	} {
		judged := c.settings.compliance()
		if got := strings.Join(judged.keys, " "); got != c.want || judged.broken != strings.HasPrefix(c.want, "NotCompliant") {
			t.Errorf("%s: %q %v, want %q", c.name, got, judged.broken, c.want)
		}
		for _, key := range judged.keys {
			if complianceLabels[key] == "" {
				t.Errorf("%s has no label", key)
			}
		}
	}
}

func TestServiceCreatesOIDCApplications(t *testing.T) {
	f := start(t, Config{})
	register := func(id, name, fields string) answer {
		t.Helper()
		return f.called(f.server.AccessToken(), createPath, fmt.Sprintf(`{"projectId":%q,"applicationId":%q,"name":%q,"oidcConfiguration":{%s}}`,
			f.server.ProjectID(), id, name, fields))
	}
	a := register("one", "portal", `"applicationType":"OIDC_APP_TYPE_USER_AGENT","developmentMode":true,"redirectUris":["https://a.example"]`)
	f.want(a, 200, "")
	f.equal("id", a.string("applicationId"), "one")
	f.equal("secret", f.server.VerifySecret(a.string("oidcConfiguration.clientId"), a.string("oidcConfiguration.clientSecret")), true)
	f.equal("nonCompliant", a.at("oidcConfiguration.nonCompliant"), true)
	f.equal("problems", shortened(a.list("oidcConfiguration.complianceProblems")), "NotCompliant NotCompliant UserAgent.AuthMethodType.NotNone")
	f.equal("label", a.list("oidcConfiguration.complianceProblems")[0]["localizedMessage"], nil)
	f.equal("apiConfiguration", a.at("apiConfiguration"), nil)
	f.equal("type", f.member("one", "appType"), `"OIDC_APP_TYPE_USER_AGENT"`)
	f.equal("devMode", f.member("one", "devMode"), "true")

	f.wantWord(register("one", "portal", ""), 409, "already_exists", "V3-DKcYh")
	f.wantWord(register("one", "shop", ""), 400, "failed_precondition", "PROJECT-lxowmp")
	f.wantWord(register("two", "shop", `"grantTypes":[2]`), 400, "invalid_argument", "PROJECT-1n8df")
	f.wantWord(register("two", "shop", `"clockSkew":"9s"`), 400, "invalid_argument", "")
	f.wantWord(register("two", "shop", `"clockSkew":9`), 400, "invalid_argument", "")

	old := start(t, Config{Version: "v4.10.0"})
	a = old.called(old.server.AccessToken(), createPath, `{"projectId":"`+old.server.ProjectID()+`","applicationId":"one","name":"x","oidcConfiguration":{}}`)
	old.want(a, 200, "")
	old.equal("its own ID", len(a.string("applicationId")), 18)
}
