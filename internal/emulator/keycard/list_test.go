package keycard

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"
)

// page gets a list with a query of alternating names and values.
func (h *harness) page(path string, query ...string) answer {
	h.Helper()
	values := url.Values{}
	for i := 0; i < len(query); i += 2 {
		values.Add(query[i], query[i+1])
	}
	return h.api("GET", path+"?"+values.Encode(), nil)
}

func TestListIsPagedForwardsAndBackwards(t *testing.T) {
	h := start(t, Config{Seed: 249}) // besides the platform's own
	first := h.page(h.apps("")).is(200)
	if n := len(first.texts("id")); n != 100 {
		t.Fatalf("%d items on a page without a limit", n)
	}
	var all []string
	var last answer
	for _, name := range []string{"after", "cursor"} {
		all = nil
		query := []string{"limit", "70"}
		for pages := 1; ; pages++ {
			last = h.page(h.apps(""), query...).is(200)
			all = append(all, last.texts("name")...)
			next, more := last.under("pagination", "after_cursor").(string)
			if more != last.under("page_info", "has_next_page") {
				t.Fatalf("page_info %v, pagination %v", last.body["page_info"], last.body["pagination"])
			}
			if !more {
				if pages != 4 {
					t.Errorf("%d pages", pages)
				}
				break
			}
			query = []string{"limit", "70", name, next}
		}
		if len(all) != 250 || all[0] != "Keycard Console" || all[249] != "Seeded application 0249" {
			t.Errorf("%s: %d applications, from %s to %s", name, len(all), all[0], all[len(all)-1])
		}
	}
	back := h.page(h.apps(""), "limit", "70", "before", last.under("page_info", "start_cursor").(string)).is(200)
	if got := back.texts("name"); !slices.Equal(got, all[140:210]) {
		t.Errorf("the page before the last is %s to %s", got[0], got[len(got)-1])
	}
	if back.under("pagination", "before_cursor") == nil || back.under("page_info", "has_previous_page") != true {
		t.Errorf("pagination %v", back.body["pagination"])
	}
}

func TestList_CursorRowDeleted_ContinuesAfterIt(t *testing.T) {
	h := start(t, Config{Seed: 4})
	page := h.page(h.apps(""), "limit", "3").is(200)
	h.api("DELETE", h.apps("/"+page.texts("id")[2]), nil).is(204)
	next := page.under("pagination", "after_cursor").(string)
	if got := h.page(h.apps(""), "after", next).texts("name"); !slices.Equal(got, []string{"Seeded application 0003", "Seeded application 0004"}) {
		t.Errorf("the next page is %q", got)
	}
	h.page(h.apps(""), "after", next, "sort", "-name").refused(400, "bad_request")
}

func TestListTotalIsShownWhenAskedFor(t *testing.T) {
	h := start(t, Config{Seed: 3})
	if got := h.page(h.apps(""), "expand[]", "total_count", "limit", "1").under("pagination", "total_count"); got != 4.0 {
		t.Errorf("total_count is %v", got)
	}
	if got := h.page(h.apps("")).under("pagination", "total_count"); got != nil {
		t.Errorf("total_count is %v", got)
	}
	if got := h.page(h.apps(""), "slug", "none"); len(got.texts("id")) != 0 || got.under("page_info", "end_cursor") != nil {
		t.Errorf("an empty list is %v", got.body)
	}
}

func TestListQueriesThatAreRefused(t *testing.T) {
	h := start(t, Config{Seed: 2})
	at := h.page(h.apps("")).under("page_info", "end_cursor").(string)
	id := h.PlatformApplicationID()
	for _, query := range [][]string{
		{"limit", "0"},
		{"limit", "101"},
		{"limit", "x"},
		{"after", "%%"},
		{"after", "cm93Ong"},
		{"before", "x"},
		{"after", at, "before", at},
		{"filter[id]", id, "after", at},
		{"filter[id]", id, "before", at},
		{"filter[color]", "red"},
		{"query[color]", "red"},
		{"sort", "color"},
		{"sort", "name,"},
	} {
		t.Run(fmt.Sprint(query), func(t *testing.T) { h.page(h.apps(""), query...).refused(400, "bad_request") })
	}
	var many []string
	for range 101 {
		many = append(many, "filter[id]", "x")
	}
	h.page(h.apps(""), many...).refused(400, "bad_request")
}

