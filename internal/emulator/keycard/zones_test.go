package keycard

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestZone_Lifecycle_DeletesContents(t *testing.T) {
	h := start(t, Config{})
	created := h.api("POST", "/zones", object{
		"name": "Staging", "description": "d", "requires_invitation": false, "organization_id": h.organization,
		"encryption_key": object{"type": "aws", "arn": "arn:aws:kms:x"},
		"protocols": object{"oauth2": object{
			"pkce_required": false, "cimd": object{"enabled": true, "allowed_client_ids": []string{"https://*.example.test"}},
		}},
	}).is(200)
	want := object{
		"name": "Staging", "slug": "staging", "description": "d", "owner_type": "customer", "requires_invitation": false,
		"encryption_key": object{"type": "aws", "arn": "arn:aws:kms:x"}, "login_flow": "default", "organization_id": h.organization,
		"created_at": "2026-05-04T09:30:00.123Z", "updated_at": "2026-05-04T09:30:00.123Z",
	}
	for field, value := range want {
		if !reflect.DeepEqual(created.body[field], value) {
			t.Errorf("%s is %v, want %v", field, created.body[field], value)
		}
	}
	oauth2, _ := created.under("protocols", "oauth2").(object)
	cimd := object{"enabled": true, "allowed_client_ids": []any{"https://*.example.test"}}
	if oauth2["pkce_required"] != false || oauth2["dcr_enabled"] != true || !reflect.DeepEqual(oauth2["cimd"], cimd) {
		t.Errorf("oauth2 %v", oauth2)
	}
	path := "/zones/" + created.text("id")
	if got := h.api("GET", path, nil).is(200); !reflect.DeepEqual(got.body, created.body) {
		t.Errorf("read %v, created %v", got.body, created.body)
	}
	app := h.api("POST", path+"/applications", object{"name": "a", "identifier": "a"}).is(200).text("id")
	h.api("POST", path+"/application-credentials", object{"application_id": app, "type": "password"}).is(200)
	resource := h.api("POST", path+"/resources", object{"name": "r", "identifier": "r"}).is(200).text("id")
	h.api("PUT", path+"/applications/"+app+"/dependencies/"+resource, nil).is(204)
	before := len(h.applications.rows)

	h.api("DELETE", path, nil).is(204)
	h.api("DELETE", path, nil).refused(404, "not_found")
	h.api("GET", path+"/applications/"+app, nil).refused(404, "not_found")
	if left := []int{before - len(h.applications.rows), len(h.credentials.rows), len(h.dependencies.rows)}; !slices.Equal(left, []int{2, 0, 0}) {
		t.Errorf("left behind: %v", left)
	}
	h.api("GET", h.apps(""), nil).is(200) // the default zone is unchanged
}

func TestZoneUpdateMerges(t *testing.T) {
	h := start(t, Config{})
	resource, _ := h.Resource()
	path := h.zone("")
	app := h.create("gateway").text("id")
	for _, c := range []struct {
		patch  object
		status int
		place  []string
		want   any
	}{
		{object{}, 200, []string{"updated_at"}, "2026-05-04T09:30:00.123Z"},
		{object{"name": "New"}, 200, []string{"name"}, "New"},
		{object{"description": "d"}, 200, []string{"slug"}, "default-zone"},
		{object{"description": nil}, 200, []string{"description"}, nil},
		{object{"protocols": object{"oauth2": object{"dcr_enabled": false}}}, 200, []string{"protocols", "oauth2", "dcr_enabled"}, false},
		{object{"protocols": object{"oauth2": object{"dcr_enabled": nil}}}, 200, []string{"protocols", "oauth2", "dcr_enabled"}, true},
		{object{"protocols": nil}, 200, []string{"protocols", "oauth2", "pkce_required"}, true},
		{object{"encryption_key": object{"type": "aws", "arn": "x"}}, 200, []string{"encryption_key", "arn"}, "x"},
		{object{"encryption_key": nil}, 200, []string{"encryption_key"}, nil},
		{object{"default_resource_id": resource}, 200, []string{"default_resource_id"}, resource},
		{object{"default_resource_id": nil}, 200, []string{"default_resource_id"}, nil},
		{object{"user_identity_provider_id": h.ProviderID()}, 200, []string{"user_identity_provider_id"}, h.ProviderID()},
		{object{"default_mcp_gateway_application_id": app}, 200, []string{"default_mcp_gateway_application_id"}, app},
		{object{"default_resource_id": "x"}, 404, nil, nil},
		{object{"user_identity_provider_id": "x"}, 404, nil, nil},
		{object{"default_mcp_gateway_application_id": "x"}, 404, nil, nil},
		{object{"name": nil}, 400, nil, nil},
		{object{"name": "<b>"}, 400, nil, nil},
		{object{"encryption_key": object{"type": "gcp", "arn": "x"}}, 400, nil, nil},
		{object{"protocols": object{"oauth2": object{"cimd": object{"enabled": true}}}}, 400, nil, nil},
		{object{"protocols": object{"oauth2": object{"issuer": "x"}}}, 200, []string{"protocols", "oauth2", "issuer"}, h.base + "/z/" + h.ZoneID()},
		{object{"protocols": object{"oauth2": 1}}, 400, nil, nil},
		{object{"requires_invitation": 1}, 400, nil, nil},
	} {
		got := h.api("PATCH", path, c.patch).is(c.status)
		if c.place != nil && !reflect.DeepEqual(got.under(c.place...), c.want) {
			t.Errorf("%v: %v is %v, want %v", c.patch, c.place, got.under(c.place...), c.want)
		}
	}
	h.api("PATCH", "/zones/unknown", object{}).refused(404, "not_found")
}

