package transport

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Printable makes any text fit into one line of a log, and does not change a text that fits already.
func FuzzPrintable(f *testing.F) {
	for _, text := range []string{"", " ", "orders", "a\nb\t\x00c", "\xff\xfe", "a\u202eb\u00a0c", strings.Repeat("ü ", 400)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := Printable(text)
		if strings.ContainsFunc(shown, func(r rune) bool { return !unicode.IsPrint(r) }) || !utf8.ValidString(shown) {
			t.Errorf("not printable: %q", shown)
		}
		if n := utf8.RuneCountInString(shown); n > longestText {
			t.Errorf("%d characters", n)
		}
		if again := Printable(shown); again != shown {
			t.Errorf("%q becomes %q", shown, again)
		}
	})
}

// The logged path contains none of the IDs in the path.
func FuzzPathTemplate(f *testing.F) {
	for _, path := range []string{"", "/", "/v1/applications/41", "/zones/z1/applications/7c9e", "//9//"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		for segment := range strings.SplitSeq(pathTemplate(path), "/") {
			if strings.ContainsAny(segment, "0123456789") && !apiVersion.MatchString(segment) {
				t.Errorf("%q is in the template of %q", segment, path)
			}
		}
	})
}
