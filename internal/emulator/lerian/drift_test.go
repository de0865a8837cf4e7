package lerian_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
)

func TestControlShowsApplicationsWithoutSecretsAndWithoutTheBuiltInOne(t *testing.T) {
	f := start(t, lerian.Config{Seed: 1, SecretOnRead: true})
	app := f.create()
	all := f.Applications()
	if len(all) != 2 || all[1]["id"] != app["id"] || all[1]["client_id"] != app["clientId"] || all[1]["name"] != "midaz" {
		t.Fatalf("got %v", all)
	}
	if strings.Contains(fmt.Sprint(all), text(app, "clientSecret")) {
		t.Error("a secret is shown")
	}
}

func TestChangeIsSeenByReads(t *testing.T) {
	f := start(t, lerian.Config{})
	app := f.create()
	id := text(app, "id")
	err := f.Change(id, map[string]any{
		"name": "reporter", "description": nil, "client_id": "c", "client_secret": "s", "created_at": "2020-01-01T00:00:00Z",
	})
	if err != nil {
		t.Fatal(err)
	}
	got := f.call("GET", "/v1/applications/"+id, "").want(t, 200, "").object(t)
	want := map[string]any{
		"id": id, "name": "reporter", "description": "", "clientId": "c", "createdAt": "2020-01-01T00:00:00Z",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	f.clientLogin("c", "s").want(t, 200, "accessToken")
	f.clientLogin(text(app, "clientId"), text(app, "clientSecret")).want(t, 401, "AUT-1004")
}

func TestChangedSecretIsShownByOlderServers(t *testing.T) {
	f := start(t, lerian.Config{SecretOnRead: true})
	id := text(f.create(), "id")
	if err := f.Change(id, map[string]any{"client_secret": "other"}); err != nil {
		t.Fatal(err)
	}
	f.call("GET", "/v1/applications/"+id, "").want(t, 200, `"clientSecret":"other"`)
	if err := f.Change(id, map[string]any{"client_secret": nil}); err != nil {
		t.Fatal(err)
	}
	if a := f.call("GET", "/v1/applications/"+id, ""); strings.Contains(a.text, "clientSecret") {
		t.Errorf("a secret that was unset is shown: %s", a.text)
	}
}

func TestChange_UnknownFields_AreRefusedWithoutChanges(t *testing.T) {
	f := start(t, lerian.Config{})
	id := text(f.create(), "id")
	for name, fields := range map[string]map[string]any{
		"unknown key": {"name": "reporter", "enabled": true},
		"id":          {"name": "reporter", "id": "x"},
		"wrong type":  {"name": "reporter", "description": 1.0},
	} {
		t.Run(name, func(t *testing.T) {
			if err := f.Change(id, fields); err == nil {
				t.Error("no error")
			}
			if got := f.Applications()[0]["name"]; got != "midaz" {
				t.Errorf("the name has become %v", got)
			}
		})
	}
	if err := f.Change("x", nil); !errors.Is(err, lerian.ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestRemovedApplicationIsGone(t *testing.T) {
	f := start(t, lerian.Config{})
	app := f.create()
	if err := f.Remove(text(app, "id")); err != nil {
		t.Fatal(err)
	}
	f.call("GET", "/v1/applications/"+text(app, "id"), "").want(t, 404, "IDE-1001")
	f.clientLogin(text(app, "clientId"), text(app, "clientSecret")).want(t, 401, "AUT-1011")
	if err := f.Remove(text(app, "id")); !errors.Is(err, lerian.ErrUnknown) {
		t.Errorf("got %v", err)
	}
	if err := f.Remove("app-lerian"); !errors.Is(err, lerian.ErrUnknown) {
		t.Errorf("the built-in application is not for control: %v", err)
	}
}

func TestEnvironmentLogsIn(t *testing.T) {
	s := lerian.New(lerian.Config{Allowlist: []string{}, Seed: 1}, nil)
	s.SetURLs("http://auth", "http://identity")
	env := s.Environment()
	if env["LERIAN_AUTH_ENDPOINT"] != "http://auth" || env["LERIAN_IDENTITY_ENDPOINT"] != "http://identity" {
		t.Errorf("got %v", env)
	}
	f := start(t, lerian.Config{})
	env = f.Environment()
	f.passwordLogin(lerian.User{Name: env["LERIAN_USERNAME"], Password: env["LERIAN_PASSWORD"]}).want(t, 200, "accessToken")
}
