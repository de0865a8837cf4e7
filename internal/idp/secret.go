package idp

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "(redacted)"

// Secret is text that must never be printed by accident: each of the usual ways to print it shows a placeholder.
// Reveal gives the text to whoever has to send or store it.
//
// Three ways remain that call no method: a struct's unexported field under %v, the verbs %p and %w (go vet objects), and
// a map's key in JSON.
type Secret string

// Reveal returns the text itself.
func (s Secret) Reveal() string { return string(s) }

// Format serves all verbs, also those that do not call String, such as %d.
func (Secret) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, redacted) }

// String, and the methods below, show the placeholder.
func (Secret) String() string { return redacted }

// GoString is for %#v.
func (Secret) GoString() string { return redacted }

// LogValue is for structured logs.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText is for JSON and its like.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
