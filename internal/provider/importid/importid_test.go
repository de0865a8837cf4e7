package importid

import (
	"maps"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

type parts = map[string]string

// Import IDs of service accounts have a fixed word in place of the project.
func TestParse_ServiceAccount_HasNoProject(t *testing.T) {
	c := rules.Catalog{zitadel.Capabilities()}
	for id, want := range map[string]parts{
		"zitadel/1/2":                 {"project_id": "1", "application_id": "2"},
		"zitadel/1/2/3":               {"organization_id": "1", "project_id": "2", "application_id": "3"},
		"zitadel/service_account/2":   {"application_id": "2"},
		"zitadel/1/service_account/3": {"organization_id": "1", "application_id": "3"},
	} {
		_, got, err := Parse(id, c, Applications)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v, %v", id, got, err)
		}
		if _, got, err := ParseParts("zitadel", want, c, Applications); err != nil || !maps.Equal(got, want) {
			t.Errorf("identity of %s: %v, %v", id, got, err)
		}
		scope := idp.Scope{OrganizationID: want["organization_id"], ProjectID: want["project_id"]}
		if got := OfApplication(c[0], scope, want["application_id"]); got != id {
			t.Errorf("%s is written as %s", id, got)
		}
	}
	for name, wrong := range map[string]parts{
		"no application": {"organization_id": "1", "project_id": "2"},
		"a zone":         {"project_id": "1", "zone_id": "2", "application_id": "3"},
	} {
		if _, got, err := ParseParts("zitadel", wrong, c, Applications); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestParseParts_Missing_AreNamed(t *testing.T) {
	c := rules.Catalog{zitadel.Capabilities(), keycard.Capabilities()}
	for _, tc := range []struct {
		platform string
		shapes   Shapes
		parts    parts
		want     string
	}{
		{"keycard", Applications, parts{"application_id": "1"}, "The identity lacks zone_id. Set "},
		{"keycard", Applications, parts{"zone_id": "1"}, "The identity lacks id. Set "},
		{"keycard", Applications, parts{"application_id": "1", "project_id": "2"}, "The identity lacks zone_id. Set "},
		{"keycard", Applications, parts{"application_id": "1", "zone_id": "2", "project_id": "3"}, "Set "},
		{"keycard", Credentials, parts{"credential_id": "1"}, "The identity lacks zone_id and application_id. Set "},
		{"zitadel", Credentials, parts{"project_id": "1", "key_id": "2"}, "The identity lacks application_id. Set "},
		{"zitadel", Applications, parts{"project_id": "1", "organization_id": "2"}, "The identity lacks id. Set "},
	} {
		if _, _, err := ParseParts(tc.platform, tc.parts, c, tc.shapes); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("%s %v: %v, want %q", tc.platform, tc.parts, err, tc.want)
		}
	}
}
