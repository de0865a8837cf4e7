package keycard

import "fmt"

// seed creates the organization, its service accounts, its zones, and the default zone's applications.
func (s *Server) seed() {
	s.admin, s.reader, s.stranger = newAccount(s.organization, false), newAccount(s.organization, true), newAccount(newID(), false)
	home := s.seedZone("Default zone")
	s.home, s.other = home.zoneID, s.seedZone("Other zone").zoneID
	s.orders = home
	s.seedOrganizations()
	for n := 1; n <= s.config.Seed; n++ {
		// This cannot fail: the identifiers differ, and the client IDs are random.
		app, err := s.addApplication(s.home, application{
			name:       fmt.Sprintf("Seeded application %04d", n),
			identifier: fmt.Sprintf("https://seeded-%04d.example.test", n),
			consent:    consentRequired,
		})
		if err == nil {
			_, _, _ = s.addCredential(app, credential{kind: kindPassword})
		}
	}
	s.applications.settle()
	s.credentials.settle()
	s.resources.settle()
	s.providers.settle()
	s.zones.settle()
}

func (s *Server) seedOrganizations() {
	for _, o := range []organization{
		{id: s.organization, name: "Emulated organization", label: "emulated-organization", zoneID: s.home},
		{id: s.stranger.organization, name: "Another organization", label: "another-organization", zoneID: newID()},
	} {
		o.sequence, o.createdAt = s.next(), s.now()
		s.organizations.put(&o)
	}
	s.organizations.settle()
}

// seedZone creates a zone with one resource, and returns the resource.
func (s *Server) seedZone(name string) *resource {
	z := s.addZone(zone{name: name, pkceRequired: true, dcrEnabled: true, invited: true})
	issuer := s.tokenService(z.id).id
	return s.putResource(resource{
		zoneID: z.id, name: "Orders", identifier: "https://orders." + z.slug + ".example.test", kind: "web", providerID: &issuer,
	})
}

// addPlatformOwned adds the objects that the service creates in each new zone: an application, and the provider of the
// zone's own tokens.
func (s *Server) addPlatformOwned(z *zone) {
	// This cannot fail: the zone is empty.
	_, _ = s.addApplication(z.id, application{
		name: "Keycard Console", identifier: "urn:keycard:console", owner: ownerPlatform, consent: "implicit",
	})
	s.putProvider(provider{
		zoneID: z.id, name: "Keycard STS", identifier: "urn:keycard:sts", owner: ownerPlatform, kind: typeSTS,
	})
}

// tokenService returns the zone's own provider, whose tokens the zone signs.
func (s *Server) tokenService(zoneID string) *provider {
	return s.providers.list(zoneID, false, func(p *provider) bool { return p.kind == typeSTS })[0]
}
