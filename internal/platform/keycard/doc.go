// Package keycard manages applications of Keycard. An application lives in a zone; its credential is a separate object, an
// application credential.
//
// openapi.yaml is the contract: it contains only the calls that the provider makes. api.gen.go is generated from it.
package keycard

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
