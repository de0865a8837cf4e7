// Package provided is how resources, data sources and ephemeral resources get what the provider hands over to them.
package provided

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Data takes what the provider hands over, which is nothing until it is configured.
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
