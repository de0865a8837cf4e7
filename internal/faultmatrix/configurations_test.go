package faultmatrix_test

import (
	"maps"

	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

type attributes = map[string]any

// configurations returns an application's configuration before and after a change; both are equal for operations that only
// read.
func (s *scenario) configurations() (first, second attributes) {
	first = s.plain()
	second = maps.Clone(first)
	switch s.operation {
	case faultmatrix.Update:
		maps.Copy(second, s.changed())
	case faultmatrix.Rename:
		second["identifier"] = "payments"
	case faultmatrix.Rotate, faultmatrix.Retire:
		first["rotate_when_changed"], second["rotate_when_changed"] = map[string]any{"round": "1"}, map[string]any{"round": "2"}
	case faultmatrix.Exchange:
		second["keycard"] = s.inKeycard(attributes{"jwks_uri": "https://new.example.com/keys"})
	case faultmatrix.Verify:
		verify := attributes{"verify": true}
		first["secret"], second["secret"] = verify, verify
	case faultmatrix.Attach, faultmatrix.Depends, faultmatrix.Depend, faultmatrix.Undepend:
		before, after := s.resources[:1], s.resources[:1]
		switch s.operation {
		case faultmatrix.Depend:
			after = s.resources[:]
		case faultmatrix.Undepend:
			before = s.resources[:]
		default:
		}
		first["keycard"], second["keycard"] = s.inKeycard(dependsOn(before)), s.inKeycard(dependsOn(after))
	default:
	}
	return first, second
}

// plain returns the configuration of an application of the column's kind.
func (s *scenario) plain() attributes {
	const redirect = "https://orders.example.com/callback"
	project := s.world.ZITADEL.ProjectID()
	switch s.column.Kind {
	case faultmatrix.Web:
		return attributes{"name": "orders", "redirect_uris": []string{redirect}, "zitadel": attributes{"project_id": project, "type": "web"}}
	case faultmatrix.ServiceAccount:
		return attributes{"name": "Orders", "identifier": "orders", "zitadel": attributes{"type": "service_account"}}
	case faultmatrix.PublicKey:
		return attributes{
			"name": "orders", "identifier": "https://orders.example.com", "auth_method": "private_key_jwt",
			"keycard": s.inKeycard(attributes{"jwks_uri": "https://orders.example.com/keys"}),
		}
	case "zitadel":
		return attributes{"name": "orders", "zitadel": attributes{"project_id": project}}
	case "keycard":
		return attributes{"name": "orders", "identifier": "https://orders.example.com", "keycard": s.inKeycard(nil)}
	}
	return attributes{"name": "plugin-fees", "description": "Nightly fees", "lerian": attributes{}}
}

// changed returns the attributes that an update changes in one request.
func (s *scenario) changed() attributes {
	if s.column.Kind == faultmatrix.Web {
		return attributes{"redirect_uris": []string{"https://payments.example.com/callback"}}
	}
	return attributes{"name": "payments"}
}

func (s *scenario) inKeycard(more attributes) attributes {
	block := attributes{"zone_id": s.world.Keycard.ZoneID()}
	maps.Copy(block, more)
	return block
}

func dependsOn(resources []string) attributes {
	var blocks []attributes
	for _, id := range resources {
		blocks = append(blocks, attributes{"resource_id": id})
	}
	return attributes{"dependency": blocks}
}

// dependencies returns the application's dependencies at the end.
func (s *scenario) dependencies() []attributes {
	_, second := s.configurations()
	block, _ := second["keycard"].(attributes)
	blocks, _ := block["dependency"].([]attributes)
	return blocks
}

// switches reports whether the secret is created for an existing application, when its auth method changes.
func (s *scenario) switches() bool {
	return s.platform == "zitadel" && s.column.Kind != faultmatrix.ServiceAccount
}
