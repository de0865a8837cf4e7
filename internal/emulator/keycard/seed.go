package keycard

import "fmt"

// seed makes the organization: its service accounts, its zones, and the default zone's applications.
func (s *Server) seed() {
	s.admin, s.reader, s.stranger = newAccount(s.organization, false), newAccount(s.organization, true), newAccount(newID(), false)
	s.zones = []*zone{s.newZone("Default zone"), s.newZone("Other zone")}
	for n := 1; n <= s.config.Seed; n++ {
		// Errors cannot be: the identifiers differ, and the client IDs are random.
		app, err := s.addApplication(s.zones[0], application{
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
}

// newZone has one resource, and one application that belongs to the service.
func (s *Server) newZone(name string) *zone {
	slug := slugOf(name, "zone")
	z := &zone{
		id: newID(), name: name, slug: slug, createdAt: s.now(),
		resource: resource{id: newID(), identifier: "https://orders." + slug + ".example.test"},
	}
	console, err := s.addApplication(z, application{
		name: "Keycard Console", identifier: "urn:keycard:console", owner: ownerPlatform, consent: "implicit",
	})
	if err == nil {
		z.platform = console.id
	}
	return z
}
