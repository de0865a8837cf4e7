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
