package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestErrors_Refusals_HaveHints(t *testing.T) {
	stored := func(status int, name string) http.HandlerFunc {
		return reply(status, string(testdata(t, name)))
	}
	tests := map[string]struct {
		answer    http.HandlerFunc
		kind      idp.Kind
		code      string
		attribute idp.Attribute
		message   string // a part of the message
		hint      string // a part of the hint
	}{
		"gone":                     {failure(404, 5, codeNoApp, "Errors.App.NotExisting"), idp.ErrNotFound, codeNoApp, "", "Errors.App.NotExisting", "zitadel.project_id"},
		"gone in the newer form":   {stored(404, "error_v2.json"), idp.ErrNotFound, codeNoApp, "", "Errors.App.NotExisting", ""},
		"gone without details":     {reply(404, `{"code":5,"message":"Errors.App.NotExisting (QUERY-pCP8P)"}`), idp.ErrNotFound, codeNoApp, "", "", ""},
		"no role":                  {failure(404, 5, codeNoMembership, "membership not found"), idp.ErrForbidden, codeNoMembership, "", "membership", "PROJECT_OWNER"},
		"another organization":     {failure(404, 5, codeForeignApp, "Application not found"), idp.ErrInvalid, codeForeignApp, idp.AttributeOrganizationID, "", "zitadel.organization_id"},
		"wrong host":               {stored(404, "error_instance.json"), idp.ErrUnexpected, "", "", "Instance not found", "ZITADEL_ENDPOINT"},
		"wrong path":               {reply(404, `{"code":5, "message":"Not Found"}`), idp.ErrUnexpected, "", "", "Not Found", "ZITADEL_ENDPOINT"},
		"text 404":                 {body(404, "text/plain", "404 page not found"), idp.ErrUnexpected, "", "", "", "ZITADEL_ENDPOINT"},
		"empty 404":                {body(404, "", ""), idp.ErrUnexpected, "", "", "", "ZITADEL_ENDPOINT"},
		"page 404":                 {page(404), idp.ErrUnexpected, "", "", "web page", "proxy"},
		"null":                     {reply(404, `null`), idp.ErrUnexpected, "", "", "", "ZITADEL_ENDPOINT"},
		"a list":                   {reply(404, `[1]`), idp.ErrUnexpected, "", "", "", "ZITADEL_ENDPOINT"},
		"odd types":                {reply(404, `{"code":{},"message":5,"details":"x"}`), idp.ErrUnexpected, "", "", "", ""},
		"odd details":              {reply(404, `{"message":"Errors.App.NotExisting (QUERY-pCP8P)","details":"x"}`), idp.ErrNotFound, codeNoApp, "", "", ""},
		"cut short":                {reply(404, `{"code":5,"message":"Errors.App.Not`), idp.ErrUnexpected, "", "", "", ""},
		"wrong verb":               {reply(405, `{"code":12, "message":"Method Not Allowed"}`), idp.ErrUnexpected, "", "", "Method Not Allowed", ""},
		"no permission":            {failure(403, 7, "AUTH-3jknH", "No matching permissions found"), idp.ErrForbidden, "AUTH-3jknH", "", "", "PROJECT_OWNER"},
		"unknown organization":     {failure(403, 7, codeNoOrganization, "Organisation doesn't exist"), idp.ErrInvalid, codeNoOrganization, idp.AttributeOrganizationID, "", "ZITADEL_ORGANIZATION_ID"},
		"token refused":            {failure(401, 16, "AUTH-7fs1e", "Errors.Token.Invalid"), idp.ErrUnauthenticated, "AUTH-7fs1e", "", "Errors.Token.Invalid", "zitadel.access_token (ZITADEL_ACCESS_TOKEN)"},
		"token refused, by a 500":  {reply(500, `{"code":2,"message":"rpc error: code = Unauthenticated desc = auth header missing"}`), idp.ErrUnauthenticated, "", "", "auth header missing", "ZITADEL_ACCESS_TOKEN"},
		"invalid, by a 500":        {reply(500, `{"code":2,"message":"rpc error: code = InvalidArgument desc = invalid AddAPIAppRequest.Name: value length must be between 1 and 200 runes, inclusive"}`), idp.ErrInvalid, "", idp.AttributeName, "value length", ""},
		"another quoted code":      {reply(500, `{"code":2,"message":"rpc error: code = Internal desc = oops"}`), idp.ErrUnavailable, "", "", "oops", ""},
		"unknown error":            {reply(500, `{"code":2,"message":"oops"}`), idp.ErrUnavailable, "", "", "oops", ""},
		"invalid name":             {reply(400, `{"code":3, "message":"invalid UpdateAppRequest.Name: value length must be between 1 and 200 runes, inclusive"}`), idp.ErrInvalid, "", idp.AttributeName, "value length", ""},
		"invalid field unknown":    {reply(400, `{"code":3, "message":"invalid GetAppByIDRequest.AppId: value length must be between 1 and 200 runes, inclusive"}`), idp.ErrInvalid, "", "", "AppId", ""},
		"no project":               {failure(400, 9, codeNoProject, "Project not found"), idp.ErrInvalid, codeNoProject, idp.AttributeProjectID, "Project not found", "zitadel.organization_id"},
		"no project, older":        {failure(400, 9, codeNoProjectV2, "Project not found"), idp.ErrInvalid, codeNoProjectV2, idp.AttributeProjectID, "", "zitadel.project_id"},
		"gone before the write":    {failure(404, 5, "COMMAND-28di9", "Application doesn't exist"), idp.ErrUnexpected, "COMMAND-28di9", "", "", "terraform plan"},
		"not an API application":   {failure(400, 3, "COMMAND-Gnwt3", "Application is not type API"), idp.ErrInvalid, "COMMAND-Gnwt3", "", "", "not an API application"},
		"name taken":               {failure(409, 6, "V3-DKcYh", "Application already exists"), idp.ErrAlreadyExists, "V3-DKcYh", idp.AttributeName, "", "another name"},
		"name taken, other id":     {failure(409, 6, "V4-abcde", "Application already exists"), idp.ErrAlreadyExists, "V4-abcde", idp.AttributeName, "", "another name"},
		"parallel write":           {stored(500, "error_unique_violation.json"), idp.ErrUnavailable, "", "", "SQLSTATE 23505", "-parallelism"},
		"text not stored":          {reply(500, `{"code":2,"message":"ERROR: unsupported Unicode escape sequence (SQLSTATE 22P05) ()"}`), idp.ErrInvalid, "", idp.AttributeName, "22P05", "control character"},
		"name taken, in words":     {reply(409, `{"code":"already_exists","message":"Application already exists (V4-abcde)"}`), idp.ErrAlreadyExists, "V4-abcde", idp.AttributeName, "", "another name"},
		"database away":            {stored(500, "error_database.json"), idp.ErrUnavailable, "", "", "unable to set instance", "not ready"},
		"server restarting":        {reply(503, `{"code":14, "message":"connection error: desc = \"transport: error while dialing\""}`), idp.ErrUnavailable, "", "", "connection error", ""},
		"quota":                    {failure(429, 8, codeQuota, "Quota.Access.Exhausted"), idp.ErrRateLimited, codeQuota, "", "", "quota"},
		"too fast, at the edge":    {body(429, "text/plain", "slow down"), idp.ErrRateLimited, "", "", "", "-parallelism"},
		"proxy error":              {page(502), idp.ErrUnavailable, "", "", "web page", "proxy"},
		"redirect":                 {body(307, "", ""), idp.ErrUnexpected, "", "", "", "redirect"},
		"control characters, long": {reply(400, `{"code":3,"message":"a\u001b[31m\nb`+strings.Repeat("é", 400)+`"}`), idp.ErrInvalid, "", "", "a [31m b" + strings.Repeat("é", 290), ""},
		"200 with a page":          {page(200), idp.ErrUnexpected, "", "", "cannot be read", "ZITADEL_ENDPOINT"},
		"200 with half a body":     {reply(200, `{"app":{"id":"3110`), idp.ErrUnexpected, "", "", "cannot be read", ""},
		"200 with nothing":         {reply(200, ``), idp.ErrUnexpected, "", "", "cannot be read", ""},
		"200 about another":        {reply(200, `{"app":{"id":"2"}}`), idp.ErrUnexpected, "", "", "not about this application", ""},
		"200 without an object":    {reply(200, `{}`), idp.ErrUnexpected, "", "", "not about this application", ""},
		"connection cut":           {cut, idp.ErrUnavailable, "", "", "no response", "network"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: only(tc.answer), callChanges: only(reply(200, `{}`))})
			_, err := f.platform(t).Get(t.Context(), existing())
			e := refusalOf(t, err, tc.kind)
			if e.Code != tc.code || e.Attribute != tc.attribute {
				t.Errorf("got code %q, attribute %q; want %q, %q", e.Code, e.Attribute, tc.code, tc.attribute)
			}
			if !strings.Contains(e.Message, tc.message) || !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("got message %q, hint %q; want %q, %q in them", e.Message, e.Hint, tc.message, tc.hint)
			}
			if len([]rune(e.Message)) > 300+1 || strings.Contains(e.Message, "\x1b") {
				t.Errorf("the message is not fit to print: %q", e.Message)
			}
			if e.Status/100 > 2 && e.RequestID != "request-1" {
				t.Errorf("got request ID %q", e.RequestID)
			}
		})
	}
}

func TestMessageDoesNotRepeatTheCode(t *testing.T) {
	f := serve(t, routes{callGet: only(failure(404, 5, codeNoApp, "Errors.App.NotExisting")), callChanges: only(reply(200, `{}`))})
	_, err := f.platform(t).Get(t.Context(), existing())
	if got, want := err.Error(), "not found: QUERY-pCP8P: Errors.App.NotExisting"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
