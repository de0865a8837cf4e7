package idp

import (
	"strings"
	"unicode"
)

// CheckSegment returns what is wrong with an ID as one segment of a URL path, as the end of a sentence that begins with the
// attribute's name, or "" if it is valid. Servers and proxies can interpret some characters as part of the path, escaped or
// not, and the request would then address another object.
func CheckSegment(id string) string {
	switch {
	case id == "":
		return "must not be empty"
	case id == "." || id == "..":
		return `must not be "." or ".."`
	case strings.ContainsAny(id, `/\%?#`):
		return `must not contain any of / \ % ? #`
	case strings.ContainsFunc(id, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return "must not contain spaces or control characters"
	}
	return ""
}
