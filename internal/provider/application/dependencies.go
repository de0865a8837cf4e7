package application

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// changeDependencies makes an update remove only those dependencies whose removal the plan shows. Without a dependency
// block, it removes all that were managed; otherwise the last one would stay. If dependencies were not managed before, it
// keeps those that the plan does not know, and the next plan shows them.
func changeDependencies(ctx context.Context, platform idp.Platform, before, wanted *target) (diags diag.Diagnostics, err error) {
	switch {
	case before.Dependencies != nil && wanted.Dependencies == nil:
		wanted.Dependencies = []idp.Dependency{}
	case before.Dependencies == nil && wanted.Dependencies != nil:
		managed := before.Application
		managed.Dependencies = []idp.Dependency{}
		has, err := platform.Get(ctx, managed)
		if err != nil {
			return nil, err
		}
		before.Dependencies = has.Dependencies
		var others []string
		for _, dependency := range has.Dependencies {
			same := func(d idp.Dependency) bool { return d.ResourceID == dependency.ResourceID }
			if !slices.ContainsFunc(wanted.Dependencies, same) {
				wanted.Dependencies = append(wanted.Dependencies, dependency)
				others = append(others, dependency.ResourceID)
			}
		}
		if len(others) > 0 {
			diags.AddWarning("Application has other dependencies", fmt.Sprintf(
				"Application %q at %s depends on resources that the configuration does not name: %s. They stay for now. "+
					"Write a dependency block for each that is to stay: the next apply removes the others.",
				wanted.label(), wanted.capabilities.Title, strings.Join(others, ", ")))
		}
	}
	return diags, nil
}
