// Package lerian manages applications of Lerian's Access Manager. It logs in with the Auth plugin and manages applications
// with the Identity plugin. openapi.yaml is the contract, and api.gen.go the client that is generated from it.
//
// Access Manager can only create, read and delete applications. The secret is shown once (from release 3.11), names are not
// unique, and there is no idempotency key: a create whose response is lost leaves an application that nobody can use. The
// package therefore never retries a create that may have been carried out. It also never adopts or deletes an application
// that such a create may have left, because another run may own it.
package lerian

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
