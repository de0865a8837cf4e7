package zitadel

import (
	"net/url"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestAuthorizationHeader(t *testing.T) {
	f := start(t, Config{})
	good := f.server.AccessToken()
	for _, c := range []struct{ name, header, id, message string }{
		{"none", "", "", "auth header missing"},
		{"other scheme", "Basic abc", "AUTH-toLo1", "invalid auth header (AUTH-toLo1)"},
		{"lower case", "bearer " + good, "AUTH-toLo1", "invalid auth header (AUTH-toLo1)"},
		{"unknown token", "Bearer nonsense", "AUTH-7fs1e", "Errors.Token.Invalid (AUTH-7fs1e)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := f.request("POST", f.path("/api"), `{"name":""}`)
			r.Header.Set("Authorization", c.header)
			if c.header == "" {
				r.Header.Del("Authorization")
			}
			a := f.send(r)
			f.want(a, 401, c.id)
			f.equal("message", a.at("message"), c.message)
			f.equal("Www-Authenticate", a.header.Get("Www-Authenticate"), c.message)
		})
	}
}

func TestTokenRefusedOnce(t *testing.T) {
	f := start(t, Config{})
	f.arm("search_apps", fault.UnauthenticatedOnce)
	f.want(f.apps("POST", "/_search", ""), 401, "AUTH-7fs1e")
	f.want(f.apps("POST", "/_search", ""), 200, "")
}

func TestPermissions(t *testing.T) {
	f := start(t, Config{})
	s := f.server
	app := f.create("orders")
	own, unknown := f.path("/api"), "/management/v1/projects/"+unknownID+"/apps/api"
	for _, c := range []struct {
		name, token, org, method, path string
		status                         int
		id                             string
	}{
		{"stranger", s.StrangerToken(), "", "POST", own, 404, "AUTHZ-cdgFk"},
		{"unknown organization goes before membership", s.StrangerToken(), unknownID, "POST", own, 403, "AUTH-Bs7Ds"},
		{"role in another organization", s.ProjectOwnerToken(), s.OtherOrganizationID(), "POST", own, 404, "AUTHZ-cdgFk"},
		{"viewer writes", s.ViewerToken(), "", "POST", own, 403, "AUTH-5mWD2"},
		{"viewer reads", s.ViewerToken(), "", "GET", f.path("/" + app.id), 200, ""},
		{"project owner on an unknown project", s.ProjectOwnerToken(), "", "POST", unknown, 403, "AUTH-3jknH"},
		{"organization owner deletes", s.OrganizationOwnerToken(), "", "DELETE", f.path("/" + app.id), 403, "AUTH-5mWD2"},
		{"organization owner writes", s.OrganizationOwnerToken(), "", "POST", f.path("/" + app.id + "/_deactivate"), 200, ""},
		{"permission goes before validation", s.ProjectOwnerToken(), "", "POST", own, 400, ""},
		{"owner on an unknown project", s.AccessToken(), "", "POST", unknown, 400, ""},
		{"project owner deletes", s.ProjectOwnerToken(), "", "DELETE", f.path("/" + app.id), 200, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f.want(f.as(c.token, c.org, c.method, c.path, `{"name":""}`), c.status, c.id)
		})
	}
}

// A project of another organization, requested with and without the organization's header.
func TestOrganizations(t *testing.T) {
	for _, c := range []struct {
		version  string
		get      int
		getError string
	}{{"", 404, "MANAG-SFf2a"}, {"v4.12.2", 404, "MANAG-SFf2a"}, {"v4.10.0", 200, ""}} {
		t.Run("version "+c.version, func(t *testing.T) {
			f := start(t, Config{Version: c.version})
			other, base := f.server.OtherOrganizationID(), "/management/v1/projects/"+f.server.OtherProjectID()+"/apps"
			a := f.as(f.server.AccessToken(), other, "POST", base+"/api", `{"name":"orders"}`)
			f.want(a, 200, "")
			f.equal("resourceOwner", a.at("details.resourceOwner"), other)
			app := base + "/" + a.string("appId")
			for _, step := range []struct {
				method, path, body string
				status             int
				id                 string
			}{
				{"POST", base + "/api", `{"name":"b"}`, 400, "COMMAND-EbFMN"},
				{"GET", app, "", c.get, c.getError},
				{"PUT", app, `{"name":"b"}`, 404, "COMMAND-28di9"},
				{"PUT", app + "/api_config", `{}`, 404, "COMMAND-2n8uU"},
				{"POST", app + "/api_config/_generate_client_secret", `{}`, 404, "COMMAND-2g66f"},
				{"POST", app + "/_deactivate", `{}`, 404, "COMMAND-ov9d3"},
				{"POST", app + "/_reactivate", `{}`, 404, "COMMAND-ov9d3"},
				{"DELETE", app, "", 404, "COMMAND-0po9s"},
			} {
				f.want(f.as(f.server.AccessToken(), "", step.method, step.path, step.body), step.status, step.id)
			}
			for _, search := range []string{base + "/_search", app + "/changes/_search"} {
				a := f.as(f.server.AccessToken(), "", "POST", search, "")
				f.want(a, 200, "")
				f.equal("found", len(a.list("result")), 0)
				a = f.as(f.server.AccessToken(), other, "POST", search, "")
				if len(a.list("result")) == 0 {
					t.Error("nothing found with the header")
				}
			}
			f.want(f.as(f.server.AccessToken(), other, "DELETE", app, ""), 200, "")
		})
	}
}

func TestPlainErrorsAreQuotedByTheReleasesThatDidSo(t *testing.T) {
	f := start(t, Config{Version: "v4.13.1"})
	r := f.request("POST", f.path("/api"), "")
	r.Header.Del("Authorization")
	a := f.send(r)
	f.want(a, 500, "")
	f.equal("code", a.at("code"), 2.0)
	f.equal("message", a.at("message"), "rpc error: code = Unauthenticated desc = auth header missing")

	a = f.apps("POST", "/api", `{}`)
	f.want(a, 500, "")
	if !strings.HasPrefix(a.string("message"), "rpc error: code = InvalidArgument desc = invalid AddAPIAppRequest.Name:") {
		t.Error(a.text)
	}
	f.want(f.apps("GET", "/"+unknownID, ""), 404, "QUERY-pCP8P")
	f.want(f.apps("POST", "/api", "{"), 400, "")
}

func TestIssuedTokenNeedsTheAPIAudience(t *testing.T) {
	f := start(t, Config{})
	id, secret := f.server.ClientCredentials()
	for scope, status := range map[string]int{
		"openid": 401,
		"openid urn:zitadel:iam:org:project:id:zitadel:aud":                       200,
		"urn:zitadel:iam:org:project:id:" + f.server.ProjectID() + ":aud":         401,
		"urn:zitadel:iam:org:project:id:zitadel:aud urn:zitadel:iam:org:project:": 200,
	} {
		a := f.form("/oauth/v2/token", url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}, id, secret)
		f.want(a, 200, "")
		a = f.as(a.string("access_token"), "", "POST", f.path("/_search"), "")
		f.equal("status with "+scope, a.status, status)
	}
}
