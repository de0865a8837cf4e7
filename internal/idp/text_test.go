package idp

import (
	"testing"
)

func TestSameText(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"café", "cafe\u0301", true},
		{"cafe\u0301", "café", true},
		{"café", "cafe", false},
		{"café", "CAFÉ", false},
		{"", "", true},
	} {
		if got := SameText(tc.a, tc.b); got != tc.want {
			t.Errorf("%q and %q: %t", tc.a, tc.b, got)
		}
	}
}
