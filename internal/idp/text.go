package idp

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// SameText reports whether two texts are equal in Unicode normalization form C.
func SameText(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// SameTextFold reports whether two texts are equal in Unicode normalization form C, ignoring case.
func SameTextFold(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}
