package provider

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// section returns the part of a page's template below a heading.
func section(t *testing.T, page, heading string) string {
	t.Helper()
	content, err := os.ReadFile("../../templates/" + page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(content), "\n"+heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %s", page, heading)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}

// rows returns the rows of the only table in a text, without the header.
func rows(text string) (all []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") {
			all = append(all, strings.TrimSpace(line))
		}
	}
	return all[min(2, len(all)):]
}

func TestPage_OfTheResource_ListsTheAuthenticationMethods(t *testing.T) {
	var want []string
	for _, platform := range capabilities() {
		row := func(application string, c idp.Capabilities) {
			var methods []string
			for _, method := range c.AuthMethods {
				methods = append(methods, "`"+string(method)+"`")
			}
			want = append(want, fmt.Sprintf("| %s | %s | %s |", platform.Title, application, strings.Join(methods, ", ")))
		}
		for _, variant := range platform.Variants {
			row("`"+string(variant.Type)+"`", platform.Of(variant.Type))
		}
		if len(platform.Variants) == 0 {
			row("all", platform)
		}
	}
	got := rows(section(t, "resources/application.md.tmpl", "## Authentication methods"))
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the page has\n%s\nbut should have\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPage_OfTheProvider_ListsTheEnvironmentVariables(t *testing.T) {
	var want, got []string
	variable := regexp.MustCompile("`((ZITADEL|KEYCARD|LERIAN|IDP)_[A-Z_]+)`")
	for path, text := range described(t) {
		if attribute, found := strings.CutPrefix(path, "provider."); found {
			for _, match := range variable.FindAllStringSubmatch(text, -1) {
				want = append(want, attribute+" "+match[1])
			}
		}
	}
	for _, row := range rows(section(t, "index.md.tmpl", "## Environment variables")) {
		cells := strings.Split(strings.ReplaceAll(row, "`", ""), "|")
		got = append(got, strings.TrimSpace(cells[1])+" "+strings.TrimSpace(cells[2]))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the page has\n%s\nbut should have\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
