package emulator_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

func TestRequestsAreCountedByOperationUntilReset(t *testing.T) {
	e := start(t, emulator.Options{})
	token := login(t, e)
	create(t, e, token)
	create(t, e, token)
	var got struct {
		Total       int
		ByOperation map[string]int `json:"by_operation"`
	}
	if err := json.Unmarshal([]byte(control(t, e, "GET", "/requests", "", 200)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Total != 3 || got.ByOperation["lerian.login"] != 1 || got.ByOperation["lerian.create_application"] != 2 {
		t.Errorf("got %+v", got)
	}
	if e.Journal.Total() != 3 {
		t.Errorf("the journal has %d, want 3", e.Journal.Total())
	}
	control(t, e, "DELETE", "/requests", "", 204)
	if text := control(t, e, "GET", "/requests", "", 200); strings.TrimSpace(text) != `{"by_operation":{},"total":0}` {
		t.Errorf("after the reset: %s", text)
	}
}

func TestApplicationsAreShownChangedAndRemoved(t *testing.T) {
	e := start(t, emulator.Options{})
	control(t, e, "GET", "/applications", "", 200)
	id := create(t, e, login(t, e))
	path := "/applications/lerian/" + id

	control(t, e, "PATCH", path, `{"name":"reporter","description":null}`, 204)
	var all map[string][]map[string]any
	if err := json.Unmarshal([]byte(control(t, e, "GET", "/applications", "", 200)), &all); err != nil {
		t.Fatal(err)
	}
	if a := all["lerian"]; len(a) != 1 || a[0]["id"] != id || a[0]["name"] != "reporter" || a[0]["description"] != "" {
		t.Errorf("got %v", a)
	}
	for _, platform := range []string{"zitadel", "keycard"} {
		if apps, ok := all[platform]; !ok || apps == nil || len(apps) != 0 {
			t.Errorf("%s: got %v, want an empty list", platform, apps)
		}
	}
	control(t, e, "DELETE", path, "", 204)
	if n := len(e.Applications()["lerian"]); n != 0 {
		t.Errorf("%d applications, want none", n)
	}
}

func TestChangeAndRemove_EachPlatform_Work(t *testing.T) {
	e := start(t, emulator.Options{Seed: 1})
	for platform, apps := range e.Applications() {
		id, _ := apps[0]["id"].(string)
		if err := e.Change(platform, id, map[string]any{"name": "drifted"}); err != nil {
			t.Errorf("%s: %v", platform, err)
		}
		if got := e.Applications()[platform][0]["name"]; got != "drifted" {
			t.Errorf("%s: the name is %v", platform, got)
		}
		if err := e.Remove(platform, id); err != nil {
			t.Errorf("%s: %v", platform, err)
		}
		if err := e.Remove(platform, id); !errors.Is(err, emulator.ErrNotFound) {
			t.Errorf("%s: got %v", platform, err)
		}
	}
}

// Each example that GET / lists works once a platform and the ID of an application are filled in.
func TestControl_ListedExamples_Work(t *testing.T) {
	e := start(t, emulator.Options{Seed: 1})
	id, _ := e.Applications()["keycard"][0]["id"].(string)
	example := regexp.MustCompile(`(?m)^curl -X (\w+)(?: -d '(.*)')? "\$IDP_EMULATOR_URL(/.*)"$`)
	examples := example.FindAllStringSubmatch(control(t, e, "GET", "/", "", 200), -1)
	if len(examples) != 7 {
		t.Fatalf("got %d examples, want 7: %q", len(examples), examples)
	}
	for _, found := range examples {
		status := 204
		if found[1] == "GET" {
			status = 200
		}
		control(t, e, found[1], strings.NewReplacer("{platform}", "keycard", "{id}", id).Replace(found[3]), found[2], status)
	}
}

func TestControlRefusesWithAReason(t *testing.T) {
	e := start(t, emulator.Options{})
	path := "/applications/lerian/" + create(t, e, login(t, e))
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		reason             string
	}{
		"no such route":            {"GET", "/nowhere", "", 404, "/nowhere"},
		"no such method":           {"PUT", "/requests", "", 404, "PUT"},
		"unknown platform":         {"PATCH", "/applications/okta/x", `{}`, 404, "okta"},
		"unknown application":      {"PATCH", "/applications/lerian/x", `{}`, 404, "x"},
		"remove unknown platform":  {"DELETE", "/applications/okta/x", "", 404, "okta"},
		"remove unknown":           {"DELETE", "/applications/keycard/x", "", 404, "x"},
		"unknown key":              {"PATCH", path, `{"enabled":false}`, 400, "enabled"},
		"wrong type":               {"PATCH", path, `{"name":1}`, 400, "name"},
		"change is not JSON":       {"PATCH", path, `name=x`, 400, "body"},
		"change goes on":           {"PATCH", path, `{} {}`, 400, "body"},
		"fault is not JSON":        {"POST", "/faults", `x`, 400, "body"},
		"fault has unknown field":  {"POST", "/faults", `{"operation":"lerian.login","kind":"html","time":2}`, 400, "time"},
		"fault of unknown kind":    {"POST", "/faults", `{"operation":"lerian.login","kind":"rain"}`, 400, "drop_before"},
		"fault of no known call":   {"POST", "/faults", `{"operation":"lerian.rename","kind":"html"}`, 400, "lerian.login"},
		"fault of nothing at all":  {"POST", "/faults", `{"kind":"html"}`, 400, "lerian.login"},
		"fault without a body yet": {"POST", "/faults", "", 400, "body"},
	} {
		t.Run(name, func(t *testing.T) {
			text := control(t, e, c.method, c.path, c.body, c.status)
			var answer struct{ Error string }
			if err := json.Unmarshal([]byte(text), &answer); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			wantContains(t, answer.Error, c.reason)
		})
	}
}
