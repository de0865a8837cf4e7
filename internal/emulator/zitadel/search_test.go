package zitadel

import (
	"fmt"
	"strings"
	"testing"
)

func names(apps []map[string]any) string {
	var list []string
	for _, app := range apps {
		list = append(list, fmt.Sprint(app["name"]))
	}
	return strings.Join(list, ",")
}

func TestSearch(t *testing.T) {
	f := start(t, Config{Seed: 2})
	f.create("Orders")
	f.create("orders-old")
	const all = "seeded-portal,seeded-0001,seeded-0002,Orders,orders-old"
	query := func(name, method string) string {
		return fmt.Sprintf(`{"queries":[{"nameQuery":{"name":%q,"method":%q}}]}`, name, method)
	}
	for _, c := range []struct{ name, body, want, total string }{
		{"no body", ``, all, "5"},
		{"limit 0", `{"query":{"limit":0}}`, all, "5"},
		{"beyond any cap", `{"query":{"limit":5000}}`, all, "5"},
		{"page", `{"query":{"offset":"1","limit":2,"asc":true}}`, "seeded-0001,seeded-0002", "5"},
		{"offset beyond the end", `{"query":{"offset":9}}`, "", ""},
		{"equals", query("Orders", "TEXT_QUERY_METHOD_EQUALS"), "Orders", "1"},
		{"method left out", `{"queries":[{"name_query":{"name":"Orders"}}]}`, "Orders", "1"},
		{"method unknown", query("Orders", "NOPE"), "Orders", "1"},
		{"method out of range", `{"queries":[{"nameQuery":{"name":"Orders","method":99}}]}`, "Orders", "1"},
		{"equals, case matters", query("orders", "TEXT_QUERY_METHOD_EQUALS"), "", ""},
		{"equals ignoring case", query("oRDERS", "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"), "Orders", "1"},
		{"starts with", query("ORDERS", "TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE"), "Orders,orders-old", "2"},
		{"contains", query("eeded-0", "TEXT_QUERY_METHOD_CONTAINS"), "seeded-0001,seeded-0002", "2"},
		{"ends with", query("-OLD", "TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE"), "orders-old", "1"},
		{"both", `{"queries":[{"nameQuery":{"name":"seeded","method":2}},{"nameQuery":{"name":"2","method":6}}]}`, "seeded-0002", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps("POST", "/_search", c.body)
			f.want(a, 200, "")
			f.equal("names", names(a.list("result")), c.want)
			f.equal("total", a.string("details.totalResult"), c.total)
			if _, shown := a.body["result"]; shown != (c.want != "") {
				t.Errorf("an empty result is left out: %s", a.text)
			}
			f.equal("viewTimestamp", a.at("details.viewTimestamp"), "2026-09-01T10:00:00.123456Z")
		})
	}
}

func TestSearch_UnsupportedFilter_IsRefused(t *testing.T) {
	f := start(t, Config{})
	for _, filter := range []string{`{}`, `{"typeQuery":{}}`} {
		a := f.apps("POST", "/_search", `{"queries":[`+filter+`]}`)
		f.want(a, 400, "")
		if !strings.HasPrefix(a.string("message"), "invalid ListAppsRequest.Queries[0]: ") ||
			!strings.HasSuffix(a.string("message"), "invalid AppQuery.Query: value is required") {
			t.Error(a.text)
		}
	}
}

func TestSearchShowsTypesApart(t *testing.T) {
	f := start(t, Config{Seed: 1})
	list := f.apps("POST", "/_search", "").list("result")
	if list[0]["oidcConfig"] == nil || list[0]["apiConfig"] != nil || list[1]["apiConfig"] == nil || list[1]["oidcConfig"] != nil {
		t.Errorf("%v", list)
	}
}

func TestSearchOfAnUnknownProjectIsEmpty(t *testing.T) {
	f := start(t, Config{})
	a := f.send(f.request("POST", "/management/v1/projects/"+unknownID+"/apps/_search", ""))
	f.want(a, 200, "")
	f.equal("total", a.at("details.totalResult"), nil)
}

func TestSearchRefusesWrongTypes(t *testing.T) {
	f := start(t, Config{})
	for body, message := range map[string]string{
		`{"query":5}`:                                "proto: syntax error (line 1:10): unexpected token 5",
		`{"query":{"limit":"many"}}`:                 `proto: (line 1:19): invalid value for uint64 field limit: "many"`,
		`{"query":{"asc":"yes"}}`:                    `proto: (line 1:17): invalid value for bool field asc: "yes"`,
		`{"queries":{}}`:                             "proto: syntax error (line 1:12): unexpected token {}",
		`{"queries":[7]}`:                            "proto: syntax error (line 1:13): unexpected token 7",
		`{"queries":[{"nameQuery":3}]}`:              "proto: syntax error (line 1:26): unexpected token 3",
		`{"queries":[{"nameQuery":{"name":1}}]}`:     "proto: (line 1:34): invalid value for string field name: 1",
		`{"queries":[{"nameQuery":{"method":1.5}}]}`: "proto: (line 1:36): invalid value for enum field method: 1.5",
	} {
		a := f.apps("POST", "/_search", body)
		f.want(a, 400, "")
		f.equal("message", a.at("message"), message)
	}
}