func TestZone_ReferencedObjectDeleted_ClearsReference(t *testing.T) {
	h := start(t, Config{})
	app, resource, provider := h.create("a").text("id"), h.resource("r", nil).text("id"), h.provider("https://p.test").text("id")
	references := object{
		"default_mcp_gateway_application_id": app, "default_resource_id": resource, "user_identity_provider_id": provider,
	}
	h.api("PATCH", h.zone(""), references).is(200)
	for _, path := range []string{"/applications/" + app, "/resources/" + resource, "/providers/" + provider} {
		h.api("DELETE", h.zone(path), nil).is(204)
	}
	got := h.api("PATCH", h.zone(""), object{"name": "still"}).is(200)
	for field := range references {
		if got.body[field] != nil {
			t.Errorf("%s is %v", field, got.body[field])
		}
	}
}

func TestZone_Created_HasDefaults(t *testing.T) {
	h := start(t, Config{})
	h.api("POST", "/zones", object{}).refused(400, "bad_request")
	h.api("POST", "/zones", object{"name": "x", "organization_id": "x"}).refused(400, "bad_request")
	id := h.api("POST", "/zones", object{"name": "Default zone"}).is(200).text("id")
	if got := h.api("GET", "/zones/"+id, nil).text("slug"); got != "default-zone-2" {
		t.Errorf("slug %q", got)
	}
	if got := h.page("/zones/" + id + "/applications").texts("owner_type"); !slices.Equal(got, []string{"platform"}) {
		t.Errorf("applications of %q", got)
	}
	if got := h.page("/zones/" + id + "/providers").texts("type"); !slices.Equal(got, []string{"keycard-sts"}) {
		t.Errorf("providers %q", got)
	}
	for query, want := range map[string][]string{"": {h.ZoneID(), h.OtherZoneID(), id}, "?slug=other-zone": {h.OtherZoneID()}, "?limit=1": {h.ZoneID()}} {
		if got := h.api("GET", "/zones"+query, nil).is(200).texts("id"); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	h.token = h.login(h.ReadOnlyAccount())
	h.api("POST", "/zones", object{"name": "x"}).refused(403, "forbidden")
	h.api("DELETE", "/zones/"+id, nil).refused(403, "forbidden")
}

func TestOrganizations_ListsOnlyCallersOrganization(t *testing.T) {
	h := start(t, Config{})
	own := h.api("GET", "/organizations", nil).is(200)
	if got := own.texts("id"); !slices.Equal(got, []string{h.organization}) {
		t.Fatalf("organizations %q", got)
	}
	item, _ := own.body["items"].([]any)[0].(object)
	for _, field := range []string{"name", "label", "zone_id", "created_at", "updated_at"} {
		if text, _ := item[field].(string); text == "" {
			t.Errorf("%s is %v", field, item[field])
		}
	}
	if item["sso_enabled"] != false {
		t.Errorf("sso_enabled is %v", item["sso_enabled"])
	}
	for _, name := range []string{h.organization, item["label"].(string)} {
		if got := h.api("GET", "/organizations/"+name, nil).is(200); !reflect.DeepEqual(got.body, item) {
			t.Errorf("%s is %v", name, got.body)
		}
	}
	h.api("GET", "/organizations/unknown", nil).refused(404, "not_found")

	h.token = h.login(h.StrangerAccount())
	if got := h.api("GET", "/organizations", nil).is(200).texts("id"); len(got) != 1 || got[0] == h.organization {
		t.Errorf("the stranger's organizations are %q", got)
	}
	if got := h.api("GET", "/zones", nil).is(200).texts("id"); len(got) != 0 {
		t.Errorf("the stranger's zones are %q", got)
	}
	h.api("GET", "/organizations/"+h.organization, nil).refused(404, "not_found")
	if got := h.api("POST", "/zones", object{"name": "x"}).refused(404, "not_found"); strings.Contains(got.text("message"), "Zone") {
		t.Errorf("message %q", got.text("message"))
	}
	h.token = ""
	h.api("GET", "/organizations", nil).refused(401, "unauthorized")
	h.api("GET", "/zones", nil).refused(401, "unauthorized")
}
