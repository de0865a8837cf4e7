package keycard

import (
	"context"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var _ idp.Resources = (*Platform)(nil)

// maxNamed is the maximum number of resources in a message.
const maxNamed = 5

// FindResource finds a resource. It does not rely on the filter: a service that does not support it lists all resources.
func (p *Platform) FindResource(ctx context.Context, scope idp.Scope, wanted idp.Resource) (idp.Resource, error) {
	if err := checkZone(scope.ZoneID); err != nil {
		return idp.Resource{}, err
	}
	var found []idp.Resource
	seen := map[string]bool{} // pages can overlap
	for answer, err := range each(pages(func(at place) ([]Resource, place, error) { return p.resourcePage(ctx, scope.ZoneID, wanted, at) })) {
		if err != nil {
			return idp.Resource{}, err
		}
		if r := resource(answer); isSegment(r.ID) && !seen[r.ID] && answers(r, wanted) {
			found, seen[r.ID] = append(found, r), true
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return idp.Resource{}, p.noResource(ctx, scope.ZoneID)
	}
	return idp.Resource{}, several(found)
}

func (p *Platform) resourcePage(ctx context.Context, zoneID string, wanted idp.Resource, at place) ([]Resource, place, error) {
	params := ListResourcesParams{
		Identifier: optional(filterable(wanted.Identifier)), Slug: optional(wanted.Slug), Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor),
	}
	page, err := read[ResourceList](p.api.ListResources(ctx, zoneID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// filterable returns a text that the service can filter by, or "". The service compares bytes, so it does not find a text
// that was stored in another Unicode form.
func filterable(text string) string {
	if idp.HasOneForm(text) {
		return text
	}
	return ""
}

func resource(answer Resource) idp.Resource {
	return idp.Resource{
		ID: answer.ID, Identifier: answer.Identifier, Slug: answer.Slug, Name: answer.Name, Description: value(answer.Description),
		ApplicationID: value(answer.ApplicationID), CredentialProviderID: value(answer.CredentialProviderID),
	}
}

// answers reports whether a resource matches all known fields of the wanted one.
func answers(r, wanted idp.Resource) bool {
	return (wanted.Identifier == "" || idp.SameText(r.Identifier, wanted.Identifier)) && (wanted.Slug == "" || r.Slug == wanted.Slug)
}

// noResource returns the error for a zone without such a resource. It first checks that the login can see the zone.
func (p *Platform) noResource(ctx context.Context, zoneID string) error {
	if _, err := p.readZone(ctx, zoneID); err != nil {
		return err
	}
	return &idp.Error{
		Kind: idp.ErrNotFound, Message: "no resource in the zone matches",
		Hint: "Compare your value with the identifier or the slug that the Keycard console shows for the resource, and check zone_id.",
	}
}

func several(found []idp.Resource) error {
	var names []string
	for _, r := range found[:min(len(found), maxNamed)] {
		names = append(names, transport.Printable(fmt.Sprintf("%s (%s)", r.ID, r.Name)))
	}
	more := ""
	if rest := len(found) - maxNamed; rest > 0 {
		more = fmt.Sprintf(" and %d more", rest)
	}
	return &idp.Error{
		Kind: idp.ErrInvalid, Message: fmt.Sprintf("%d resources in the zone match: %s%s", len(found), strings.Join(names, ", "), more),
		Hint: "Use an identifier or slug that is unique in the zone, or use the resource ID without this data source.",
	}
}
