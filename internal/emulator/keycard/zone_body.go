package keycard

// readZone merges the body of a create or a patch into base.
func (s *Server) readZone(raw []byte, base zone, doing intent) (zone, error) {
	body, err := newBody(raw, doing == patching)
	if err != nil {
		return base, err
	}
	if doing == creating {
		body.require("name")
		body.text("organization_id", new(string), oneOf([]string{s.organization}))
	} else {
		body.reference("default_mcp_gateway_application_id", &base.gatewayID)
		body.reference("default_resource_id", &base.resourceID)
		body.reference("user_identity_provider_id", &base.loginID)
	}
	body.text("name", &base.name, length(1, maxName), safe)
	body.optionalText("description", &base.description, length(0, maxText), safe)
	body.flag("requires_invitation", &base.invited)
	body.encryptionKey(&base.keyARN)
	body.zoneProtocols(&base)
	return base, body.err()
}

func (b *body) encryptionKey(arn **string) {
	key, ok := b.openObject("encryption_key")
	if !ok {
		return
	}
	if key.null {
		*arn = nil
		return
	}
	key.require("type", "arn")
	key.text("type", new(string), oneOf([]string{"aws"}))
	key.textPointer("arn", arn, length(1, maxText))
}

func (b *body) zoneProtocols(z *zone) {
	protocols, ok := b.openObject("protocols")
	if !ok || protocols.null {
		return
	}
	oauth2, ok := protocols.openObject("oauth2")
	if !ok || oauth2.null {
		return
	}
	oauth2.optionalFlag("pkce_required", &z.pkceRequired)
	oauth2.optionalFlag("dcr_enabled", &z.dcrEnabled)
	if cimd, ok := oauth2.openObject("cimd"); ok && !cimd.null {
		cimd.require("enabled", "allowed_client_ids")
		cimd.flag("enabled", &z.cimdEnabled)
		cimd.list("allowed_client_ids", &z.cimdAllowed)
	}
}
