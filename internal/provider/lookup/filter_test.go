package lookup

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestFilterChooses(t *testing.T) {
	app := idp.Application{
		Registration: idp.Registration{Name: "team-orders", Identifier: "urn:orders", AuthMethod: idp.ClientSecretBasic, Type: idp.TypeWeb}, ClientID: "7",
	}
	for name, c := range map[string]struct {
		filter filter
		want   bool
	}{
		"everything":            {filter{}, true},
		"its name":              {filter{Name: "team-orders"}, true},
		"another name":          {filter{Name: "team"}, false},
		"its name's beginning":  {filter{NamePrefix: "team-"}, true},
		"the whole name":        {filter{NamePrefix: "team-orders"}, true},
		"another case":          {filter{NamePrefix: "Team-"}, false},
		"the middle of a name":  {filter{NamePrefix: "orders"}, false},
		"its identifier":        {filter{Identifier: "urn:orders"}, true},
		"another identifier":    {filter{Identifier: "urn:"}, false},
		"its client ID":         {filter{ClientID: "7"}, true},
		"another client ID":     {filter{ClientID: "77"}, false},
		"its method":            {filter{AuthMethod: idp.ClientSecretBasic}, true},
		"another method":        {filter{AuthMethod: idp.PrivateKeyJWT}, false},
		"its type":              {filter{Type: idp.TypeWeb}, true},
		"another type":          {filter{Type: idp.TypeNative}, false},
		"all of it":             {filter{"team-orders", "team", "urn:orders", "7", idp.ClientSecretBasic, idp.TypeWeb}, true},
		"all but one of it":     {filter{"team-orders", "team", "urn:orders", "8", idp.ClientSecretBasic, idp.TypeWeb}, false},
		"an identifier of none": {filter{NamePrefix: "team-", Identifier: "urn:payments"}, false},
	} {
		if c.filter.matches(app) != c.want {
			t.Errorf("%s: chosen %v", name, !c.want)
		}
	}
}
