package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// longestDescription is the length of about three lines on a registry page.
const longestDescription = 330

var (
	link        = regexp.MustCompile(`\]\([^)]*\)`) // the page shows only the text
	replacement = regexp.MustCompile(`(?i)forces? a new|Changing [^.]* forces`)
	uniform     = regexp.MustCompile(`(^|\. )Changing this forces a new (application|credential)\.( |$)`)

	// opening matches first words that do not start a noun phrase in the style of the descriptions.
	opening = regexp.MustCompile(`^(What|How|Where|When|Who|If|The|A|An|Required|Registers|Gets|Reads|Allow|Accept|Set|Use)\b`)
)

// flaws returns what is wrong with the description of an attribute or block.
func flaws(text string) (all []string) {
	shown := link.ReplaceAllString(text, "")
	first, _, _ := strings.Cut(shown, ". ")
	for flaw, found := range map[string]bool{
		"is empty":                               text == "",
		"does not end with a full stop":          !strings.HasSuffix(shown, "."),
		"is too long":                            len(shown) > longestDescription,
		"does not begin with a noun phrase":      opening.MatchString(shown),
		"does not begin with a capital letter":   shown != "" && strings.ToUpper(shown[:1]) != shown[:1],
		"begins with too long a sentence":        len(strings.Fields(first)) > 25,
		"forces a replacement in its own words":  replacement.MatchString(shown) && !uniform.MatchString(shown),
		"holds a line break or too many spaces":  strings.Contains(text, "\n") || strings.Contains(text, "  "),
		"speaks of a default in its own wording": strings.Contains(text, "(default `"),
	} {
		if found {
			all = append(all, flaw)
		}
	}
	return all
}

func TestDescriptions_AreShortAndUniform(t *testing.T) {
	for path, text := range described(t) {
		for _, flaw := range flaws(text) {
			t.Errorf("the description of %s %s (%d characters): %s", path, flaw, len(link.ReplaceAllString(text, "")), text)
		}
	}
}

// described returns the descriptions of everything that the provider serves.
func described(t *testing.T) descriptions {
	t.Helper()
	server := NewServer(New("test", environment(nil), transport.Config{}))
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	all := descriptions{}
	all.addBlock("provider", schemas.Provider.Block)
	for kind, named := range map[string]map[string]*tfprotov6.Schema{
		"resource": schemas.ResourceSchemas, "data": schemas.DataSourceSchemas, "ephemeral": schemas.EphemeralResourceSchemas, "list": schemas.ListResourceSchemas,
	} {
		if len(named) == 0 {
			t.Errorf("there is no schema of kind %s", kind)
		}
		for name, schema := range named {
			all.addBlock(kind+"."+name, schema.Block)
		}
	}
	return all
}

// descriptions maps the paths of attributes and blocks to their descriptions.
type descriptions map[string]string

func (d descriptions) addBlock(path string, b *tfprotov6.SchemaBlock) {
	d.addAttributes(path, b.Attributes)
	for _, nested := range b.BlockTypes {
		at := path + "." + nested.TypeName
		d[at] = nested.Block.Description
		d.addBlock(at, nested.Block)
	}
}

func (d descriptions) addAttributes(path string, attributes []*tfprotov6.SchemaAttribute) {
	for _, attribute := range attributes {
		at := path + "." + attribute.Name
		d[at] = attribute.Description
		if attribute.NestedType != nil {
			d.addAttributes(at, attribute.NestedType.Attributes)
		}
	}
}
