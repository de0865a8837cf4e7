package examples

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// parts are the examples that do not stand alone, with the reason.
var parts = map[string]string{
	"demo/main.tf":                     "takes the version that make demo and make install build",
	"guides/import/one.tf":             "is added to a configuration that has the provider",
	"guides/migrate/keycard/before.tf": "does not use the provider yet",
	"guides/migrate/zitadel/before.tf": "does not use the provider yet",
	"module/outputs.tf":                "belongs to module/main.tf",
	"module/variables.tf":              "belongs to module/main.tf",
}

var (
	requirements = regexp.MustCompile(`(?s)required_providers \{\n(.*?)\n  \}\n`)
	ownVersion   = regexp.MustCompile(`idp\s+= \{\s*source\s+= "idpkit/idp",?\s+version\s+= "~> 0\.1\.0"`)
)

// An example copied from a page works on its own: it names each provider, its source and its version.
func TestExamples_StandAlone(t *testing.T) {
	t.Parallel()
	checked := 0
	for name, text := range configurations(t) {
		if parts[name] != "" {
			continue
		}
		checked++
		required := requirements.FindStringSubmatch(text)
		switch {
		case required == nil || !ownVersion.MatchString(required[1]):
			t.Errorf("%s does not name the provider and its version", name)
		case strings.Count(required[1], "source ") != strings.Count(required[1], "version "):
			t.Errorf("%s names a provider without a version", name)
		}
	}
	if checked < 45 {
		t.Errorf("%d examples were found", checked)
	}
}

// Tests elsewhere apply the other examples.
func TestExamples_OfPages_AreValid(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	checked := 0
	for name, text := range configurations(t) {
		if !strings.HasPrefix(name, "guides/") && strings.HasPrefix(text, acctest.Providers) {
			checked++
			w.Workspace(text).Must("validate")
		}
	}
	if checked < 15 {
		t.Errorf("%d examples were found", checked)
	}
}

// configurations returns the examples by their name in the folder of examples.
func configurations(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	root := os.DirFS("../../examples")
	err := fs.WalkDir(root, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".tf" {
			return err
		}
		content, err := fs.ReadFile(root, name)
		all[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range parts {
		if all[name] == "" {
			t.Errorf("%s does not exist", name)
		}
	}
	return all
}
