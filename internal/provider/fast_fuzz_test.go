package provider_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// FuzzFastPath_AnswersLikeFramework runs both paths with states, configurations and private states that no platform and no
// user would produce.
func FuzzFastPath_AnswersLikeFramework(f *testing.F) {
	e, err := emulator.Start(emulator.Options{Seed: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(e.Close)
	kinds := subjects(f, e)
	for platform := range byte(len(kinds)) {
		f.Add([]byte{platform})
		for i := range byte(40) {
			f.Add(append(append([]byte{platform}, slices.Repeat([]byte{9}, int(i))...), i%5, i%3))
		}
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		m := &mutation{choices: choices}
		subject := kinds[m.next(byte(len(kinds)))]
		c := serve(t, e, nil, "individual", provider.WithComparison(func(req, fast, framework any) {
			if diff := acctest.AnswersDiffer(fast, framework); diff != "" {
				t.Errorf("%T (-framework +fast):\n%s", req, diff)
			}
		}))
		c.compare(m, subject.platform, subject.importID)
	})
}

// subject is an application to make calls about.
type subject struct{ platform, importID string }

// subjects returns one application of each kind.
func subjects(f *testing.F, e *emulator.Emulator) (all []subject) {
	f.Helper()
	parents := map[string]string{"zitadel": e.ZITADEL.ProjectID() + "/", "keycard": e.Keycard.ZoneID() + "/"}
	for platform, applications := range e.Applications() {
		all = append(all, subject{platform, fmt.Sprintf("%s/%s%v", platform, parents[platform], applications[0]["id"])})
	}
	slices.SortFunc(all, func(a, b subject) int { return strings.Compare(a.platform, b.platform) })
	p, err := zitadel.New(zitadel.Config{Endpoint: e.Environment()["ZITADEL_ENDPOINT"], AccessToken: idp.Secret(e.ZITADEL.AccessToken())}, nowait.Transport(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, wanted := range []idp.Registration{
		{
			Scope: idp.Scope{ProjectID: e.ZITADEL.ProjectID()}, Type: idp.TypeWeb, Name: "portal", RedirectURIs: []string{"https://a.example.com"},
			AccessTokenType: idp.TokenJWT, OIDC: idp.OIDC{DevelopmentMode: true, ClockSkew: time.Second, GrantTypes: []string{"authorization_code", "refresh_token"}},
		},
		{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "worker"},
	} {
		app, err := p.Create(f.Context(), wanted)
		if err != nil {
			f.Fatal(err)
		}
		parent := cmp.Or(app.Scope.ProjectID, string(app.Type))
		all = append(all, subject{"zitadel", "zitadel/" + parent + "/" + app.ID})
	}
	agent := e.Applications()["keycard"][0]["id"].(string)
	if err := e.Keycard.Depend(agent); err != nil {
		f.Fatal(err)
	}
	return all
}

// compare makes the calls of a plan. It ignores the responses; WithComparison checks them.
func (c caller) compare(m *mutation, platform, importID string) {
	const name = "idp_application"
	read := c.imported(importID)
	state := c.value(read.NewState)
	if m.next(4) == 0 {
		state = m.change(state, false)
	}
	prior := c.dynamic(state)
	config := c.dynamic(m.change(c.value(c.config(platform, read.NewState)), true))
	identity, private := read.NewIdentity, read.Private
	if m.next(8) == 0 {
		identity = nil
	}
	if m.next(4) == 0 {
		private = m.private()
	}
	ctx := c.Context()
	_, _ = c.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
	_, _ = c.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: name, Version: int64(m.next(8) / 7), RawState: &tfprotov6.RawState{JSON: asJSON(c, state)},
	})
	_, _ = c.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: prior, CurrentIdentity: identity, Private: private})
	_, _ = c.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, Config: config, PriorState: prior, ProposedNewState: prior, PriorPrivate: private, PriorIdentity: identity,
	})
}

