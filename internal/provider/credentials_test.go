package provider

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// Resources call the optional interfaces that the capabilities promise.
func TestCapabilities_MatchPlatformBehavior(t *testing.T) {
	for name, platform := range map[string]idp.Platform{"zitadel": &zitadel.Platform{}, "keycard": &keycard.Platform{}, "lerian": &lerian.Platform{}} {
		for _, c := range capabilities() {
			if c.Platform != name {
				continue
			}
			read := individual(platform)
			if (read.credentials != nil) != (len(c.Credentials) > 0) || (len(c.CredentialImportIDs) > 0) != (len(c.Credentials) > 0) {
				t.Errorf("%s promises %v with import IDs %v", name, c.Credentials, c.CredentialImportIDs)
			}
			if (read.resources != nil) != (name == "keycard") {
				t.Errorf("%s has resources: %t", name, read.resources != nil)
			}
		}
	}
}
