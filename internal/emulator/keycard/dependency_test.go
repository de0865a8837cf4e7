package keycard

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestDependencyIsPutReadListedAndDeleted(t *testing.T) {
	h := start(t, Config{})
	app, resource := h.create("a").text("id"), h.resource("orders", nil)
	path := h.deps(app, resource.text("id"))
	h.api("GET", path, nil).refused(404, "not_found")
	for _, body := range []any{nil, "{}", " "} { // a repeated PUT succeeds
		h.api("PUT", path, body).is(204)
	}
	if got := h.api("GET", path, nil).is(200); !reflect.DeepEqual(got.body, resource.body) {
		t.Errorf("read %v, want the resource %v", got.body, resource.body)
	}
	list := h.page(h.deps(app), "expand[]", "total_count").is(200)
	if got := list.texts("id"); !slices.Equal(got, []string{resource.text("id")}) || list.under("pagination", "total_count") != 1.0 {
		t.Errorf("listed %v", list.body)
	}
	if got := h.api("GET", h.apps("/"+app), nil).body["dependencies_count"]; got != 1.0 {
		t.Errorf("dependencies_count is %v", got)
	}
	h.api("DELETE", path, nil).is(204)
	h.api("DELETE", path, nil).refused(404, "not_found")
	if got := h.page(h.deps(app)).is(200).texts("id"); len(got) != 0 {
		t.Errorf("still listed: %q", got)
	}
}

func TestDependenciesArePagedInTheOrderOfCreation(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	var want []string
	for _, name := range []string{"c", "a", "b"} {
		id := h.resource(name, nil).text("id")
		h.api("PUT", h.deps(app, id), nil).is(204)
		want = append(want, id)
	}
	h.api("PUT", h.deps(app, want[0]), nil).is(204) // it keeps its position
	first := h.page(h.deps(app), "limit", "2").is(200)
	next, _ := first.under("pagination", "after_cursor").(string)
	second := h.page(h.deps(app), "limit", "2", "after", next).is(200)
	if got := append(first.texts("id"), second.texts("id")...); !slices.Equal(got, want) {
		t.Errorf("listed %q, want %q", got, want)
	}
	h.page(h.deps(app), "limit", "101").refused(400, "bad_request")

	own := h.resource("own", object{"application_id": app}).text("id")
	h.api("PUT", h.deps(app, want[0])+"?when_accessing="+own, nil).is(204)
	page := h.page(h.deps(app), "limit", "1").is(200)
	h.api("DELETE", h.deps(app, want[0]), nil).is(204)
	next, _ = page.under("pagination", "after_cursor").(string)
	if got := h.page(h.deps(app), "after", next).is(200).texts("id"); !slices.Equal(got, want[1:]) {
		t.Errorf("after the first, which is gone: %q, want %q", got, want[1:])
	}
}

func TestDependency_Conditions_MustBeProvidedResources(t *testing.T) {
	h := start(t, Config{})
	app, other := h.create("a").text("id"), h.create("b").text("id")
	target := h.resource("target", nil).text("id")
	one := h.resource("one", object{"application_id": app}).text("id")
	two := h.resource("two", object{"application_id": app}).text("id")
	foreign := h.resource("foreign", object{"application_id": other}).text("id")
	path := h.deps(app, target)
	put := func(ids ...string) answer {
		return h.api("PUT", path+"?"+url.Values{"when_accessing": ids}.Encode(), nil)
	}
	conditions := func() any { return h.api("GET", path, nil).is(200).body["when_accessing"] }

	for _, ids := range [][]string{{"unknown"}, {foreign}, {target}, {""}} {
		got := put(ids...).refused(400, "bad_request")
		if !strings.Contains(got.text("message"), "when_accessing[0]") {
			t.Errorf("%q: %s", ids, got.text("message"))
		}
	}
	h.api("GET", path, nil).refused(404, "not_found")
	put(two, one, two).is(204)
	if got := conditions(); !reflect.DeepEqual(got, []any{two, one}) {
		t.Errorf("when_accessing is %v", got)
	}
	h.api("PUT", h.deps(app, foreign), nil).is(204)
	for filter, want := range map[string][]string{one: {target}, foreign: {}, "": {target, foreign}} {
		if got := h.page(h.deps(app), "when_accessing", filter).is(200).texts("id"); !slices.Equal(got, want) {
			t.Errorf("when_accessing=%s lists %q, want %q", filter, got, want)
		}
	}
	put(one).is(204) // replaces the conditions
	if got := conditions(); !reflect.DeepEqual(got, []any{one}) {
		t.Errorf("when_accessing is %v", got)
	}
	put().is(204)
	if got := conditions(); got != nil {
		t.Errorf("when_accessing is %v", got)
	}
}

