// Package keycard registers applications at Keycard. An application lives in a zone; what it authenticates with is an
// object of its own, an application credential.
//
// openapi.yaml is the contract: the calls that are made, and nothing else. api.gen.go is generated from it.
package keycard

//go:generate ../../../bin/tools/oapi-codegen -config oapi-codegen.yaml openapi.yaml
