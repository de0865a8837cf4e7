package keycard

const (
	consentRequired = "required"
	maxText         = 2048
	maxName         = 255
)

var (
	consents = []string{"implicit", consentRequired}
	traits   = []string{"gateway", "mcp-provider"}
)

// intent is the purpose of a body: most fields may be null only in a patch, where null clears them.
type intent int

const (
	creating intent = iota
	patching
)

// readApplication merges the body of a create or a patch into base. Like the service, it ignores dependencies in both,
// although the SDKs declare them for a create.
func readApplication(raw []byte, base application, doing intent) (application, error) {
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
	body.text("consent", &base.consent, oneOf(consents))
	body.list("traits", &base.traits, oneOf(traits))
	body.metadata(&base.docsURL)
	body.protocols(&base)
	return base, body.err()
}

func (b *body) metadata(docsURL **string) {
	metadata, ok := b.object("metadata", "docs_url")
	if !ok {
		return
	}
	if len(metadata.fields) == 0 || metadata.clears("docs_url") { // null and {} remove all of it
		*docsURL = nil
		return
	}
	metadata.textPointer("docs_url", docsURL, length(0, maxText), uri)
}

func (b *body) protocols(a *application) {
	protocols, ok := b.object("protocols", "oauth2")
	if !ok {
		return
	}
	oauth2 := protocols
	if !protocols.null {
		if oauth2, ok = protocols.object("oauth2", "redirect_uris", "post_logout_redirect_uris"); !ok {
			return
		}
	}
	if oauth2.null {
		a.redirects, a.logoutRedirect = nil, nil
		return
	}
	oauth2.list("redirect_uris", &a.redirects, uri)
	oauth2.list("post_logout_redirect_uris", &a.logoutRedirect, uri)
}
