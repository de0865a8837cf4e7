package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestNothingOfTheUsersEnvironmentConfiguresTheRun(t *testing.T) {
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

func TestAWorkspaceHasTheConfigurationAndTheProviderAndGoesAway(t *testing.T) {
	w, err := newWorkspace(options{providerDir: "/built"}, applications(allPlatforms()[0], nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"main.tf": "idpkit/idp", "cli.tfrc": `"idpkit/idp" = "/built"`, "echo.tfrc": `"idpkit/idp" = "/built/echo"`} {
		content, err := os.ReadFile(filepath.Join(w.dir, file))
		if err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s is %q (%v), without %s", file, content, err, want)
		}
	}
	if err := w.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(w.dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", w.dir, err)
	}
}

func TestConfigurationsNameTheirParent(t *testing.T) {
	env := map[string]string{"ZITADEL_PROJECT_ID": "the-parent", "KEYCARD_ZONE_ID": "the-parent"}
	for _, p := range allPlatforms() {
		got := applications(p, env).block(20, 5)
		if !strings.Contains(got, `"from_20"`) || !strings.Contains(got, "count = 5") || !strings.Contains(got, "${20 + count.index}") || !strings.Contains(got, p.name) {
			t.Errorf("%s: %s", p.name, got)
		}
		if p.name != "lerian" && !strings.Contains(got, `"the-parent"`) {
			t.Errorf("%s: the project or zone is not in %s", p.name, got)
		}
	}
}
