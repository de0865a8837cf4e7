package keycard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const getResources = "GET /zones/z/resources"

func resourceItem(id, identifier, slug string) string {
	return fmt.Sprintf(`{"id":%q,"identifier":%q,"slug":%q,"name":"Orders","description":null,"application_id":"a1","credential_provider_id":"p1"}`, id, identifier, slug)
}

// The filter of a service may not work, and pages can overlap.
func TestFindResource_ComparesWhatIsListed(t *testing.T) {
	orders := idp.Resource{ID: "r1", Identifier: "urn:orders", Slug: "orders", Name: "Orders", ApplicationID: "a1", CredentialProviderID: "p1"}
	one, other := resourceItem("r1", "urn:orders", "orders"), resourceItem("r2", "urn:orders:2", "orders-2")
	for name, tc := range map[string]struct {
		wanted idp.Resource
		lists  []answer
		sent   string
	}{
		"by identifier":   {idp.Resource{Identifier: "urn:orders"}, []answer{items(other, one)}, getResources + "?identifier=urn%3Aorders&limit=100"},
		"by slug":         {idp.Resource{Slug: "orders"}, []answer{items(one)}, getResources + "?slug=orders&limit=100"},
		"by both":         {idp.Resource{Identifier: "urn:orders", Slug: "orders"}, []answer{items(one)}, getResources + "?identifier=urn%3Aorders&slug=orders&limit=100"},
		"on a later page": {idp.Resource{Slug: "orders"}, []answer{listOf(next("p2"), other), items(one)}, getResources + "?slug=orders&limit=100\n" + getResources + "?slug=orders&limit=100&after=p2"},
		"on two pages":    {idp.Resource{Slug: "orders"}, []answer{listOf(next("p2"), one), items(one)}, getResources + "?slug=orders&limit=100\n" + getResources + "?slug=orders&limit=100&after=p2"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getResources: tc.lists})
			got, err := s.platform().FindResource(t.Context(), idp.Scope{ZoneID: "z"}, tc.wanted)
			if diff := cmp.Diff(orders, got); err != nil || diff != "" || s.requests() != tc.sent {
				t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
			}
		})
	}
}

// The service compares bytes, and stores an identifier in the form in which it was sent.
func TestFindResource_IdentifierWithSeveralUnicodeForms_IsComparedHere(t *testing.T) {
	s := newStub(t, map[string][]answer{getResources: {items(resourceItem("r1", "urn:cafe\u0301", "cafe"), resourceItem("r2", "urn:cafe", "x"))}})
	found, err := s.platform().FindResource(t.Context(), idp.Scope{ZoneID: "z"}, idp.Resource{Identifier: "urn:caf\u00e9"})
	if err != nil || found.ID != "r1" || s.requests() != getResources+"?limit=100" {
		t.Errorf("found %q, %v, sent\n%s", found.ID, err, s.requests())
	}
}

func TestFindResource_NoneOrSeveral_ExplainsError(t *testing.T) {
	var eight []string
	for n := range 8 {
		eight = append(eight, resourceItem(fmt.Sprintf("r%d", n), "urn:orders", "orders"))
	}
	for name, tc := range map[string]struct {
		list, zone answer
		scope      string
		kind       idp.Kind
		said       string
	}{
		"none":          {items(resourceItem("r2", "urn:orders:2", "x")), ok(`{"id":"z"}`), "z", idp.ErrNotFound, "no resource"},
		"zone unseen":   {ok(empty), says(404, `{"message":"Zone not found"}`), "z", idp.ErrInvalid, ""},
		"several":       {items(eight...), ok(``), "z", idp.ErrInvalid, "8 resources in the zone match: r0 (Orders), r1 (Orders), r2 (Orders), r3 (Orders), r4 (Orders) and 3 more"},
		"gone zone":     {says(404, `{"message":"Zone not found"}`), ok(``), "z", idp.ErrInvalid, ""},
		"unknown route": {html(404), ok(``), "z", idp.ErrUnexpected, ""},
		"no list":       {ok(`{}`), ok(``), "z", idp.ErrUnexpected, ""},
		"odd zone":      {ok(``), ok(``), "..", idp.ErrInvalid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getResources: {tc.list}, getZone: {tc.zone}})
			_, err := s.platform().FindResource(t.Context(), idp.Scope{ZoneID: tc.scope}, idp.Resource{Identifier: "urn:orders"})
			if e := refusal(t, err, tc.kind); !strings.Contains(e.Message, tc.said) {
				t.Errorf("said %s", e.Message)
			}
		})
	}
}
