package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// The old secret may be invalid only if an attempt got no response that says otherwise.
func TestRotate_Fails_SaysIfOldSecretIsValid(t *testing.T) {
	forbidden := failure(403, 7, "AUTH-5mWD2", "No matching permissions found")
	many := failure(429, 8, "QUOTA-vjAy8", "Quota.Access.Exhausted")
	for name, tc := range map[string]struct {
		answers []http.HandlerFunc
		kind    idp.Kind
		ended   bool
		hint    string // text of the hint
	}{
		"gone":                       {only(failure(404, 5, "COMMAND-2g66f", "Application doesn't exist")), idp.ErrUnexpected, false, hintGone},
		"no role":                    {only(forbidden), idp.ErrForbidden, false, hintRole},
		"too many requests":          {only(many), idp.ErrRateLimited, false, hintQuota},
		"parallel writes":            {only(reply(500, string(testdata(t, "error_unique_violation.json")))), idp.ErrUnavailable, false, hintParallel},
		"no database":                {only(reply(500, string(testdata(t, "error_database.json")))), idp.ErrUnavailable, false, hintDown},
		"lost":                       {only(lost), idp.ErrAmbiguous, true, ""},
		"a proxy's error":            {only(page(502)), idp.ErrAmbiguous, true, ""},
		"no secret":                  {only(reply(200, `{}`)), idp.ErrAmbiguous, true, ""},
		"a page":                     {only(page(200)), idp.ErrAmbiguous, true, hintEndpoint},
		"lost, then too many":        {only(lost, many), idp.ErrAmbiguous, true, hintQuota},
		"lost, then no role":         {only(lost, forbidden), idp.ErrAmbiguous, true, hintRole},
		"an error, then no database": {only(page(502), reply(500, string(testdata(t, "error_database.json")))), idp.ErrAmbiguous, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callSecret: tc.answers})
			app, err := f.platform(t).Rotate(t.Context(), existing())
			e := refusalOf(t, err, tc.kind)
			if ended := strings.Contains(e.Outcome, "may already be invalid"); ended != tc.ended || !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("the hint is %q", e.Hint)
			}
			if app.ClientSecret != existing().ClientSecret {
				t.Error("the application has another secret")
			}
		})
	}
}

func TestRotate_NothingSent_KeepsOldSecretValid(t *testing.T) {
	f := serve(t, routes{})
	p := f.platform(t)
	f.Close()
	_, err := p.Rotate(t.Context(), existing())
	if e := refusalOf(t, err, idp.ErrUnavailable); strings.Contains(e.Hint, "ended") {
		t.Errorf("the hint is %q", e.Hint)
	}
}
