package provider_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// TestRead_ThousandOfEachKind_ReadsInBatches covers ZITADEL's other kinds; lists return them like API
// applications.
func TestRead_ThousandOfEachKind_ReadsInBatches(t *testing.T) {
	for kind, tc := range map[string]struct{ path, body, importID string }{
		"OpenID Connect": {
			"/management/v1/projects/PROJECT/apps/oidc", `{"name":"app-%d","redirectUris":["https://orders.example.com/callback"]}`,
			"zitadel/PROJECT/",
		},
		"service accounts": {"/management/v1/users/machine", `{"userName":"worker-%d","name":"Worker"}`, "zitadel/service_account/"},
	} {
		t.Run(kind, func(t *testing.T) {
			e, err := emulator.Start(emulator.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			project := strings.NewReplacer("PROJECT", e.ZITADEL.ProjectID())
			for n := range 1000 {
				post(t, e, project.Replace(tc.path), fmt.Sprintf(tc.body, n))
			}
			c, applications := serve(t, e, nil, ""), e.Applications()["zitadel"]
			first := applications[0]
			imported := c.value(c.imported(project.Replace(tc.importID) + first["id"].(string)).NewState)
			var states []stored
			for _, application := range applications {
				states = append(states, stored{c.dynamic(c.instead(imported, first, application)), c.private(application)})
			}
			readAll(t, e, states, 1000, 5)
		})
	}
}

// TestRead_Dependencies_TakeOneExtraRequestPerApplication manages dependencies for one application in twenty.
func TestRead_Dependencies_TakeOneExtraRequestPerApplication(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "")
	applications := e.Applications()["keycard"]
	states := c.states("keycard", applications)
	for n := 0; n < len(states); n += 20 {
		if err := e.Keycard.Depend(applications[n]["id"].(string)); err != nil {
			t.Fatal(err)
		}
		states[n].value = c.dependent(states[n], e)
	}
	if sent := readAll(t, e, states, 1000, 25+50); sent["keycard.list_dependencies"] != 50 {
		t.Errorf("sent %v", sent)
	}
}

// readAll reads all states with a new provider, in random order, with at most this many requests, logins included.
func readAll(t *testing.T, e *emulator.Emulator, states []stored, count, most int) map[string]int {
	t.Helper()
	if len(states) != count {
		t.Fatalf("%d applications, not %d", len(states), count)
	}
	rand.Shuffle(len(states), func(i, j int) { states[i], states[j] = states[j], states[i] })
	c := serve(t, e, nil, "")
	e.Journal.Reset()
	refresh(t, c, states)
	sent := e.Journal.ByOperation()
	t.Logf("%d requests: %v", e.Journal.Total(), sent)
	if e.Journal.Total() > most {
		t.Errorf("%d requests, more than %d: %v", e.Journal.Total(), most, sent)
	}
	return sent
}

// instead returns the state of an application, made from that of another one by replacing what names it.
func (c caller) instead(state tftypes.Value, other, application map[string]any) tftypes.Value {
	names := map[any]any{}
	for _, name := range []string{"id", "client_id", "identifier", "name"} {
		names[other[name]] = application[name]
	}
	value, err := tftypes.Transform(state, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		var text string
		if _ = v.As(&text); names[text] != nil {
			return tftypes.NewValue(tftypes.String, names[text]), nil
		}
		return v, nil
	})
	c.check(err, nil)
	return value
}

// dependent returns the state of an application that depends on the zone's resource.
func (c caller) dependent(state stored, e *emulator.Emulator) *tfprotov6.DynamicValue {
	resource, _ := e.Keycard.Resource()
	value, err := tftypes.Transform(c.value(state.value), func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !at.Equal(tftypes.NewAttributePath().WithAttributeName("keycard").WithAttributeName("dependency")) {
			return v, nil
		}
		block := v.Type().(tftypes.Set).ElementType
		values := nulls(block)
		values["resource_id"] = tftypes.NewValue(tftypes.String, resource)
		return tftypes.NewValue(v.Type(), []tftypes.Value{tftypes.NewValue(block, values)}), nil
	})
	c.check(err, nil)
	return c.dynamic(value)
}

func post(t *testing.T, e *emulator.Emulator, path, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, e.Environment()["ZITADEL_ENDPOINT"]+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+e.ZITADEL.AccessToken())
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, response.Status)
	}
}