func TestListFiltersAndOrders(t *testing.T) {
	h := start(t, Config{})
	ids := map[string]string{}
	for _, a := range []struct {
		name, identifier string
		traits           []string
	}{
		{"Beta", "urn:x:1", []string{}}, {"Alpha", "urn:x:3", []string{"gateway"}}, {"Alpha", "urn:y:2", []string{"gateway", "mcp-provider"}},
	} {
		created := h.api("POST", h.apps(""), object{"name": a.name, "identifier": a.identifier, "traits": a.traits}).is(200)
		ids[a.identifier] = created.text("id")
		h.clock.Advance(time.Second)
	}
	console := "urn:keycard:console"
	tests := map[string]struct {
		query []string
		want  []string
	}{
		"all, as created":     {nil, []string{console, "urn:x:1", "urn:x:3", "urn:y:2"}},
		"identifier":          {[]string{"identifier", "urn:x:3"}, []string{"urn:x:3"}},
		"part of identifier":  {[]string{"identifier", "urn:x"}, nil},
		"slug":                {[]string{"slug", "alpha-2"}, []string{"urn:y:2"}},
		"filter[identifier]":  {[]string{"filter[identifier]", "urn:x:1", "filter[identifier]", "urn:y:2"}, []string{"urn:x:1", "urn:y:2"}},
		"filter[slug]":        {[]string{"filter[slug]", "beta"}, []string{"urn:x:1"}},
		"filter[id]":          {[]string{"filter[id]", ids["urn:y:2"], "filter[id]", "unknown", "limit", "1000"}, []string{"urn:y:2"}},
		"query[name]":         {[]string{"query[name]", "lph", "query[name]", "BET"}, []string{"urn:x:1", "urn:x:3", "urn:y:2"}},
		"query[identifier]":   {[]string{"query[identifier]", ":x:"}, []string{"urn:x:1", "urn:x:3"}},
		"query[]":             {[]string{"query[]", "beta", "query[]", "y:2"}, []string{"urn:x:1", "urn:y:2"}},
		"two filters":         {[]string{"query[name]", "alpha", "query[identifier]", "x"}, []string{"urn:x:3"}},
		"traits":              {[]string{"traits", "gateway"}, []string{"urn:x:3", "urn:y:2"}},
		"traits[all]":         {[]string{"traits[all]", "gateway", "traits[all]", "mcp-provider"}, []string{"urn:y:2"}},
		"an unknown name":     {[]string{"identifier", "urn:x:1", "color", "red"}, []string{"urn:x:1"}},
		"by name":             {[]string{"sort", "name,-identifier"}, []string{"urn:y:2", "urn:x:3", "urn:x:1", console}},
		"by name, then as is": {[]string{"sort", "name"}, []string{"urn:x:3", "urn:y:2", "urn:x:1", console}},
		"newest first":        {[]string{"sort", "-created_at"}, []string{"urn:y:2", "urn:x:3", console, "urn:x:1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := h.page(h.apps(""), test.query...).is(200).texts("identifier"); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	sorted := h.page(h.apps(""), "sort", "identifier", "limit", "2")
	next := sorted.under("pagination", "after_cursor").(string)
	if got := h.page(h.apps(""), "sort", "identifier", "after", next).texts("identifier"); !slices.Equal(got, []string{"urn:x:3", "urn:y:2"}) {
		t.Errorf("the second page in order is %q", got)
	}
}

func TestList_OtherZone_IsSeparate(t *testing.T) {
	h := start(t, Config{Seed: 5})
	other := "/zones/" + h.OtherZoneID()
	if got := h.page(other + "/applications").texts("name"); !slices.Equal(got, []string{"Keycard Console"}) {
		t.Errorf("the other zone has %q", got)
	}
	if got := h.page(other + "/application-credentials").texts("id"); len(got) != 0 {
		t.Errorf("the other zone has the credentials %q", got)
	}
}
