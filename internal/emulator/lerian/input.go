package lerian

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"unicode/utf8"
)

// oldDescriptionLimit is the width of the database column. Older servers do not check the length before they write.
const oldDescriptionLimit = 100

type input struct{ name, description string }

// readInput reads the body of a create and checks it in the server's order: syntax, types, unknown fields, missing fields,
// name.
func (s *Server) readInput(r *http.Request) (input, *failure) {
	raw, err := io.ReadAll(r.Body)
	if err != nil || !isJSON(r) || !json.Valid(raw) {
		return input{}, &identityBadRequest
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return input{}, &identityFieldType
	}
	var in input
	for key, target := range map[string]*string{"name": &in.name, "description": &in.description} {
		if value, ok := fields[key]; ok && json.Unmarshal(value, target) != nil {
			return input{}, &identityFieldType
		}
		delete(fields, key)
	}
	if len(fields) > 0 {
		return input{}, &identityUnexpectedField
	}
	return in, s.checkInput(in)
}

func (s *Server) checkInput(in input) *failure {
	switch {
	case in.name == "" || in.description == "": // empty counts as missing
		return &identityMissingFields
	case !slices.Contains(s.config.Allowlist, in.name): // case-sensitive
		return &identityInvalidName
	case s.config.SecretOnRead && utf8.RuneCountInString(in.description) > oldDescriptionLimit:
		return &identityInternal
	default:
		return nil
	}
}
