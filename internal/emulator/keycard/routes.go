package keycard

import (
	"net/http"
	"path"
)

func (s *Server) routes(wrap Wrap) http.Handler {
	mux := http.NewServeMux()
	unlocked := func(operation string, a action, patterns ...string) {
		handler := wrap("keycard."+operation, s.serve(a))
		for _, pattern := range patterns {
			mux.Handle(pattern, handler)
		}
	}
	handle := func(operation string, a action, patterns ...string) { unlocked(operation, s.locked(a), patterns...) }
	const (
		zones        = "/zones"
		applications = zones + "/{zone}/applications"
		dependencies = applications + "/{id}/dependencies"
		credentials  = zones + "/{zone}/application-credentials"
		resources    = zones + "/{zone}/resources"
		providers    = zones + "/{zone}/providers"
	)
	handle("token", s.issueManagementToken, "POST /service-account-token")
	handle("list_organizations", s.signedIn(s.listOrganizations), "GET /organizations")
	handle("get_organization", s.signedIn(s.getOrganization), "GET /organizations/{id}")

	handle("create_zone", s.owned(permitted(writes, s.createZone)), "POST "+zones)
	handle("list_zones", s.signedIn(s.listZones), "GET "+zones)
	handle("get_zone", s.managed(reads, s.getZone), "GET "+zones+"/{zone}")
	handle("update_zone", s.managed(writes, s.updateZone), "PATCH "+zones+"/{zone}")
	handle("delete_zone", s.managed(writes, s.deleteZone), "DELETE "+zones+"/{zone}")

	handle("create_application", s.managed(writes, s.createApplication), "POST "+applications)
	handle("list_applications", s.managed(reads, s.listApplications), "GET "+applications)
	handle("get_application", s.managed(reads, s.getApplication), "GET "+applications+"/{id}")
	handle("update_application", s.managed(writes, s.updateApplication), "PATCH "+applications+"/{id}")
	handle("delete_application", s.managed(writes, s.deleteApplication), "DELETE "+applications+"/{id}")
	handle("list_application_credentials", s.managed(reads, s.listApplicationCredentials),
		"GET "+applications+"/{id}/application-credentials")
	handle("list_application_resources", s.managed(reads, s.listApplicationResources), "GET "+applications+"/{id}/resources")

	handle("put_dependency", s.managed(writes, s.putDependency), "PUT "+dependencies+"/{resource}")
	handle("list_dependencies", s.managed(reads, s.listDependencies), "GET "+dependencies)
	handle("get_dependency", s.managed(reads, s.getDependency), "GET "+dependencies+"/{resource}")
	handle("delete_dependency", s.managed(writes, s.deleteDependency), "DELETE "+dependencies+"/{resource}")

	handle("create_resource", s.managed(writes, s.createResource), "POST "+resources)
	handle("list_resources", s.managed(reads, s.listResources), "GET "+resources)
	handle("get_resource", s.managed(reads, s.getResource), "GET "+resources+"/{id}")
	handle("update_resource", s.managed(writes, s.updateResource), "PATCH "+resources+"/{id}")
	handle("delete_resource", s.managed(writes, s.deleteResource), "DELETE "+resources+"/{id}")

	handle("create_provider", s.managed(writes, s.createProvider), "POST "+providers)
	handle("list_providers", s.managed(reads, s.listProviders), "GET "+providers)
	handle("get_provider", s.managed(reads, s.getProvider), "GET "+providers+"/{id}")
	handle("update_provider", s.managed(writes, s.updateProvider), "PATCH "+providers+"/{id}")
	handle("delete_provider", s.managed(writes, s.deleteProvider), "DELETE "+providers+"/{id}")

	handle("create_credential", s.managed(writes, s.createCredential), "POST "+credentials)
	handle("list_credentials", s.managed(reads, s.listCredentials), "GET "+credentials)
	handle("get_credential", s.managed(reads, s.getCredential), "GET "+credentials+"/{id}")
	handle("update_credential", s.managed(writes, s.updateCredential), "PATCH "+credentials+"/{id}")
	handle("delete_credential", s.managed(writes, s.deleteCredential), "DELETE "+credentials+"/{id}")

	handle("zone_metadata", s.inZone(s.zoneMetadata),
		"GET /z/{zone}/.well-known/oauth-authorization-server",
		"GET /z/{zone}/.well-known/openid-configuration",
		// RFC 8414, section 3.1: an issuer with a path has its metadata here as well.
		"GET /.well-known/oauth-authorization-server/z/{zone}")
	unlocked("zone_token", s.asClient(s.issueZoneToken), "POST /z/{zone}/oauth/2/token")
	unlocked("zone_revoke", s.revokeZoneToken, "POST /z/{zone}/oauth/2/revoke")
	handle("zone_keys", s.inZone(s.zoneKeys), "GET /z/{zone}/openidconnect/jwks")

	unknown := wrap("keycard.unknown", s.serve(unknownRoute))
	mux.Handle("/", unknown)
	return exact(mux, unknown)
}

// exact does not clean paths: a mux would redirect "//x" to "/x", which would hide a client's bug.
func exact(mux, unknown http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path.Clean(r.URL.Path) {
			unknown.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func unknownRoute(*call) (reply, error) {
	return reply{}, notFound("Route")
}
