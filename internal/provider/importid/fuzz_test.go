package importid

import (
	"strings"
	"testing"
	"unicode"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// An import ID is either refused with an error that is safe to print, or parsed without losing or adding anything.
func FuzzImportID(f *testing.F) {
	for _, id := range []string{
		"", "/", "zitadel", "zitadel/1/2", "zitadel/1/2/3", "zitadel/service_account/2", "zitadel/1/service_account/3", "zitadel/service_account/service_account/3", "keycard/z/a", "lerian/a", "lerian/", "lerian//", "keycard/z/a/b",
		"zitadel/ 1/2", "zitadel/1/2\n", "lerian/..", "lerian/a%2fb", "lerian/a?b", "keycard/z/\u00a0", "lerian/\x00", "lerian/\xff",
		"lerian/" + strings.Repeat("a", 5000), strings.Repeat("/", 5000), "LERIAN/a", "lerian/\u202ea",
	} {
		f.Add(id)
	}
	c := rules.Catalog{zitadel.Capabilities(), keycard.Capabilities(), lerian.Capabilities()}
	f.Fuzz(func(t *testing.T, id string) {
		capabilities, parts, err := Parse(id, c, Applications)
		if err != nil {
			if wrong := malicious.Wrong(err.Error(), 1000); wrong != "" {
				t.Errorf("the error %s: %.300q", wrong, err.Error())
			}
			return
		}
		again := Format(capabilities.ImportIDs, parts)
		if again != id {
			t.Errorf("%q was taken for %q", id, again)
		}
		for name, value := range parts {
			if value == "" || value == "." || value == ".." || strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
				t.Errorf("%s is %q", name, value)
			}
		}
	})
}
