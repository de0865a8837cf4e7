package idp

import (
	"strings"
	"unicode"
)

// CheckSegment returns what is wrong with an ID as one segment of a URL's path, as the end of a sentence that begins with
// what it identifies, or "". Servers and proxies on the way may read some characters as the path's own, escaped or not, and
// the request would be about something else.
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
