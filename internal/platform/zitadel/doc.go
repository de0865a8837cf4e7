// Package zitadel manages API and OpenID Connect applications, service accounts, and the keys of both, at ZITADEL with its
// management API v1, which every release from v2 to v4 serves. It registers applications with the application service (v2) where
// there is one, because that takes an ID from the caller, as the management API does for service accounts.
// openapi.yaml is the contract, and api.gen.go the client that is generated from it.
//
// Three habits of the API shape the code. A client secret is shown once and never again. An update that changes nothing
// is an error, and counts as done here. And 404 has many causes, a wrong host name, organization or role among them, so
// that what an error means is read from ZITADEL's own error id.
package zitadel

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