func TestDependencyRefusals(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	resource, _ := h.Resource()
	elsewhere := "/zones/" + h.OtherZoneID() + "/applications/" + app + "/dependencies/"
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		"unknown application":         {"PUT", h.deps("unknown", resource), nil, 404, "not_found"},
		"unknown resource":            {"PUT", h.deps(app, "unknown"), nil, 404, "not_found"},
		"application of another zone": {"PUT", elsewhere + resource, nil, 404, "not_found"},
		"platform's application":      {"PUT", h.deps(h.PlatformApplicationID(), resource), nil, 403, "forbidden"},
		"body is a list":              {"PUT", h.deps(app, resource), "[]", 400, "bad_request"},
		"body is no JSON":             {"PUT", h.deps(app, resource), "x", 500, "internal_server_error"},
		"delete from the platform's":  {"DELETE", h.deps(h.PlatformApplicationID(), resource), nil, 403, "forbidden"},
		"delete of unknown":           {"DELETE", h.deps("unknown", resource), nil, 404, "not_found"},
		"list of unknown":             {"GET", h.deps("unknown"), nil, 404, "not_found"},
		"read of unknown":             {"GET", h.deps("unknown", resource), nil, 404, "not_found"},
	} {
		t.Run(name, func(t *testing.T) { h.api(c.method, c.path, c.body).refused(c.status, c.code) })
	}
	h.api("POST", h.deps(app), object{}).refused(404, "not_found")
	h.token = h.login(h.ReadOnlyAccount())
	h.api("PUT", h.deps(app, resource), nil).refused(403, "forbidden")
	h.api("GET", h.deps(app), nil).is(200)
}

// The SDKs declare dependencies for a create. The service accepts and ignores them.
func TestDependenciesInABodyAreDropped(t *testing.T) {
	h := start(t, Config{})
	resource, _ := h.Resource()
	for _, dependencies := range []any{[]object{{"id": resource}}, []any{nil}, []object{{"id": "unknown"}}, nil, 1} {
		app := h.api("POST", h.apps(""), object{"name": "a", "identifier": "urn:a", "dependencies": dependencies}).is(200)
		path := h.apps("/" + app.text("id"))
		patched := h.api("PATCH", path, object{"dependencies": dependencies}).is(200)
		if app.body["dependencies_count"] != 0.0 || patched.body["dependencies_count"] != 0.0 {
			t.Errorf("%v was taken: %v", dependencies, app.body)
		}
		h.api("DELETE", path, nil).is(204)
	}
}

func TestRemovedResourceLeavesNoDependencyBehind(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	gone := h.resource("gone", object{"application_id": app}).text("id")
	kept := h.resource("kept", object{"application_id": app}).text("id")
	onGone := h.deps(app, gone)
	onlyWhileGone := h.deps(app, h.resource("1", nil).text("id"))
	either := h.resource("2", nil).text("id")
	whileEither := h.deps(app, either)
	h.api("PUT", onGone, nil).is(204)
	h.api("PUT", onlyWhileGone+"?when_accessing="+gone, nil).is(204)
	h.api("PUT", whileEither+"?when_accessing="+gone+"&when_accessing="+kept, nil).is(204)

	h.api("DELETE", h.zone("/resources/"+gone), nil).is(204)
	h.api("GET", onGone, nil).refused(404, "not_found")
	h.api("GET", onlyWhileGone, nil).refused(404, "not_found") // without the condition, it would always apply
	if got := h.api("GET", whileEither, nil).is(200).body["when_accessing"]; !reflect.DeepEqual(got, []any{kept}) {
		t.Errorf("when_accessing is %v", got)
	}
	if got := h.api("GET", h.apps("/"+app), nil).body["dependencies_count"]; got != 1.0 {
		t.Errorf("dependencies_count is %v", got)
	}
	h.api("DELETE", h.zone("/resources/"+either), nil).is(204)
	h.arm("keycard.list_dependencies", fault.StaleList) // the resource of the stale dependency is gone
	if got := h.page(h.deps(app)).is(200).texts("id"); len(got) != 0 {
		t.Errorf("a stale list shows %q", got)
	}
}

func TestRemovedApplicationLeavesResourcesAndNoDependencies(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	provided := h.resource("provided", object{"application_id": app}).text("id")
	h.api("PUT", h.deps(app, provided), nil).is(204)
	h.api("DELETE", h.apps("/"+app), nil).is(204)
	if got := h.api("GET", h.zone("/resources/"+provided), nil).is(200); got.body["application_id"] != nil {
		t.Errorf("it is provided by %v", got.body["application_id"])
	}
	if len(h.dependencies.rows) != 0 {
		t.Errorf("%d dependencies are left", len(h.dependencies.rows))
	}
}

func TestDependenciesDrift(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	fields := object{"name": "own", "identifier": "urn:own", "application_id": app}
	own, err := h.AddResource(fields)
	if err != nil {
		t.Fatal(err)
	}
	orders, _ := h.Resource()
	for _, err := range []error{h.Depend(app), h.AddDependency(app, own, own), h.AddDependency(app, orders, own)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := map[string][]string{own: {own}, orders: {own}}
	if got := h.Dependencies(app); !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("dependencies %v, want %v", got, want)
	}
	if got := h.page(h.deps(app)).texts("id"); !slices.Equal(got, []string{orders, own}) {
		t.Errorf("the API lists %q", got)
	}
	if err := h.RemoveDependency(app, orders); err != nil {
		t.Fatal(err)
	}
	h.api("GET", h.deps(app, orders), nil).refused(404, "not_found")
	if err := h.RemoveResource(own); err != nil || len(h.Dependencies(app)) != 0 {
		t.Errorf("%v, dependencies %v", err, h.Dependencies(app))
	}
	for name, err := range map[string]error{
		"remove twice":         h.RemoveDependency(app, orders),
		"remove resource":      h.RemoveResource(own),
		"unknown application":  h.AddDependency("unknown", orders),
		"unknown resource":     h.AddDependency(app, "unknown"),
		"condition of nobody":  h.AddDependency(app, orders, orders),
		"platform application": h.Depend(h.PlatformApplicationID()),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := h.AddResource(object{"name": "x"}); err == nil {
		t.Error("a resource without an identifier was added")
	}
}
