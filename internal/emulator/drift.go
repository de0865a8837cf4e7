package emulator

import (
	"errors"
	"fmt"
	"slices"
)

// ErrNotFound is returned for a platform or an application that does not exist.
var ErrNotFound = errors.New("not found")

// Applications returns the applications of each platform in creation order, with the provider's attribute names and without
// secrets.
func (e *Emulator) Applications() map[string][]map[string]any {
	all := make(map[string][]map[string]any, len(e.platforms))
	for name, p := range e.platforms {
		all[name] = p.Applications()
		if all[name] == nil {
			all[name] = []map[string]any{} // encodes as [], not null
		}
	}
	return all
}

// Change changes an application outside of Terraform. The keys are those of Applications, and "client_secret"; nil unsets a
// field. It fails with ErrNotFound, or with an error that names the field that the platform does not accept.
func (e *Emulator) Change(platform, id string, fields map[string]any) error {
	p, err := e.owner(platform, id)
	if err != nil {
		return err
	}
	return p.Change(id, fields)
}

// Remove deletes an application outside of Terraform. It fails with ErrNotFound.
func (e *Emulator) Remove(platform, id string) error {
	p, err := e.owner(platform, id)
	if err != nil {
		return err
	}
	return p.Remove(id)
}

// owner returns the platform. It looks the application up, because the platforms' errors do not distinguish a missing
// application from a wrong field.
func (e *Emulator) owner(name, id string) (platform, error) {
	p, ok := e.platforms[name]
	if !ok {
		return nil, fmt.Errorf("platform %q: %w", name, ErrNotFound)
	}
	if !slices.ContainsFunc(p.Applications(), func(a map[string]any) bool { return a["id"] == id }) {
		return nil, fmt.Errorf("%s application %q: %w", name, id, ErrNotFound)
	}
	return p, nil
}
