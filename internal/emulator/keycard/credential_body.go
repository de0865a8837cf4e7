package keycard

// readNewCredential reads the body of a create. The required fields depend on the type.
func readNewCredential(raw []byte) (credential, error) {
	var draft credential
	body, err := newBody(raw, false)
	if err != nil {
		return draft, err
	}
	body.require("application_id", "type")
	body.text("application_id", &draft.applicationID, length(1, maxName))
	body.text("type", &draft.kind)
	switch draft.kind {
	case kindPassword, kindPublic:
		body.clientID(&draft)
	case kindPublicKey:
		body.clientID(&draft)
		body.require("jwks_uri")
		body.text("jwks_uri", &draft.jwksURI, length(1, maxText), uri)
	case kindURL:
		body.require("identifier")
		body.clientID(&draft)
	case kindToken:
		body.require("provider_id")
		body.text("provider_id", &draft.providerID, length(1, maxName))
		body.subject(&draft)
	case "": // already rejected
	default:
		body.unknownType()
	}
	return draft, body.err()
}

// unknownType reports the error as the service does: it tries one type after the other and reports the first mismatch.
func (b *body) unknownType() {
	if _, given := b.fields["provider_id"]; given {
		b.reject("type", "must be "+kindToken)
		return
	}
	b.require("provider_id")
}

// changeableFields has, for each type, the only field that a patch can change.
var changeableFields = map[string]string{kindURL: "identifier", kindPublic: "identifier", kindToken: "subject"}

// readCredential merges the body of a patch into a credential.
func readCredential(raw []byte, base credential) (credential, error) {
	body, err := newBody(raw, true)
	if err != nil {
		return base, err
	}
	body.text("type", new(string), oneOf([]string{base.kind}))
	for _, field := range []string{"application_id", "identifier", "jwks_uri", "password", "provider_id", "subject"} {
		if _, given := body.fields[field]; given && changeableFields[base.kind] != field {
			body.reject(field, "cannot be changed")
		}
	}
	switch base.kind {
	case kindURL, kindPublic:
		body.clientID(&base)
	case kindToken:
		body.subject(&base)
	}
	return base, body.err()
}

func (b *body) clientID(c *credential) {
	rules := []rule{length(1, maxText), safe}
	if c.kind == kindURL {
		rules = append(rules, uri)
	}
	b.text("identifier", &c.identifier, rules...)
}

// subject reads the accepted subject; null accepts any.
func (b *body) subject(c *credential) {
	b.optionalText("subject", &c.subject, length(1, maxText))
	c.identifier = anySubject
	if c.subject != nil {
		c.identifier = *c.subject
	}
}
