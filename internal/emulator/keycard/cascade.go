package keycard

import "slices"

// Deletes cascade. The service does not document this: the rules below are those that clients rely on, or else the least
// surprising ones.

// dropApplication deletes the application, its dependencies and, unless NoCascade is set, its credentials. Resources that it
// provided remain, without an application.
func (s *Server) dropApplication(gone *application) {
	if !s.config.NoCascade {
		s.credentials.remove(s.credentialsOf(gone)...)
	}
	s.dependencies.remove(s.dependenciesOf(gone)...)
	s.changeResources(gone.zoneID, func(r *resource) {
		if sameID(r.applicationID, gone.id) {
			r.applicationID = nil
		}
	})
	s.changeZone(gone.zoneID, func(z *zone) {
		if sameID(z.gatewayID, gone.id) {
			z.gatewayID = nil
		}
	})
	s.applications.remove(gone)
}

// dropResource deletes the resource and the dependencies on it. A dependency whose only condition was this resource is
// deleted too: without a condition, it would allow more than before.
func (s *Server) dropResource(gone *resource) {
	s.dependencies.remove(s.dependencies.list(gone.zoneID, false, func(d *dependency) bool {
		return d.resourceID == gone.id || slices.Equal(d.whenAccessing, []string{gone.id})
	})...)
	for _, d := range s.dependencies.list(gone.zoneID, false, func(d *dependency) bool {
		return slices.Contains(d.whenAccessing, gone.id)
	}) {
		changed := *d
		changed.whenAccessing = slices.DeleteFunc(slices.Clone(d.whenAccessing), func(id string) bool { return id == gone.id })
		s.dependencies.put(&changed)
	}
	s.changeZone(gone.zoneID, func(z *zone) {
		if sameID(z.resourceID, gone.id) {
			z.resourceID = nil
		}
	})
	s.resources.remove(gone)
}

// dropProvider deletes the provider and the token credentials that refer to it. Its resources remain, without a provider.
func (s *Server) dropProvider(gone *provider) {
	s.credentials.remove(s.credentials.list(gone.zoneID, false, func(c *credential) bool {
		return c.kind == kindToken && c.providerID == gone.id
	})...)
	s.changeResources(gone.zoneID, func(r *resource) {
		if sameID(r.providerID, gone.id) {
			r.providerID = nil
		}
	})
	s.changeZone(gone.zoneID, func(z *zone) {
		if sameID(z.loginID, gone.id) {
			z.loginID = nil
		}
	})
	s.providers.remove(gone)
}

// dropZone deletes the zone and everything in it.
func (s *Server) dropZone(gone *zone) {
	empty(&s.dependencies, gone)
	empty(&s.credentials, gone)
	empty(&s.resources, gone)
	empty(&s.providers, gone)
	empty(&s.applications, gone)
	s.zones.remove(gone)
}

func empty[T row](rows *table[T], z *zone) {
	rows.remove(rows.list(z.id, false, func(T) bool { return true })...)
}

// changeResources applies change to each resource of the zone, and stores those that changed.
func (s *Server) changeResources(zoneID string, change func(*resource)) {
	for _, old := range s.resources.list(zoneID, false, func(*resource) bool { return true }) {
		draft := *old
		change(&draft)
		s.storeResource(old, draft)
	}
}

// changeZone applies change to the zone, and stores it if it changed.
func (s *Server) changeZone(id string, change func(*zone)) {
	old := s.findZone(id)
	draft := *old
	change(&draft)
	s.storeZone(old, draft)
}

func sameID(id *string, other string) bool { return id != nil && *id == other }
