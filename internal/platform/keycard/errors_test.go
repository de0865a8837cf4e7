package keycard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestErrors_Refusal_QuotesPlatform(t *testing.T) {
	long := strings.Repeat("ü", 1000)
	tests := map[string]struct {
		status                   int
		body                     string
		kind                     idp.Kind
		code, message, requestID string
		attribute                idp.Attribute
	}{
		"declared":         {404, `{"message":"Application not found","code":"not_found","status":404}`, idp.ErrNotFound, "not_found", "Application not found", "header", ""},
		"full":             {400, `{"status":400,"code":"bad_request","message":"no","request_id":"r1","details":[],"path":"/x"}`, idp.ErrInvalid, "bad_request", "no", "r1", ""},
		"message only":     {422, `{"message":"no"}`, idp.ErrInvalid, "", "no", "header", ""},
		"field":            {400, `{"message":"no","details":[{"field":"name"}]}`, idp.ErrInvalid, "", "no", "header", idp.AttributeName},
		"nested field":     {400, `{"message":"no","details":[{"field":"other"},{"field":"metadata.docs_url"}]}`, idp.ErrInvalid, "", "no", "header", idp.AttributeDocsURL},
		"details of texts": {400, `{"message":"no","details":["name is bad"]}`, idp.ErrInvalid, "", "no", "header", ""},
		"OAuth":            {401, `{"error":"invalid_token","error_description":"x"}`, idp.ErrUnauthenticated, "", "", "header", ""},
		"empty":            {500, ``, idp.ErrUnavailable, "", "", "header", ""},
		"no object":        {403, `["x"]`, idp.ErrForbidden, "", "", "header", ""},
		"null":             {403, `null`, idp.ErrForbidden, "", "", "header", ""},
		"truncated":        {404, `{"message":"Application not fo`, idp.ErrUnexpected, "", "", "header", ""},
		"control":          {400, `{"message":"a\u0000\u001b[31mb\n\tc \u202ed"}`, idp.ErrInvalid, "", "a [31mb c d", "header", ""},
		"long":             {400, `{"message":"` + long + `"}`, idp.ErrInvalid, "", strings.Repeat("ü", 299) + "…", "header", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resp := &http.Response{
				StatusCode: tc.status, Header: http.Header{"X-Request-Id": {"header"}},
				Request: httptest.NewRequest(http.MethodGet, app1, nil),
			}
			e := refused(resp, []byte(tc.body))
			want := idp.Error{Kind: tc.kind, Code: tc.code, Message: tc.message, RequestID: tc.requestID, Attribute: tc.attribute, Status: tc.status, Hint: e.Hint}
			if *e != want || e.Hint == "" {
				t.Errorf("got  %#v\nwant %#v", *e, want)
			}
			if utf8.RuneCountInString(e.Message) > 300 {
				t.Error("the message is too long")
			}
		})
	}
}

func TestErrors_LoginHint_NamesSDKVariables(t *testing.T) {
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		resp := &http.Response{StatusCode: status, Request: httptest.NewRequest(http.MethodPatch, app1, nil)}
		hint := refused(resp, nil).Hint
		for _, want := range []string{"keycard.client_id", "KEYCARD_CLIENT_ID", "SDKs"} {
			if !strings.Contains(hint, want) {
				t.Errorf("%d: the hint does not mention %s: %s", status, want, hint)
			}
		}
	}
}

func TestCapabilitiesAgreeWithTheContract(t *testing.T) {
	c := Capabilities()
	for _, attribute := range attributes {
		if !c.Supports(attribute) {
			t.Errorf("%s is sent but not supported", attribute)
		}
	}
	if c.Supports(idp.AttributeEnabled) || !c.Offers(idp.NoAuth) || c.AuthMethods[0] != idp.ClientSecretBasic {
		t.Error("enabled is supported, or a method is missing")
	}
	if broken := c.Rules[idp.AttributeName].Check("<b>x</b>"); broken == "" {
		t.Error("HTML is taken for a name")
	}
}
