package application

import (
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// catalog lists the platforms of the resource, and their capabilities for each type of application.
type catalog struct {
	rules.Catalog

	ofType map[platformType]idp.Capabilities
}

type platformType struct {
	platform string
	kind     idp.Type // empty for the default type
}

func newCatalog(all []idp.Capabilities) catalog {
	c := catalog{all, map[platformType]idp.Capabilities{}}
	for _, platform := range all {
		c.ofType[platformType{platform.Platform, ""}] = platform.Of("")
		for _, variant := range platform.Variants {
			c.ofType[platformType{platform.Platform, variant.Type}] = platform.Of(variant.Type)
		}
	}
	return c
}

// of returns a platform's capabilities for the model's type, or for all of its types if the type is not known.
func (c catalog) of(m *model, platform idp.Capabilities) (capabilities idp.Capabilities, known bool) {
	kind, decided := m.kind()
	if capabilities, known = c.ofType[platformType{platform.Platform, kind}]; known && decided {
		return capabilities, true
	}
	return platform, false
}
