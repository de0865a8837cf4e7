package lerian

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func refusalOf(t *testing.T, status int, kind, body string) *idp.Error {
	t.Helper()
	rec := httptest.NewRecorder()
	rec.Header().Set("Content-Type", kind)
	rec.WriteHeader(status)
	resp := rec.Result()
	resp.Request = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/applications", nil)
	defer func() { _ = resp.Body.Close() }()
	return refusal(resp, []byte(body))
}

func TestErrors_EveryEnvelope_IsParsed(t *testing.T) {
	tests := map[string]struct {
		status     int
		kind, body string
		want       idp.Error
	}{
		"classic": {
			400, jsonType, `{"code":"IDE-0007","title":"Bad Request","message":"not JSON","extra":{"a":[1]}}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0007", Message: "not JSON"},
		},
		"classic, title alone": {
			500, jsonType, `{"code":"IDE-0006","title":"Internal Server Error"}`,
			idp.Error{Kind: idp.ErrAmbiguous, Code: "IDE-0006", Message: "Internal Server Error"},
		},
		"classic, as text": {
			400, textType, `{"code":"IDE-0012","message":"no such name"}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0012", Message: "no such name", Attribute: idp.AttributeName},
		},
		"fields": {
			400, jsonType, `{"code":"IDE-0001","message":"missing","fields":{"description":"is required"}}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0001", Message: "missing", Attribute: idp.AttributeDescription},
		},
		"fields, several": {
			400, jsonType, `{"code":"IDE-0001","message":"missing","fields":{"description":"x","name":"x","zone":"x"}}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0001", Message: "missing", Attribute: idp.AttributeName},
		},
		"fields, unknown": {
			400, jsonType, `{"code":"IDE-0004","message":"unexpected","fields":{"zone":"x"}}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0004", Message: "unexpected"},
		},
		"fields, of another shape": {
			400, jsonType, `{"fields":{"name":["too long"]},"code":"IDE-0002","message":"wrong type"}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0002", Message: "wrong type", Attribute: idp.AttributeName},
		},
		"fields, a list": {
			400, jsonType, `{"fields":["name"],"code":"IDE-0002","message":"wrong type"}`,
			idp.Error{Kind: idp.ErrInvalid, Code: "IDE-0002", Message: "wrong type"},
		},
		"problem details": {
			503, problemType, `{"type":"https://errors.lerian.studio/v1/IDE-0066","title":"Service Unavailable","status":503,"detail":"backend down"}`,
			idp.Error{Kind: idp.ErrUnavailable, Code: "IDE-0066", Message: "backend down"},
		},
		"problem details with a code": {
			401, problemType, `{"type":"about:blank","code":"AUT-0007","title":"Invalid Token"}`,
			idp.Error{Kind: idp.ErrUnauthenticated, Code: "AUT-0007", Message: "Invalid Token"},
		},
		"problem details without one": {
			403, problemType, `{"type":"about:blank","title":"Forbidden","status":"403"}`,
			idp.Error{Kind: idp.ErrForbidden, Message: "Forbidden"},
		},
		"numeric code": {
			429, jsonType, `{"code":429,"title":"rate_limit_exceeded","message":"rate limit exceeded"}`,
			idp.Error{Kind: idp.ErrRateLimited, Code: "429", Message: "rate limit exceeded"},
		},
		"code of another type": {
			400, jsonType, `{"code":{"a":1},"message":"bad"}`,
			idp.Error{Kind: idp.ErrInvalid, Message: "bad"},
		},
		"code null": {
			400, jsonType, `{"code":null,"message":null,"title":"bad"}`,
			idp.Error{Kind: idp.ErrInvalid, Message: "bad"},
		},
		"text": {
			401, textType, "Missing Token\n",
			idp.Error{Kind: idp.ErrUnauthenticated, Message: "Missing Token"},
		},
		"text of many lines": {
			403, textType, "Forbidden\nX-Debug: hunter2",
			idp.Error{Kind: idp.ErrForbidden, Message: "Forbidden"},
		},
		"text that is a page": {
			403, textType, page,
			idp.Error{Kind: idp.ErrForbidden},
		},
		"text that is half an object": {
			400, textType, `{"clientSecret":"hunter2"`,
			idp.Error{Kind: idp.ErrInvalid},
		},
		"page": {
			502, "text/html; charset=utf-8", page,
			idp.Error{Kind: idp.ErrAmbiguous, Message: "got a web page instead of an API response", Hint: "Check the endpoint. If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY."},
		},
		"JSON that is no object":   {400, jsonType, `["hunter2"]`, idp.Error{Kind: idp.ErrInvalid}},
		"JSON that is half":        {400, jsonType, `{"message":"hunter2`, idp.Error{Kind: idp.ErrInvalid}},
		"an application":           {500, jsonType, createdBody, idp.Error{Kind: idp.ErrAmbiguous}},
		"bytes of an unknown kind": {500, "application/octet-stream", "hunter2", idp.Error{Kind: idp.ErrAmbiguous}},
		"empty":                    {404, "", "", idp.Error{Kind: idp.ErrUnexpected}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.want.Status = tc.status
			if got := refusalOf(t, tc.status, tc.kind, tc.body); *got != tc.want {
				t.Errorf("got  %#v\nwant %#v", *got, tc.want)
			}
		})
	}
}

func TestMessageFitsOneLineOfALog(t *testing.T) {
	long := refusalOf(t, 400, jsonType, `{"message":"`+strings.Repeat("é", 1000)+`"}`)
	if n := utf8.RuneCountInString(long.Message); n > 300+1 || !strings.HasSuffix(long.Message, "…") {
		t.Errorf("the message has %d characters", n)
	}
	odd := refusalOf(t, 400, jsonType, `{"message":"one\n\u001b[31mtwo\u0000\u202e three\t"}`)
	if odd.Message != "one [31mtwo three" {
		t.Errorf("the message is %q", odd.Message)
	}
	code := refusalOf(t, 400, jsonType, `{"code":"IDE\n-0001","message":"x"}`)
	if code.Code != "" {
		t.Errorf("the code is %q", code.Code)
	}
}
