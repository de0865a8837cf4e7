package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEnvironment_TheUsersSettings_DoNotConfigureTheRun(t *testing.T) {
	inherited := []string{"PATH=/bin", "TF_LOG=TRACE", "TF_CLI_CONFIG_FILE=/dev/null", "ZITADEL_ACCESS_TOKEN=x", "IDP_HTTP_TIMEOUT=1s"}
	got := environment(inherited, map[string]string{"ZITADEL_ENDPOINT": "http://127.0.0.1:1"})
	want := []string{
		"PATH=/bin", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"ZITADEL_ENDPOINT=http://127.0.0.1:1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if inherited[1] != "TF_LOG=TRACE" {
		t.Error("the inherited environment was written to")
	}
}

func TestWorkspace_AProvider_IsStartedByTheMeterAndGoesAway(t *testing.T) {
	peer := subject{name: "a peer", source: "example/time", program: "/peers/time", configuration: "{{range .Blocks}}{{.First}} of {{$.Env.ZONE}}\n{{end}}name = 1\n", without: []string{"name"}}
	w, err := newWorkspace(options{providerDir: "/built"}, peer, map[string]string{"ZONE": "z"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.configure(blocks(0, 3, 2)); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"main.tf": "0 of z\n2 of z\n", "cli.tfrc": `"example/time" = "` + w.path("bin") + `"`} {
		content, err := os.ReadFile(w.path(file))
		if err != nil || !strings.Contains(string(content), want) || strings.Contains(string(content), "name") {
			t.Errorf("%s is %q (%v), without %s", file, content, err, want)
		}
	}
	if meter, err := os.Readlink(w.path("bin", "terraform-provider-time")); meter != filepath.FromSlash("/built/meter/terraform-provider-idp") {
		t.Errorf("the provider's place is taken by %s (%v)", meter, err)
	}
	for _, want := range []string{"METER_PROGRAM=/peers/time", "METER_FILE=" + w.path("meter"), "ZONE=z"} {
		if !slices.Contains(w.env, want) {
			t.Errorf("%s is not in the environment", want)
		}
	}
	if err := w.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(w.dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", w.dir, err)
	}
}

func TestConfigurations_NumberTheirResourcesAcrossBlocksAndNameTheirParent(t *testing.T) {
	env := map[string]string{"ZITADEL_PROJECT_ID": "the-parent", "KEYCARD_ZONE_ID": "the-parent"}
	for _, name := range []string{"floor", "zitadel", "keycard", "lerian"} {
		configuration, err := builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := configure(configuration, blocks(20, 7, 5), env)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`"from_20"`, `"from_25"`, "${count.index + 25}"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s is not in %s", name, want, got)
			}
		}
		if (name == "zitadel" || name == "keycard") != strings.Contains(got, `"the-parent"`) {
			t.Errorf("%s: the project or zone is not in %s", name, got)
		}
	}
}
