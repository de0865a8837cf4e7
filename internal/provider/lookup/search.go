package lookup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// search searches for applications on a platform.
type search struct {
	place

	platform idp.Platform
	causes   diagnose.Causes
}

// newSearch returns the search for a configuration.
func newSearch(ctx context.Context, config tfsdk.Config, c rules.Catalog, platforms provided.Platforms) (search, diag.Diagnostics) {
	p, diags := validate(ctx, config, c)
	if diags.HasError() {
		return search{}, diags
	}
	platform, err := platforms.Platform(p.capabilities.Platform)
	if err != nil {
		diags.Append(diagnose.NotConfigured(p.capabilities, err, platforms))
	}
	return search{p, platform, platforms}, diags
}

// list returns the applications that match the filter.
func (s search) list(ctx context.Context, f filter) ([]idp.Application, error) {
	f.Type = s.kind
	var all []idp.Application
	for application, err := range idp.List(ctx, s.platform, s.scope) {
		if err != nil {
			return nil, err
		}
		if application.Unmanaged == "" && f.matches(application) {
			all = append(all, application)
		}
	}
	return all, nil
}

// get reads the application with this ID, as an import does.
func (s search) get(ctx context.Context, id string) (idp.Application, diag.Diagnostics) {
	application, err := s.platform.Get(ctx, idp.Application{Registration: idp.Registration{Scope: s.scope, Type: s.kind}, ID: id})
	switch {
	case err == nil && !(filter{Type: s.kind}).matches(application):
		return application, diag.Diagnostics{diag.NewErrorDiagnostic("No such application",
			fmt.Sprintf("At %s, application %s is of type %q, and not %q.", s.capabilities.Title, id, application.Type, s.kind))}
	case errors.Is(err, idp.ErrNotFound):
		return application, diag.Diagnostics{diag.NewErrorDiagnostic("No such application",
			fmt.Sprintf("%s has no application with ID %s%s.", s.capabilities.Title, id, diagnose.Within(s.scope)))}
	case err != nil:
		return application, diag.Diagnostics{s.object(id).Cannot("read", err)}
	}
	return application, nil
}

// all returns the applications that are searched as the object of diagnostics.
func (s search) all() diagnose.Object {
	return diagnose.Object{Noun: "applications", Platform: s.capabilities, Scope: s.scope, Causes: s.causes}
}

func (s search) object(label string) diagnose.Object {
	return diagnose.Object{Noun: "application", Label: label, Platform: s.capabilities, Scope: s.scope, Causes: s.causes}
}

func (s search) notListed(err error) diag.Diagnostic {
	return s.object("").Failed("Cannot list applications",
		fmt.Sprintf("The provider cannot list the applications at %s%s.", s.capabilities.Title, diagnose.Within(s.scope)), err)
}

// candidates formats applications for a user to choose from.
func candidates(all []idp.Application) string {
	const most = 5
	slices.SortFunc(all, byName)
	var list []string
	for _, application := range all[:min(len(all), most)] {
		list = append(list, fmt.Sprintf("%q (%s)", application.Name, cmp.Or(application.Unmanaged, application.ID)))
	}
	switch {
	case len(all) == 0:
		return "none"
	case len(all) > most:
		list = append(list, fmt.Sprintf("and %d more", len(all)-most))
	}
	return strings.Join(list, ", ")
}

// byName sorts applications by name; platforms list them in no particular order.
func byName(a, b idp.Application) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
