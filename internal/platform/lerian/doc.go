// Package lerian registers applications at Lerian's Access Manager: it logs in at the Auth plugin and keeps applications
// at the Identity plugin. openapi.yaml is the contract, and api.gen.go the client that is generated from it.
//
// Access Manager can create, read and remove an application, and nothing else. Its secret is shown once (from release
// 3.11), names may repeat, and there is no idempotency key: a create whose answer is lost leaves an application behind
// that nobody can use. The package therefore never repeats a create that may have been carried out, and adopts or
// removes nothing that may have come of it: another run may own what looks the same.
package lerian

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
