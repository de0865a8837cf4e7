package keycard

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"
)

const (
	clientIDLength = 21
	secretLength   = 64
	maxSlug        = 63
)

// newID returns an ID: 26 lowercase letters and digits.
func newID() string { return strings.ToLower(rand.Text()) }

// randomText returns n random letters and digits.
func randomText(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	text := make([]byte, 0, n)
	var pool [64]byte
	for len(text) < n {
		_, _ = rand.Read(pool[:]) // never fails; see crypto/rand
		for _, b := range pool {
			// Bytes from 248 on would make the first letters more likely.
			if b < 248 && len(text) < n {
				text = append(text, alphabet[b%62])
			}
		}
	}
	return string(text)
}

// stamp formats a time as the API does: RFC 3339 with milliseconds, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// slugOf returns the name as words of lowercase letters and digits, joined by hyphens.
func slugOf(name, fallback string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return fallback
	}
	return cut(strings.Join(words, "-"), maxSlug)
}

// suffixed returns slug-n, cut so that it remains a valid slug.
func suffixed(slug string, n int) string {
	suffix := fmt.Sprintf("-%d", n)
	return cut(slug, maxSlug-len(suffix)) + suffix
}

func cut(slug string, length int) string {
	return strings.TrimRight(slug[:min(len(slug), length)], "-")
}
