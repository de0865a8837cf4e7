package idp

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Rule is what a platform requires of an attribute's value, or of each element if the value is a set.
type Rule struct {
	Required bool
	Max      int      // maximum length, in characters; 0 means no limit
	Values   []string // the allowed values; empty means any
	Format   Format
	Longest  time.Duration // the value is a duration from 0 to this; 0 means any text
	Kept     bool          // the platform cannot clear the value once it is set
}

// Format is the required format of a value.
type Format int

// The formats. All of them reject an empty value, spaces at either end, and control characters.
const (
	FormatText     Format = iota // any text
	FormatSafeText               // text without HTML tags
	FormatURI                    // an absolute URI, RFC 3986
	FormatOrigin                 // an origin, RFC 6454: scheme, host and port
	FormatID                     // an ID that requests have in their path, see CheckSegment
)

var (
	htmlTag  = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	notInURI = regexp.MustCompile("[^!-~]|[<>\"{}|\\\\^`]") // what RFC 3986, appendix A, has no place for
)

// Check returns what is wrong with a value, as the end of a sentence that begins with the attribute's name, or "" if it is
// valid.
func (r Rule) Check(value string) string {
	switch trimmed := strings.TrimSpace(value); {
	case value == "" && r.Required:
		return "must not be empty"
	case value == "":
		return "must not be empty; leave the attribute out to have none"
	case strings.TrimRight(value, "\r\n") != value:
		return "ends with a line break; remove it with chomp() or trimspace()"
	case trimmed != value:
		return "must not start or end with spaces; trimspace() removes them"
	}
	if i := strings.IndexAny(value, "\r\n"); i >= 0 {
		return fmt.Sprintf("must be a single line, and has a line break at byte %d", i+1)
	}
	if i := strings.IndexFunc(value, unicode.IsControl); i >= 0 {
		return fmt.Sprintf("must not contain control characters, such as the %q at byte %d", value[i], i+1)
	}
	if n := utf8.RuneCountInString(value); r.Max > 0 && n > r.Max {
		return fmt.Sprintf("must be at most %d characters long, and has %d", r.Max, n)
	}
	if len(r.Values) > 0 && !slices.Contains(r.Values, value) {
		return fmt.Sprintf("must be one of %s, not %q", strings.Join(r.Values, ", "), value)
	}
	if d, err := time.ParseDuration(value); r.Longest > 0 && (err != nil || d < 0 || d > r.Longest) {
		return fmt.Sprintf("must be a duration from 0s to %s such as 1.5s, not %q", r.Longest, value)
	}
	return r.Format.check(value)
}

func (f Format) check(value string) string {
	switch f {
	case FormatSafeText:
		if htmlTag.MatchString(value) {
			return "must not contain HTML tags"
		}
	case FormatURI:
		u, err := url.Parse(value)
		if err != nil || !u.IsAbs() || notInURI.MatchString(value) || isWeb(u) && u.Hostname() == "" {
			return fmt.Sprintf("must be an absolute URI such as https://example.com/callback, not %q", value)
		}
	case FormatOrigin:
		u, err := url.Parse(value)
		if err != nil || notInURI.MatchString(value) || u.Host == "" || u.Scheme+"://"+u.Host != value {
			return fmt.Sprintf("must be an origin such as https://example.com, without a path, not %q", value)
		}
	case FormatID:
		return CheckSegment(value)
	case FormatText:
	}
	return ""
}

func isWeb(u *url.URL) bool { return u.Scheme == "https" || u.Scheme == "http" }
