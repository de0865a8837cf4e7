package keycard

import (
	"context"
	"maps"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// conditions maps the ID of a resource that an application depends on to the resources of which one must be accessed for the
// dependency to apply.
type conditions map[string][]string

func conditionsOf(all []idp.Dependency) conditions {
	c := conditions{}
	for _, d := range all {
		c[d.ResourceID] = set(d.WhenAccessing)
	}
	return c
}

// dependencies returns the dependencies in order. It never returns nil.
func (c conditions) dependencies() []idp.Dependency {
	all := []idp.Dependency{}
	for _, id := range slices.Sorted(maps.Keys(c)) {
		all = append(all, idp.Dependency{ResourceID: id, WhenAccessing: c[id]})
	}
	return all
}

func (c conditions) equal(other conditions) bool { return maps.EqualFunc(c, other, slices.Equal) }

// dependsOn adds the dependencies of an application, if they are managed. It reads them only if there are some, or if there
// should be.
func (p *Platform) dependsOn(ctx context.Context, app idp.Application, count int) (idp.Application, error) {
	if app.Dependencies == nil || count == 0 && len(app.Dependencies) == 0 {
		return app, nil
	}
	shown, err := p.ReadDependencies(ctx, app)
	if err != nil {
		return idp.Application{}, err
	}
	app.Dependencies = shown
	return app, nil
}

var _ idp.DependencyReader = (*Platform)(nil)

// ReadDependencies returns the dependencies of an application.
func (p *Platform) ReadDependencies(ctx context.Context, known idp.Application) ([]idp.Dependency, error) {
	if err := checkAddress(known); err != nil {
		return nil, err
	}
	shown, err := p.conditions(ctx, known)
	if err != nil {
		return nil, err
	}
	return shown.dependencies(), nil
}

// conditions lists the dependencies of an application.
func (p *Platform) conditions(ctx context.Context, app idp.Application) (conditions, error) {
	shown := conditions{}
	for r, err := range each(pages(func(at place) ([]Resource, place, error) {
		params := ListDependenciesParams{Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor)}
		page, err := read[ResourceList](p.api.ListDependencies(ctx, app.Scope.ZoneID, app.ID, &params))
		return part(page.Items, page.Pagination, page.PageInfo, err)
	})) {
		if err != nil {
			return nil, err
		}
		if isSegment(r.ID) {
			shown[r.ID] = set(value(r.WhenAccessing))
		}
	}
	return shown, nil
}

// checkDependencies rejects IDs that would change the path of a request.
func checkDependencies(all []idp.Dependency) error {
	for _, d := range all {
		if !isSegment(d.ResourceID) {
			return &idp.Error{
				Kind: idp.ErrInvalid, Attribute: idp.AttributeDependency, Message: "resource_id is not the ID of a resource",
				Hint: "Set resource_id to the ID of the resource, not to its identifier. The data source idp_keycard_resource finds it.",
			}
		}
	}
	return nil
}
