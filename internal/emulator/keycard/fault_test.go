package keycard

import (
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestUnauthenticatedOnceRefusesOneToken(t *testing.T) {
	h := start(t, Config{})
	h.arm("keycard.get_zone", fault.UnauthenticatedOnce)
	h.api("GET", "/zones/"+h.ZoneID(), nil).refused(401, "unauthorized")
	h.api("GET", "/zones/"+h.ZoneID(), nil).is(200)

	env := h.Environment()
	grant := url.Values{"grant_type": {"client_credentials"}}
	h.arm("keycard.token", fault.UnauthenticatedOnce)
	h.form("/service-account-token", env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"], grant).is(401)

	good := h.password(h.create("a").text("id"))
	h.arm("keycard.zone_token", fault.UnauthenticatedOnce)
	endpoint := "/z/" + h.ZoneID() + "/oauth/2/token"
	h.form(endpoint, good.text("identifier"), good.text("password"), tokenRequest("urn:x")).is(401)
	h.form(endpoint, good.text("identifier"), good.text("password"), tokenRequest("urn:x")).is(400)
}

func TestFaults_NotFoundTimes_ChangesNothing(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	credential := h.password(app).text("id")
	resource, _ := h.Resource()
	other := h.resource("other", nil).text("id")
	provider := h.provider("https://issuer.example.test").text("id")
	for _, test := range []struct {
		operation, method, path string
		body                    any
		status                  int
	}{
		{"keycard.get_zone", "GET", "/zones/" + h.ZoneID(), nil, 200},
		{"keycard.get_application", "GET", h.apps("/" + app), nil, 200},
		{"keycard.list_application_resources", "GET", h.apps("/" + app + "/resources"), nil, 200},
		{"keycard.put_dependency", "PUT", h.deps(app, resource), nil, 204},
		{"keycard.list_dependencies", "GET", h.deps(app), nil, 200},
		{"keycard.get_dependency", "GET", h.deps(app, resource), nil, 200},
		{"keycard.delete_dependency", "DELETE", h.deps(app, resource), nil, 204},
		{"keycard.get_resource", "GET", h.zone("/resources/" + other), nil, 200},
		{"keycard.update_resource", "PATCH", h.zone("/resources/" + other), object{"name": "b"}, 200},
		{"keycard.delete_resource", "DELETE", h.zone("/resources/" + other), nil, 204},
		{"keycard.get_provider", "GET", h.zone("/providers/" + provider), nil, 200},
		{"keycard.update_provider", "PATCH", h.zone("/providers/" + provider), object{"name": "b"}, 200},
		{"keycard.delete_provider", "DELETE", h.zone("/providers/" + provider), nil, 204},
		{"keycard.get_organization", "GET", "/organizations/" + h.organization, nil, 200},
		{"keycard.update_zone", "PATCH", h.zone(""), object{"name": "b"}, 200},
		{"keycard.list_application_credentials", "GET", h.apps("/" + app + "/application-credentials"), nil, 200},
		{"keycard.update_application", "PATCH", h.apps("/" + app), object{"name": "b"}, 200},
		{"keycard.get_credential", "GET", h.creds("/" + credential), nil, 200},
		{"keycard.update_credential", "PATCH", h.creds("/" + credential), object{}, 200},
		{"keycard.create_credential", "POST", h.creds(""), object{"application_id": app, "type": "password"}, 200},
		{"keycard.delete_credential", "DELETE", h.creds("/" + credential), nil, 204},
		{"keycard.delete_application", "DELETE", h.apps("/" + app), nil, 204},
		{"keycard.delete_zone", "DELETE", h.zone(""), nil, 204},
	} {
		h.arm(test.operation, fault.NotFoundTimes)
		h.api(test.method, test.path, test.body).refused(404, "not_found")
		h.api(test.method, test.path, test.body).is(test.status)
	}
}

func TestStaleListsShowWhatWasBefore(t *testing.T) {
	h := start(t, Config{Seed: 1})
	stale := func(want ...string) {
		t.Helper()
		h.arm("keycard.list_applications", fault.StaleList)
		if got := h.page(h.apps("")).is(200).texts("name"); !slices.Equal(got, append([]string{"Keycard Console"}, want...)) {
			t.Errorf("the stale list is %q, want %q", got, want)
		}
	}
	const seeded = "Seeded application 0001"
	stale(seeded)
	id := h.create("a").text("id")
	stale(seeded)
	h.api("PATCH", h.apps("/"+id), object{"name": "b"}).is(200)
	stale(seeded, "a")
	h.api("PATCH", h.apps("/"+id), object{"name": "b"}).is(200) // changes nothing
	stale(seeded, "a")
	h.api("DELETE", h.apps("/"+id), nil).is(204)
	stale(seeded, "b")
	if got := h.page(h.apps("")).texts("name"); len(got) != 2 {
		t.Errorf("the list is %q", got)
	}

	other := h.create("c").text("id")
	h.password(other)
	resource := h.resource("stale", object{"application_id": other}).text("id")
	h.api("PUT", h.deps(other, resource), nil).is(204)
	h.provider("https://stale.example.test")
	for operation, path := range map[string]string{
		"keycard.list_credentials":             h.creds("?applicationId=" + other),
		"keycard.list_application_credentials": h.apps("/" + other + "/application-credentials"),
		"keycard.list_application_resources":   h.apps("/" + other + "/resources"),
		"keycard.list_dependencies":            h.deps(other),
		"keycard.list_resources":               h.zone("/resources?slug=stale"),
		"keycard.list_providers":               h.zone("/providers?slug=issuer"),
	} {
		h.arm(operation, fault.StaleList)
		if got := h.api("GET", path, nil).is(200).texts("id"); len(got) != 0 {
			t.Errorf("%s shows %q", operation, got)
		}
		if got := h.api("GET", path, nil).is(200).texts("id"); len(got) != 1 {
			t.Errorf("%s shows %q afterwards", operation, got)
		}
	}
}

func TestConcurrentCreates_HaveUniqueSlugs(t *testing.T) {
	h := start(t, Config{Seed: 5})
	var group sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d"} {
		group.Go(func() {
			created := h.api("POST", h.apps(""), object{"name": "same", "identifier": name})
			id := created.text("id")
			h.api("POST", h.creds(""), object{"application_id": id, "type": "password"})
			h.api("GET", h.apps(""), nil)
			_ = h.Change(id, object{"name": name})
			h.api("GET", h.apps("/"+id), nil)
			h.Applications()
		})
	}
	group.Wait()
	slugs := map[any]bool{}
	for _, a := range h.Applications() {
		slugs[a["slug"]] = true
	}
	if len(slugs) != 9 {
		t.Errorf("slugs %v", slugs)
	}
}
