package examples

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	guides    = "../../templates/guides/"
	extension = ".md.tmpl"
)

var (
	link       = regexp.MustCompile(`(?:guides/|\]\()(\.\./index|[a-z-]+)\.md(?:#([a-z0-9_-]+))?`)
	named      = regexp.MustCompile(`section "([^"]+)" of the guide "([^"]+)"`)
	heading    = regexp.MustCompile(`(?m)^#+ (.+)$`)
	notInID    = regexp.MustCompile("[^a-z0-9 _-]")
	symptom    = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")
	sourceTree = []string{"../../internal", "../../README.md", "../../templates"}
)

// headings returns the headings of a guide.
func headings(t *testing.T, guide string) []string {
	t.Helper()
	content, err := os.ReadFile(guides + guide + extension)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, match := range heading.FindAllStringSubmatch(string(content), -1) {
		all = append(all, match[1])
	}
	return all
}

// anchor returns a heading's ID on the registry page.
func anchor(heading string) string {
	return strings.ReplaceAll(notInID.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

// sources calls f with each file that may link to a guide.
func sources(t *testing.T, f func(name, content string)) {
	t.Helper()
	for _, tree := range sourceTree {
		err := filepath.WalkDir(tree, func(name string, entry fs.DirEntry, err error) error {
			text := strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".tmpl")
			if err != nil || entry.IsDir() || !text {
				return err
			}
			content, err := os.ReadFile(name)
			f(name, string(content))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestGuides_Linked_ExistWithTheirHeadings(t *testing.T) {
	found := 0
	sources(t, func(name, content string) {
		for _, match := range link.FindAllStringSubmatch(content, -1) {
			isGuide := strings.HasPrefix(match[0], "guides/") || strings.Contains(filepath.ToSlash(name), "templates/guides/")
			if isGuide && !hasAnchor(t, match[1], match[2]) {
				t.Errorf("%s links to %s, which does not exist", name, match[0])
			}
			found++
		}
	})
	if found == 0 {
		t.Error("no links found")
	}
}

func TestGuides_NamedInErrors_HaveTheSection(t *testing.T) {
	found := 0
	sources(t, func(name, content string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		for _, match := range named.FindAllStringSubmatch(strings.ReplaceAll(content, `\"`, `"`), -1) {
			if strings.HasPrefix(match[1], "(") { // this file's pattern
				continue
			}
			if !hasAnchor(t, anchor(match[2]), anchor(match[1])) {
				t.Errorf("%s names %s, which does not exist", name, match[0])
			}
			found++
		}
	})
	if found == 0 {
		t.Error("no names found")
	}
}

func TestGuides_Index_ListsEachOnce(t *testing.T) {
	index, err := os.ReadFile("../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(index), "\n## Guides\n")
	if !found {
		t.Fatal("the index has no heading Guides")
	}
	files, err := filepath.Glob(guides + "*" + extension)
	if err != nil || len(files) == 0 {
		t.Fatalf("no guides found: %v", err)
	}
	for _, file := range files {
		guide := strings.TrimSuffix(filepath.Base(file), extension)
		if n := strings.Count(table, "(guides/"+guide+".md)"); n != 1 {
			t.Errorf("the index lists the guide %s %d times, want once", guide, n)
		}
	}
}

// Users search for the text of an error, so the guide must quote the text in the code.
func TestTroubleshooting_Symptoms_AreTextsOfTheProvider(t *testing.T) {
	var code strings.Builder
	sources(t, func(name, content string) {
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			code.WriteString(content)
		}
	})
	content, err := os.ReadFile(guides + "troubleshooting" + extension)
	if err != nil {
		t.Fatal(err)
	}
	all := symptom.FindAllStringSubmatch(string(content), -1)
	for _, match := range all {
		for part := range strings.SplitSeq(match[1], "…") {
			if part = strings.TrimSpace(part); !strings.Contains(code.String(), part) {
				t.Errorf("the provider never says %q", part)
			}
		}
	}
	if len(all) == 0 {
		t.Error("no symptoms found")
	}
}

func hasAnchor(t *testing.T, guide, want string) bool {
	t.Helper()
	if _, err := os.Stat(guides + guide + extension); err != nil {
		return false
	}
	for _, text := range headings(t, guide) {
		if anchor(text) == want {
			return true
		}
	}
	return want == ""
}
