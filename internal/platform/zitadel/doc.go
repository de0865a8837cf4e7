// Package zitadel manages API and OpenID Connect applications, service accounts, and the keys of both in ZITADEL. It uses
// the management API v1, which all releases from v2 to v4 provide. It creates applications with the application service (v2)
// if the server has it, because that service accepts an ID from the caller, as the management API does for service accounts.
// openapi.yaml is the contract, and api.gen.go the client that is generated from it.
//
// Three properties of the API shape the code. A client secret is shown only once. An update that changes nothing returns an
// error, which counts as success here. And 404 has many causes, such as a wrong host name, organization or role, so the code
// uses ZITADEL's error ID instead.
package zitadel

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
