package zitadel

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// refusal returns the error for a response other than 2xx. errorCatalog has the meaning of error IDs; errors without an ID
// are recognized by their message. If the body is not an error of the API, only the status counts.
func refusal(resp *http.Response, body []byte) *idp.Error {
	e := transport.Refusal(resp)
	var status ErrorStatus
	_ = json.Unmarshal(body, &status)
	if status.Message != "" {
		e.Code = errorID(status)
		e.Message = transport.Printable(strings.TrimSuffix(status.Message, " ("+e.Code+")"))
		e.Attribute = namedField(status.Message)
	}
	if m, ok := catalogEntryOf(e, status); ok {
		e.Kind, e.Attribute, e.Hint = cmp.Or(m.kind, e.Kind), cmp.Or(m.attribute, e.Attribute), m.hint
	}
	if e.Hint == "" {
		e.Hint = statusHint[e.Status]
	}
	return e
}

// idInMessage matches the error ID at the end of a message, such as (COMMAND-2m8vx).
var idInMessage = regexp.MustCompile(`\(([A-Z][A-Z0-9]*-[A-Za-z0-9]{1,40})\)$`)

func errorID(status ErrorStatus) string {
	if status.Details != nil {
		for _, detail := range *status.Details {
			if detail.Id != nil && *detail.Id != "" {
				return transport.Printable(*detail.Id)
			}
		}
	}
	if found := idInMessage.FindStringSubmatch(status.Message); found != nil {
		return found[1]
	}
	return ""
}

// invalidField matches a validation error: "invalid AddAPIAppRequest.Name: value length must be ...". In nested errors, the
// last one names the field.
var invalidField = regexp.MustCompile(`invalid \w+\.(\w+)(?:\[\d+\])?:`)

func namedField(message string) idp.Attribute {
	attribute := idp.Attribute("")
	for _, found := range invalidField.FindAllStringSubmatch(message, -1) {
		attribute = invalidFields[found[1]]
	}
	return attribute
}

var invalidFields = map[string]idp.Attribute{
	"Name":                 idp.AttributeName,
	"AuthMethodType":       idp.AttributeAuthMethod,
	"ProjectId":            idp.AttributeProjectID,
	"AppType":              idp.AttributeType,
	"ApplicationType":      idp.AttributeType,
	"AccessTokenType":      idp.AttributeAccessTokenType,
	"GrantTypes":           idp.AttributeGrantTypes,
	"ResponseTypes":        idp.AttributeResponseTypes,
	"ClockSkew":            idp.AttributeClockSkew,
	"AdditionalOrigins":    idp.AttributeAdditionalOrigins,
	"BackChannelLogoutUri": idp.AttributeBackChannelLogoutURI,
	"UserName":             idp.AttributeIdentifier,
	"Description":          idp.AttributeDescription,
}

// prefixed adds what failed before the platform's message.
func prefixed(err error, what string) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	said := *e
	said.Message = what
	if e.Message != "" {
		said.Message += ": " + e.Message
	}
	return &said
}

// explained adds to rejected credentials which settings they come from.
func (p *Platform) explained(err error) error {
	var e *idp.Error
	if !errors.As(err, &e) || e.Kind != idp.ErrUnauthenticated || e.Hint != "" {
		return err
	}
	return idp.WithHint(err, "ZITADEL refused the access token: it has expired, or its service account was removed or deactivated. Check "+
		p.credentials+".")
}
