package transport

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestQuotedSecretIsHidden(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"as it is":        {`no "a  b<c>\d" here, a  b<c>\d`, `no "(redacted)" here, (redacted)`},
		"in JSON":         {`{"message":"a  b\u003cc\u003e\\d is wrong"}`, `{"message":"(redacted) is wrong"}`},
		"another's":       {"other", "(redacted)"},
		"none":            {"a b is wrong", "a b is wrong"},
		"nothing to hide": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Hide(c.text, `a  b<c>\d`, "", idp.Secret("other")); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The password "wrong" made "the password is (redacted)" of what a platform said.
func TestHide_SecretThatCouldBeAWord_LeavesMessagesWhole(t *testing.T) {
	for _, c := range []struct{ secret, text, want string }{
		{"wrong", "the password is wrong", "the password is wrong"},
		{"password", "the password is wrong", "the password is wrong"},
		{"wrong", `{"message":"the password is wrong"}`, `{"message":"the password is wrong"}`},
		{"message", `{"message":"the password is wrong"}`, `{"message":"the password is wrong"}`},
		{"the user", "the user is unknown", "the user is unknown"},
		{"wrong", "wrong", "(redacted)"},
		{"wrong", " wrong\n", "(redacted)"},
		{"wrong", `{"title":"wrong","code":7}`, `{"title":"(redacted)","code":7}`},
		{"hunter2", `the password "hunter2" is wrong, 'hunter2' too`, `the password "(redacted)" is wrong, '(redacted)' too`},
		{"hunter2", `{"message":"the password \"hunter2\" is wrong"}`, `{"message":"the password \"(redacted)\" is wrong"}`},
		{"a<b", `{"title":"a\u003cb"}`, `{"title":"(redacted)"}`},
	} {
		if got := Hide(c.text, idp.Secret(c.secret)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.secret, got, c.want)
		}
	}
}

func TestHide_DistinctiveSecret_IsHiddenAnywhere(t *testing.T) {
	for _, secret := range []string{
		"hunter22", "p@ssword", "correcthorse", "correct horse battery",
		"VdnDOVYQfFZDzFyAxxOVQZuRMVsADcNXTYCvFpxQvDZVBvuYMrwRCWwEbRiBSBYQ", // as ZITADEL makes them
		"f3a9c1d2e4b5a6978877665544332211",
	} {
		if got := Hide("no access with "+secret+".", idp.Secret(secret)); got != "no access with (redacted)." {
			t.Errorf("got %s", got)
		}
	}
}
