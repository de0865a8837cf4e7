package keycard

import (
	"encoding/json"
	"fmt"
)

const (
	consentRequired = "required"
	maxText         = 2048
	maxName         = 255
)

var (
	consents = []string{"implicit", consentRequired}
	traits   = []string{"gateway", "mcp-provider"}
)

// intent is what a body is for: most fields may be null only in a patch, where null clears.
type intent int

const (
	creating intent = iota
	patching
)

// readApplication merges a create or a patch body into base.
func readApplication(raw []byte, base application, doing intent, z *zone) (application, error) {
	body, err := newBody(raw, doing == patching)
	if err != nil {
		return base, err
	}
	if doing == creating {
		body.require("identifier", "name")
		base.dependencies = body.dependencies(z)
	}
	body.text("identifier", &base.identifier, length(1, maxText), safe)
	body.text("name", &base.name, length(1, maxName), safe)
	body.optionalText("description", &base.description, length(0, maxText), safe)
	body.text("consent", &base.consent, oneOf(consents))
	body.list("traits", &base.traits, oneOf(traits))
	body.metadata(&base)
	body.protocols(&base)
	return base, body.err()
}

func (b *body) metadata(a *application) {
	metadata, ok := b.object("metadata", "docs_url")
	if !ok {
		return
	}
	if len(metadata.fields) == 0 || metadata.clears("docs_url") { // null and {} remove it all
		a.docsURL = nil
		return
	}
	metadata.textPointer("docs_url", &a.docsURL, length(0, maxText), uri)
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

// dependencies are the resources that a new application may access from the start.
func (b *body) dependencies(z *zone) []string {
	raw, given := b.fields["dependencies"]
	if !given {
		return nil
	}
	var items []*struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(raw, &items); err != nil || items == nil {
		b.reject("dependencies", "must be an array of objects with an id")
		return nil
	}
	var ids []string
	for i, item := range items {
		if item == nil || item.ID != z.resource.id {
			b.reject(fmt.Sprintf("dependencies[%d].id", i), "must be a resource of this zone")
			continue
		}
		ids = []string{item.ID}
	}
	return ids
}
