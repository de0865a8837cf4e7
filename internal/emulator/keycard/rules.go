package keycard

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rule returns what is wrong with a text, or "".
type rule func(text string) string

func firstBroken(text string, rules []rule) string {
	for _, r := range rules {
		if broken := r(text); broken != "" {
			return broken
		}
	}
	return ""
}

// length returns a rule for the length in characters.
func length(least, most int) rule {
	return func(text string) string {
		switch n := utf8.RuneCountInString(text); {
		case n < least:
			return fmt.Sprintf("must have at least %d character(s)", least)
		case n > most:
			return fmt.Sprintf("must have at most %d characters", most)
		}
		return ""
	}
}

func oneOf(values []string) rule {
	return func(text string) string {
		if slices.Contains(values, text) {
			return ""
		}
		return "must be one of " + strings.Join(values, ", ")
	}
}

var htmlTag = regexp.MustCompile(`<[/!]?[A-Za-z][^>]*>|<!--`)

// safe implements the rule that the service calls "safe-text".
func safe(text string) string {
	switch {
	case strings.ContainsFunc(text, unicode.IsControl):
		return "must not contain control characters"
	case htmlTag.MatchString(text):
		return "must not contain HTML tags"
	}
	return ""
}

// uri checks that a text is an absolute URI (RFC 3986).
func uri(text string) string {
	const broken = "must be an absolute URI"
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"{}|\\^`", r) }) {
		return broken
	}
	parsed, err := url.Parse(text)
	if err != nil || !parsed.IsAbs() || parsed.Opaque+parsed.Host+parsed.Path == "" {
		return broken
	}
	if (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Host == "" {
		return broken
	}
	return ""
}