// imported returns an application after an import and the read that follows it.
func (c caller) imported(id string) *tfprotov6.ReadResourceResponse {
	const name = "idp_application"
	resp, err := c.server.ImportResourceState(c.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
	c.check(err, resp.Diagnostics)
	object := resp.ImportedResources[0]
	read, err := c.server.ReadResource(c.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: name, CurrentState: object.State, CurrentIdentity: object.Identity, Private: object.Private,
	})
	c.check(err, nil)
	return read
}

// mutation draws decisions from the fuzzer's bytes. When they are used up, it changes nothing more.
type mutation struct{ choices []byte }

func (m *mutation) next(n byte) byte {
	if len(m.choices) == 0 {
		return n - 1
	}
	choice := m.choices[0] % n
	m.choices = m.choices[1:]
	return choice
}

func (m *mutation) change(value tftypes.Value, unknowns bool) tftypes.Value {
	switch typ := value.Type(); m.next(12) {
	case 0:
		return tftypes.NewValue(typ, nil)
	case 1:
		if unknowns && !typ.Is(tftypes.Object{}) {
			return tftypes.NewValue(typ, tftypes.UnknownValue)
		}
	case 2, 3, 4:
		return m.other(typ)
	}
	var members map[string]tftypes.Value
	if !value.Type().Is(tftypes.Object{}) || value.IsNull() || value.As(&members) != nil {
		return value
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		members[name] = m.change(members[name], unknowns)
	}
	return tftypes.NewValue(value.Type(), members)
}

// other returns an arbitrary value of the type.
func (m *mutation) other(typ tftypes.Type) tftypes.Value {
	text := []string{"", "x", "api", "web", "none", "client_secret_basic", " x", "https://a.example.com"}[m.next(8)]
	switch t := typ.(type) {
	case tftypes.Set:
		return tftypes.NewValue(typ, []tftypes.Value{m.other(t.ElementType)})
	case tftypes.List:
		return tftypes.NewValue(typ, []tftypes.Value{tftypes.NewValue(t.ElementType, text)})
	case tftypes.Map:
		return tftypes.NewValue(typ, map[string]tftypes.Value{"a": tftypes.NewValue(t.ElementType, text)})
	case tftypes.Object:
		return tftypes.NewValue(typ, nulls(typ))
	}
	if typ.Is(tftypes.Bool) {
		return tftypes.NewValue(typ, m.next(2) == 0)
	}
	if typ.Is(tftypes.Number) {
		return tftypes.NewValue(typ, big.NewFloat(1))
	}
	return tftypes.NewValue(typ, text)
}

// private returns private state in the framework's format.
func (m *mutation) private() []byte {
	values := []string{
		"", "{", "{}", `{"app":{"open":true}}`, `{"app":{"refused":true}}`, `{"app":1}`, `{"app":{"org":"1"}}`,
		`{"app":{"issued":"2026-01-01T00:00:00Z"},"other":{}}`, `{".import_before_read":true}`,
	}
	var entries map[string]json.RawMessage
	text := values[m.next(byte(len(values)))]
	if json.Unmarshal([]byte(text), &entries) != nil {
		return []byte(text)
	}
	encoded := map[string][]byte{}
	for key, value := range entries {
		encoded[key] = value
	}
	content, _ := json.Marshal(encoded)
	return content
}

// asJSON returns a state as Terraform stores it.
func asJSON(c caller, value tftypes.Value) []byte {
	content, err := json.Marshal(plain(value))
	c.check(err, nil)
	return content
}

func plain(value tftypes.Value) any {
	var members map[string]tftypes.Value
	var elements []tftypes.Value
	var text string
	var flag bool
	switch {
	case value.IsNull():
		return nil
	case value.As(&text) == nil:
		return text
	case value.As(&flag) == nil:
		return flag
	case value.As(&elements) == nil:
		list := []any{}
		for _, element := range elements {
			list = append(list, plain(element))
		}
		return list
	case value.As(&members) == nil:
		object := map[string]any{}
		for name, member := range members {
			object[name] = plain(member)
		}
		return object
	}
	panic(fmt.Sprint("a ", value.Type()))
}
