package keycard

import "time"

// zone is an issuer of tokens, with applications and resources of its own.
type zone struct {
	id        string
	name      string
	slug      string
	resource  resource
	platform  string // the application that the service itself owns
	createdAt time.Time
}

// resource is what applications ask tokens for.
type resource struct {
	id         string
	identifier string
}

func (s *Server) findZone(id string) *zone {
	for _, z := range s.zones {
		if z.id == id {
			return z
		}
	}
	return nil
}

func (s *Server) issuer(z *zone) string { return s.base + "/z/" + z.id }

func (s *Server) getZone(c *call) (reply, error) {
	if err := c.denied("Zone"); err != nil {
		return reply{}, err
	}
	z, issuer := c.zone, s.issuer(c.zone)
	oauth2 := map[string]any{
		"issuer":                        issuer,
		"authorization_server_metadata": issuer + "/.well-known/oauth-authorization-server",
		"authorization_endpoint":        issuer + "/oauth/2/authorize",
		"token_endpoint":                issuer + "/oauth/2/token",
		"redirect_uri":                  issuer + "/oauth/2/redirect",
		"registration_endpoint":         issuer + "/oauth/2/registration",
		"jwks_uri":                      issuer + "/openidconnect/jwks",
		"pkce_required":                 true,
		"dcr_enabled":                   true,
	}
	openid := map[string]any{
		"provider_configuration": issuer + "/.well-known/openid-configuration",
		"userinfo_endpoint":      issuer + "/openidconnect/userinfo",
	}
	return reply{body: s.render(map[string]any{
		"id": z.id, "organization_id": s.organization, "slug": z.slug, "name": z.name, "owner_type": ownerCustomer,
		"description": nil, "created_at": stamp(z.createdAt), "updated_at": stamp(z.createdAt),
		"protocols": map[string]any{"oauth2": oauth2, "openid": openid},
	})}, nil
}

// zoneMetadata is the authorization server metadata (RFC 8414), which the OpenID configuration equals.
func (s *Server) zoneMetadata(c *call) (reply, error) {
	issuer := s.issuer(c.zone)
	metadata := map[string]any{
		"issuer":                                issuer,
		"authorization_endpoint":                issuer + "/oauth/2/authorize",
		"token_endpoint":                        issuer + "/oauth/2/token",
		"registration_endpoint":                 issuer + "/oauth/2/registration",
		"jwks_uri":                              issuer + "/openidconnect/jwks",
		"userinfo_endpoint":                     issuer + "/openidconnect/userinfo",
		"response_types_supported":              []string{"code"},
		"grant_types_supported":                 []string{"client_credentials"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":      []string{"S256"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
	}
	if s.config.Revocation {
		metadata["revocation_endpoint"] = issuer + "/oauth/2/revoke"
	}
	return reply{body: metadata}, nil
}

// render leaves unset fields out if the service is set to do so.
func (s *Server) render(body map[string]any) map[string]any {
	if s.config.NullsMissing {
		for name, value := range body {
			if value == nil {
				delete(body, name)
			}
		}
	}
	return body
}
