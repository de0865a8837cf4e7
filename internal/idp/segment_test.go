package idp

import (
	"testing"
)

func TestCheckSegment_RefusesWhatIsNotOneSegment(t *testing.T) {
	for _, id := range []string{
		"", ".", "..", "a/b", "../x", "%2e%2e", "a%2Fb", "a?b", "a#b", `a\b`, "a b", "a\u00a0b", "a\nb", "a\x00b", "a\u0085b", " a",
	} {
		if CheckSegment(id) == "" {
			t.Errorf("%q is taken", id)
		}
	}
	for _, id := range []string{"311000000000000101", "6b1f0d8e-4c1c-4a55-9a33-0c9d5b0b7f10", "...", "a.b", "zone_1", "orders:api", "é"} {
		if said := CheckSegment(id); said != "" {
			t.Errorf("%q %s", id, said)
		}
	}
}
