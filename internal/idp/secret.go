package idp

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "(redacted)"

// Secret is text that must never be printed by accident: all usual ways to print it show a placeholder. Reveal returns the
// text for sending or storing it.
//
// Three ways remain because they call no method: an unexported field of a struct under %v, the verbs %p and %w (go vet
// reports them), and a map key in JSON.
type Secret string

// Reveal returns the secret in plain text.
func (s Secret) Reveal() string { return string(s) }

// Format implements fmt.Formatter. It covers all verbs, including those that do not call String, such as %d.
func (Secret) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, redacted) }

// String implements fmt.Stringer.
func (Secret) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return redacted }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, which encoding/json uses.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
