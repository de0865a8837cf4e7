package contract

import (
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// describe returns where a rule was violated and which one, without the value, which may be a secret.
func describe(err error) string {
	var several openapi3.MultiError
	var schema *openapi3.SchemaError
	var request *openapi3filter.RequestError
	var answer *openapi3filter.ResponseError
	var parse *openapi3filter.ParseError
	switch {
	case errors.As(err, &request):
		return join(where(request), inner(request.Reason, request.Err))
	case errors.As(err, &answer):
		return inner(answer.Reason, answer.Err)
	case errors.As(err, &several):
		return describeAll(several)
	case errors.As(err, &schema):
		return join(pointer(schema), inner(schema.Reason, schemaCause(schema)))
	case errors.As(err, &parse):
		return join("cannot be decoded", parse.Reason)
	default:
		return err.Error()
	}
}

func describeAll(errs openapi3.MultiError) string {
	texts := make([]string, len(errs))
	for i, err := range errs {
		texts[i] = describe(err)
	}
	return strings.Join(texts, "; ")
}

func where(err *openapi3filter.RequestError) string {
	switch {
	case err.Parameter != nil:
		return err.Parameter.In + " parameter " + err.Parameter.Name
	case err.RequestBody != nil:
		return "body"
	default:
		return ""
	}
}

func inner(reason string, err error) string {
	if err == nil || err.Error() == reason {
		return reason
	}
	return join(reason, describe(err))
}

// schemaCause returns the cause of a schema error if it says more: the parts of allOf and oneOf.
func schemaCause(err *openapi3.SchemaError) error {
	var several openapi3.MultiError
	var part *openapi3.SchemaError
	if errors.As(err.Origin, &several) || errors.As(err.Origin, &part) {
		return err.Origin
	}
	return nil
}

func pointer(err *openapi3.SchemaError) string {
	if path := err.JSONPointer(); len(path) > 0 {
		return "/" + strings.Join(path, "/")
	}
	return ""
}

func join(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, ": ")
}
