// Package origin reads the states of other providers, for moved blocks.
package origin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ErrIncomplete says of a state that the object is not fully named in it.
var ErrIncomplete = errors.New("its state lacks the ID of the object or of what it belongs to")

// Type is a resource type of another provider that a moved block may name.
type Type[T any] struct {
	Provider, Resource string

	// Read takes what it needs from the state, of whatever schema version, and ignores the rest.
	Read func(state []byte) (T, error)
}

// Matches reports whether a state is of this type. Its provider's address is host/namespace/type; mirrors and forks have other
// hosts and namespaces.
func (t Type[T]) Matches(req resource.MoveStateRequest) bool {
	return req.SourceTypeName == t.Resource && strings.HasSuffix(req.SourceProviderAddress, "/"+t.Provider)
}

// Movers reads the states of these types into a resource. A moved block from any other type is refused with a list of them.
func Movers[T any](target string, types []Type[T], move func(context.Context, Type[T], resource.MoveStateRequest, *resource.MoveStateResponse)) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		var names []string
		for _, t := range types {
			if t.Matches(req) {
				move(ctx, t, req, resp)
				return
			}
			names = append(names, t.Resource)
		}
		resp.Diagnostics.AddError("Cannot move to "+target, fmt.Sprintf(
			"A %s of provider %s cannot become an %s. A moved block may start from %s. Remove the moved block, and import the object instead. Nothing was changed.",
			req.SourceTypeName, req.SourceProviderAddress, target, strings.Join(names, ", ")))
	}}}
}

// Decode reads a state. Errors of the decoder may quote it, and are not shown.
func Decode(state []byte, into any) error {
	if json.Unmarshal(state, into) != nil {
		return errors.New("its state cannot be read: apply it once with its own provider first")
	}
	return nil
}
