package examples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// An example copied from a page works on its own: it names the provider, its source and its version.
func TestExamples_OfPages_StandAlone(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	checked := 0
	for _, kind := range []string{"provider/", "resources/*/", "data-sources/*/", "ephemeral-resources/*/", "list-resources/*/"} {
		files, err := filepath.Glob("../../examples/" + kind + "*.tf")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(content)
			switch {
			case strings.HasPrefix(text, acctest.Providers):
				checked++
				w.Workspace(text).Must("validate")
			case !strings.Contains(text, `source = "idpkit/idp", version = "~> 0.1.0"`): // together with other providers
				t.Errorf("%s does not name the provider and its version", file)
			}
		}
	}
	if checked < 15 {
		t.Errorf("%d examples were found", checked)
	}
}
