package keycard

import "time"

// zone is an issuer of tokens with its applications, resources and providers.
type zone struct {
	sequence     int
	id           string
	name         string
	slug         string
	description  *string
	keyARN       *string // of the customer's key that encrypts its data, if any
	pkceRequired bool
	dcrEnabled   bool
	cimdEnabled  bool     // clients with a metadata document need no registration
	cimdAllowed  []string // the allowed ones
	invited      bool     // users need an invitation
	gatewayID    *string  // an application
	resourceID   *string  // the default resource
	loginID      *string  // the provider with which users log in
	createdAt    time.Time
	updatedAt    time.Time
}

func (z *zone) key() string        { return z.id }
func (z *zone) inZone(string) bool { return true }
func (z *zone) place() int         { return z.sequence }
func (z *zone) shortName() string  { return z.slug }

func (s *Server) findZone(id string) *zone { return s.zones.byKey[id] }

func (s *Server) issuer(z *zone) string { return s.base + "/z/" + z.id }

func (s *Server) tokenEndpoint(z *zone) string { return s.issuer(z) + "/oauth/2/token" }

// zoneBody returns the zone as the API shows it.
func (s *Server) zoneBody(z *zone) map[string]any {
	body := s.render(map[string]any{
		"id": z.id, "organization_id": s.organization, "slug": z.slug, "name": z.name, "owner_type": ownerCustomer,
		"description": textOrNil(z.description), "requires_invitation": z.invited, "login_flow": "default",
		"protocols":  map[string]any{"oauth2": s.zoneOAuth2(z), "openid": s.zoneOpenID(z)},
		"created_at": stamp(z.createdAt), "updated_at": stamp(z.updatedAt),
	})
	return withOptional(body, map[string]any{
		"encryption_key": encryptionKeyBody(z.keyARN), "default_mcp_gateway_application_id": textOrNil(z.gatewayID),
		"default_resource_id": textOrNil(z.resourceID), "user_identity_provider_id": textOrNil(z.loginID),
	})
}

func encryptionKeyBody(arn *string) any {
	if arn == nil {
		return nil
	}
	return map[string]any{"type": "aws", "arn": *arn}
}

func (s *Server) zoneOAuth2(z *zone) map[string]any {
	issuer := s.issuer(z)
	return map[string]any{
		"issuer":                        issuer,
		"authorization_server_metadata": issuer + "/.well-known/oauth-authorization-server",
		"authorization_endpoint":        issuer + "/oauth/2/authorize",
		"token_endpoint":                s.tokenEndpoint(z),
		"redirect_uri":                  issuer + "/oauth/2/redirect",
		"registration_endpoint":         issuer + "/oauth/2/registration",
		"jwks_uri":                      issuer + "/openidconnect/jwks",
		"pkce_required":                 z.pkceRequired,
		"dcr_enabled":                   z.dcrEnabled,
		"cimd":                          map[string]any{"enabled": z.cimdEnabled, "allowed_client_ids": append([]string{}, z.cimdAllowed...)},
	}
}

func (s *Server) zoneOpenID(z *zone) map[string]any {
	issuer := s.issuer(z)
	return map[string]any{
		"provider_configuration": issuer + "/.well-known/openid-configuration",
		"userinfo_endpoint":      issuer + "/openidconnect/userinfo",
	}
}

// withOptional adds the fields that are set: the service's schema does not allow null for them.
func withOptional(body, optional map[string]any) map[string]any {
	for name, value := range optional {
		if value != nil {
			body[name] = value
		}
	}
	return body
}

// render omits unset fields if the service is configured to do so.
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
