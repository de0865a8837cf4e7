// Package mistakes tests how the provider explains the mistakes that users make.
package mistakes

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// mistake is a wrong configuration or environment, and Terraform's message about it.
type mistake struct {
	name    string
	arrange func(*testing.T, *acctest.World)
	config  string // PROJECT, ZONE and DIR are replaced; the resource is "test"
	files   map[string]string
	command string   // default: plan
	at      string   // the configuration line that the error shows, "" for none
	said    []string // what the message must contain: what failed, why, and what to do
	unsaid  []string // what would be wrong or confusing
	swapped bool     // requests reach servers that have no route for them
}

func TestMistakes_AreExplained(t *testing.T) {
	for _, group := range [][]mistake{settings(), resources(), imports(), lookups(), secrets(t), answers()} {
		for _, m := range group {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				m.check(t)
			})
		}
	}
}

func (m mistake) check(t *testing.T) {
	w := acctest.New(t)
	t.Cleanup(w.RemoveAll)
	if m.arrange != nil {
		m.arrange(t, w)
	}
	cli := w.Workspace("")
	dir := t.TempDir()
	for name, content := range m.files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place := strings.NewReplacer("PROJECT", w.ZITADEL.ProjectID(), "ZONE", w.Keycard.ZoneID(), "DIR", dir)
	name := "main.tf"
	if strings.Contains(m.config, "list \"") {
		name = "all.tfquery.hcl"
		acctest.NeedsQuery(t)
		cli.Write("main.tf", "terraform {\n  required_providers {\n    idp = { source = \"hashicorp/idp\" }\n  }\n}\n")
	}
	cli.Write(name, place.Replace(m.config))
	command := "plan"
	if m.command != "" {
		command = m.command
	}
	output, status := cli.Run(strings.Split(place.Replace(command), " ")...)
	said := acctest.Flat(output)
	if m.swapped {
		w.Journal.Reset()
	}
	t.Log(output)
	if status == 0 && !strings.Contains(said, "Warning:") {
		t.Errorf("%s succeeds without a word", command)
	}
	if m.at != "" && !strings.Contains(said, ": "+m.at) {
		t.Errorf("does not point at %q", m.at)
	}
	for _, want := range m.said {
		if !strings.Contains(said, place.Replace(want)) {
			t.Errorf("does not say %q", want)
		}
	}
	if beginning := lowerCase.FindString(output); beginning != "" {
		t.Errorf("a paragraph or a message begins in lower case: %q", beginning)
	}
	for _, wrong := range append(m.unsaid, "invalid:", "this is this", ". .") {
		if strings.Contains(said, wrong) {
			t.Errorf("says %q", wrong)
		}
	}
}

// lowerCase matches a word in lower case at the start of a paragraph, or after the label of the provider's own messages. The
// names of settings, such as zitadel.endpoint, and blocks are no such words.
var lowerCase = regexp.MustCompile(`(Details:\s|\n\n)[a-z]+[ ,][^{]`)

// set sets an environment variable.
func set(name, value string) func(*testing.T, *acctest.World) {
	return func(_ *testing.T, w *acctest.World) { w.Env[name] = value }
}
