package zitadel

import (
	"net/url"
	"testing"
)

func TestAuthentication_InactiveProjectOrOrganization_IsRefused(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	project, organization := "/management/v1/projects/"+f.server.ProjectID(), "/management/v1/orgs/me"
	for _, place := range []struct{ id, path, state, active, inactive string }{
		{f.server.ProjectID(), project, "project.state", "PROJECT_STATE_ACTIVE", "PROJECT_STATE_INACTIVE"},
		{f.server.OrganizationID(), organization, "org.state", "ORG_STATE_ACTIVE", "ORG_STATE_INACTIVE"},
	} {
		for _, active := range []bool{false, true} {
			if err := f.server.SetActive(place.id, active); err != nil {
				t.Fatal(err)
			}
			state, status := place.inactive, 400
			if active {
				state, status = place.active, 200
			}
			read := f.send(f.request("GET", place.path, ""))
			f.want(read, 200, "")
			f.equal("state", read.string(place.state), state)
			f.want(f.form(introspectPath, url.Values{"token": {"x"}}, app.clientID, app.secret), status, "")
			f.want(f.apps("GET", "/"+app.id, ""), 200, "")
		}
	}
	if f.server.SetActive(unknownID, false) == nil {
		t.Error("what does not exist was deactivated")
	}
}

func TestProjectOfAnotherOrganization(t *testing.T) {
	for version, want := range map[string]int{"v4.12.1": 200, "v4.12.2": 404} {
		f := start(t, Config{Version: version})
		path := "/management/v1/projects/" + f.server.OtherProjectID()
		a := f.send(f.request("GET", path, ""))
		f.equal(version, a.status, want)
		if want == 404 {
			f.equal("message", a.string("message"), "Project not found (MANAG-SFf2a)")
		}
		a = f.as(f.server.AccessToken(), f.server.OtherOrganizationID(), "GET", path, "")
		f.want(a, 200, "")
		f.equal("owner", a.string("project.details.resourceOwner"), f.server.OtherOrganizationID())
		if a.string("project.details.changeDate") == "" {
			t.Error(a.text)
		}
	}
}

func TestProjectsAndOrganizations_ReadPermissions(t *testing.T) {
	f := start(t, Config{})
	project, organization := "/management/v1/projects/"+f.server.ProjectID(), "/management/v1/orgs/me"
	for _, c := range []struct {
		token, path string
		status      int
		id          string
	}{
		{f.server.OrganizationOwnerToken(), project, 200, ""},
		{f.server.OrganizationOwnerToken(), organization, 200, ""},
		{f.server.ViewerToken(), project, 200, ""},
		{f.server.ProjectOwnerToken(), organization, 403, "AUTH-5mWD2"},
		{f.server.ProjectOwnerToken(), "/management/v1/projects/" + f.server.OtherProjectID(), 403, "AUTH-3jknH"},
		{f.server.StrangerToken(), project, 404, "AUTHZ-cdgFk"},
		{f.server.AccessToken(), "/management/v1/projects/" + unknownID, 404, "QUERY-fk2fs"},
		{f.server.AccessToken(), "/management/v1/projects/" + f.server.OtherProjectID(), 404, "MANAG-SFf2a"},
	} {
		f.want(f.as(c.token, "", "GET", c.path, ""), c.status, c.id)
	}
}
