package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

// lookup is what the data sources have in common: they look at a place for applications.
type lookup struct {
	catalog   catalog
	platforms Platforms // nil until the provider is configured
}

// Configure takes over the provider's platforms.
func (l *lookup) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	l.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
}

// place is a scope at a platform.
type place struct {
	platform     idp.Platform
	capabilities idp.Capabilities
	scope        idp.Scope
	causes       Causes
}

func (p place) subject(app idp.Application) subject { return subject{app, p.capabilities, p.causes} }

// place finds the one that a configuration names.
func (c catalog) place(ctx context.Context, config tfsdk.Config, platforms Platforms) (place, diag.Diagnostics) {
	capabilities, scope, diags := c.target(ctx, config)
	if diags.HasError() {
		return place{}, diags
	}
	platform, err := platforms.Platform(capabilities.Platform)
	if err != nil {
		diags.Append(notConfigured(capabilities, err, platforms))
	}
	return place{platform, capabilities, scope, platforms}, diags
}

// list collects the applications that the filter chooses.
func (p place) list(ctx context.Context, f filter) ([]idp.Application, error) {
	var all []idp.Application
	for application, err := range idp.List(ctx, p.platform, p.scope) {
		if err != nil {
			return nil, err
		}
		if application.Unmanaged == "" && f.matches(application) {
			all = append(all, application)
		}
	}
	return all, nil
}

func (p place) notListed(err error) diag.Diagnostic {
	s := p.subject(idp.Application{Registration: idp.Registration{Scope: p.scope}})
	if summary, cause := sharedCause(p.capabilities, err); cause != "" {
		return diag.NewErrorDiagnostic(summary, once(p.causes, cause, s.explain(err)))
	}
	return diag.NewErrorDiagnostic("Cannot list applications",
		fmt.Sprintf("The provider cannot list the applications at %s%s.\n\n%s", p.capabilities.Title, within(p.scope), s.explain(err)))
}

// get reads the application with this ID, as an import does.
func (p place) get(ctx context.Context, id string) (idp.Application, diag.Diagnostics) {
	known := idp.Application{Registration: idp.Registration{Scope: p.scope}, ID: id}
	application, err := p.platform.Get(ctx, known)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return application, diag.Diagnostics{diag.NewErrorDiagnostic("No such application",
			fmt.Sprintf("%s has no application with ID %s there.", p.capabilities.Title, id))}
	case err != nil:
		return application, diag.Diagnostics{p.subject(known).cannot("read", err)}
	}
	return application, nil
}
