package keycard

import (
	"encoding/json"
	"maps"
)

var (
	oauth2Settings = map[string]setting{
		"issuer":                              uriSetting,
		"authorization_endpoint":              uriSetting,
		"token_endpoint":                      uriSetting,
		"registration_endpoint":               uriSetting,
		"jwks_uri":                            uriSetting,
		"authorization_parameters":            textMapSetting,
		"authorization_resource_enabled":      flagSetting,
		"authorization_resource_parameter":    textSetting,
		"code_challenge_methods_supported":    textsSetting,
		"scope_parameter":                     textSetting,
		"scope_separator":                     textSetting,
		"scopes_supported":                    textsSetting,
		"token_response_access_token_pointer": textSetting,
	}
	openidSettings = map[string]setting{
		"scopes":                textsSetting,
		"single_logout_enabled": flagSetting,
		"user_identifier_claim": textSetting,
		"external_id_claim":     textSetting,
		"userinfo_endpoint":     uriSetting,
	}
)

// readProvider merges the body of a create or a patch into base.
func readProvider(raw []byte, base provider, doing intent) (provider, error) {
	body, err := newBody(raw, doing == patching)
	if err != nil {
		return base, err
	}
	if doing == creating {
		body.require("identifier", "name")
	}
	body.text("identifier", &base.identifier, length(1, maxText), safe)
	body.text("name", &base.name, length(1, maxName), safe)
	body.optionalText("description", &base.description, length(0, maxText), safe)
	body.reference("client_id", &base.clientID)
	body.clientSecret(&base.secretSet)
	body.providerMetadata(&base.metadata)
	body.providerProtocols(&base)
	if doing == creating || base.oauth2 != nil {
		base.oauth2 = withIssuer(base.oauth2, base.identifier)
	}
	return base, body.err()
}

func (b *body) clientSecret(set *bool) {
	if b.clears("client_secret") {
		*set = false
		return
	}
	var secret *string
	b.textPointer("client_secret", &secret, length(1, maxText))
	if secret != nil {
		*set = true
	}
}

// providerMetadata reads metadata, an arbitrary object of the customer.
func (b *body) providerMetadata(into *map[string]any) {
	raw, given := b.fields["metadata"]
	if !given {
		return
	}
	var metadata map[string]any
	if err := json.Unmarshal(raw, &metadata); err != nil || metadata == nil && !b.patch {
		b.reject("metadata", "must be an object")
		return
	}
	*into = metadata
}

func (b *body) providerProtocols(p *provider) {
	protocols, ok := b.openObject("protocols")
	if !ok {
		return
	}
	if protocols.null {
		p.oauth2, p.openid = nil, nil
		return
	}
	before := p.oauth2["issuer"]
	protocols.settings("oauth2", &p.oauth2, oauth2Settings)
	protocols.settings("openid", &p.openid, openidSettings)
	if before != nil && p.oauth2 != nil && p.oauth2["issuer"] == nil {
		protocols.reject("oauth2.issuer", "cannot be unset")
	}
}

// withIssuer adds the default issuer if the provider has none.
func withIssuer(oauth2 map[string]any, identifier string) map[string]any {
	if oauth2["issuer"] != nil {
		return oauth2
	}
	oauth2 = maps.Clone(oauth2)
	if oauth2 == nil {
		oauth2 = map[string]any{}
	}
	oauth2["issuer"] = identifier
	return oauth2
}
