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

// ErrIncomplete means that a state does not fully identify the object.
var ErrIncomplete = errors.New("its state lacks the ID of the object or of what it belongs to")

// Type is a resource type of another provider that a moved block may name.
type Type[T any] struct {
	Provider, Resource string

	// Read returns what a move needs from a state of any schema version.
	Read func(state []byte) (T, error)
}

// Matches reports whether a state is of this type. A provider's address is host/namespace/type; mirrors and forks have other
// hosts and namespaces.
func (t Type[T]) Matches(req resource.MoveStateRequest) bool {
	return req.SourceTypeName == t.Resource && strings.HasSuffix(req.SourceProviderAddress, "/"+t.Provider)
}

// Movers returns a state mover for these types. It refuses a moved block from any other type, with a list of these types.
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

// Decode decodes a state. It does not return the decoder's errors, which may quote the state.
func Decode(state []byte, into any) error {
	if json.Unmarshal(state, into) != nil {
		return errors.New("its state cannot be read: apply it once with its own provider first")
	}
	return nil
}
