package idp

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// SameText reports whether two texts are equal in Unicode normalization form C.
func SameText(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// InForm returns known if text differs from it only in its normalization form, and text otherwise. Platforms and editors can
// normalize a text.
func InForm(text, known string) string {
	if SameText(text, known) {
		return known
	}
	return text
}

// SameTextFold reports whether two texts are equal in Unicode normalization form C, ignoring case.
func SameTextFold(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}

// HasTextPrefix reports whether a text starts with a prefix in Unicode normalization form C.
func HasTextPrefix(text, prefix string) bool {
	return strings.HasPrefix(norm.NFC.String(text), norm.NFC.String(prefix))
}

// HasOneForm reports whether a text is the same in Unicode normalization forms C and D.
func HasOneForm(text string) bool {
	return norm.NFC.IsNormalString(text) && norm.NFD.IsNormalString(text)
}
