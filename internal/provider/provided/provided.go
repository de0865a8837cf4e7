// Package provided gives resources, data sources and ephemeral resources access to the provider's data.
package provided

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Data returns the provider's data as type T. It is the zero value until the provider is configured.
func Data[T any](providerData any, diags *diag.Diagnostics) (data T) {
	if providerData == nil {
		return data
	}
	data, ok := providerData.(T)
	if !ok {
		diags.AddError("Provider data of the wrong type", fmt.Sprintf("The provider handed over a %T. This is a bug in the provider; please report it.", providerData))
	}
	return data
}
