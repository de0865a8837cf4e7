package lookup

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestFilter_MatchesApplications(t *testing.T) {
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

// Platforms store a text in the form in which it was sent, here a letter and its accent as two characters.
func TestFilter_OtherUnicodeForm_IsTheSameText(t *testing.T) {
	app := idp.Application{Registration: idp.Registration{Name: "cafe\u0301-orders", Identifier: "urn:cafe\u0301"}}
	for name, c := range map[string]struct {
		filter filter
		want   bool
	}{
		"its name":           {filter{Name: "caf\u00e9-orders"}, true},
		"another name":       {filter{Name: "cafe-orders"}, false},
		"its prefix":         {filter{NamePrefix: "caf\u00e9"}, true},
		"the same form":      {filter{NamePrefix: "cafe\u0301"}, true},
		"another letter":     {filter{NamePrefix: "cafe"}, false},
		"its identifier":     {filter{Identifier: "urn:caf\u00e9"}, true},
		"another identifier": {filter{Identifier: "urn:cafe"}, false},
	} {
		if c.filter.matches(app) != c.want {
			t.Errorf("%s: chosen %v", name, !c.want)
		}
	}
}
