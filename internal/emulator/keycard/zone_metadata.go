package keycard

// zoneMetadata returns the authorization server metadata (RFC 8414), which is equal to the OpenID configuration.
func (s *Server) zoneMetadata(c *call) (reply, error) {
	issuer := s.issuer(c.zone)
	metadata := map[string]any{
		"issuer":                                issuer,
		"authorization_endpoint":                issuer + "/oauth/2/authorize",
		"token_endpoint":                        s.tokenEndpoint(c.zone),
		"registration_endpoint":                 issuer + "/oauth/2/registration",
		"jwks_uri":                              issuer + "/openidconnect/jwks",
		"userinfo_endpoint":                     issuer + "/openidconnect/userinfo",
		"response_types_supported":              []string{"code"},
		"grant_types_supported":                 []string{"client_credentials"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post", "private_key_jwt"},
		"token_endpoint_auth_signing_alg_values_supported": assertionAlgorithms,
		"code_challenge_methods_supported":                 []string{"S256"},
		"subject_types_supported":                          []string{"public"},
		"id_token_signing_alg_values_supported":            []string{"RS256"},
	}
	if s.config.Revocation {
		metadata["revocation_endpoint"] = issuer + "/oauth/2/revoke"
	}
	return reply{body: metadata}, nil
}
