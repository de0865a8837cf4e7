package idp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"text/template"
)

const canary Secret = "c4n4ry"

// forms are encodings of the canary: under %s, %x, %X and in base64.
var forms = []string{"c4n4ry", "63346e347279", "63346E347279", "YzRuNHJ5"}

// hidden checks that a text contains the placeholder and not the canary.
func hidden(t *testing.T, text string) {
	t.Helper()
	for _, form := range forms {
		if strings.Contains(text, form) {
			t.Errorf("%s is in %s", form, text)
		}
	}
	if !strings.Contains(text, "redacted") {
		t.Errorf("no placeholder in %s", text)
	}
}

func TestSecretIsNotPrinted(t *testing.T) {
	type embedding struct{ Secret }
	type holder struct {
		ID     int
		Secret Secret
		List   []Secret
		Ref    *Secret
	}
	ref := canary
	values := map[string]any{
		"itself":      canary,
		"pointer":     &ref,
		"embedded":    embedding{canary},
		"application": Application{ClientSecret: canary},
		"change":      &Change{Before: Application{ClientSecret: canary}},
		"struct":      holder{1, canary, []Secret{canary}, nil},
		"list":        []Secret{canary},
		"map":         map[string]Secret{"secret": canary},
		"map key":     map[Secret]string{canary: "secret"},
		"any":         []any{canary},
	}
	formats := strings.Fields("%v %+v %#v %s %q %+q %#q %x %X %#x %d %t %b %o %c %U %e %f %g %08d %20s %-20s %.3s surplus")
	for name, value := range values {
		for _, format := range formats {
			t.Run(name+" "+format, func(t *testing.T) {
				hidden(t, fmt.Sprintf(format, value))
			})
		}
	}
}

func TestSecretIsNotPrintedWithoutAVerb(t *testing.T) {
	hidden(t, fmt.Sprint(canary))
	hidden(t, fmt.Sprintln("secret:", canary))
	hidden(t, "secret: "+canary.String())
	hidden(t, canary.GoString())
	hidden(t, fmt.Errorf("login with %v: %w", canary, errors.New("refused")).Error())
}

func TestSecretIsNotEncoded(t *testing.T) {
	value := struct {
		Secret Secret
		List   []Secret
		Map    map[string]Secret
		Any    any
	}{canary, []Secret{canary}, map[string]Secret{"a": canary}, canary}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	hidden(t, string(text))
	var output bytes.Buffer
	if err := template.Must(template.New("").Parse("{{.}} {{.Secret}} {{printf `%d` .Secret}}")).Execute(&output, value); err != nil {
		t.Fatal(err)
	}
	hidden(t, output.String())
}

func TestSecretIsNotLogged(t *testing.T) {
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			var output bytes.Buffer
			logger := slog.New(handler(&output))
			logger.Info("login", "secret", canary)
			hidden(t, output.String())
			output.Reset()
			logger.With("application", Application{ClientSecret: canary}).Info("created", slog.Group("g", "secret", canary))
			hidden(t, output.String())
		})
	}
}

func TestHandlerOfALogDoesNotGetTheSecret(t *testing.T) {
	if got := slog.AnyValue(canary).Resolve().Any(); got != any(redacted) {
		t.Errorf("got %T", got)
	}
}

func TestSecretIsRevealedOnRequest(t *testing.T) {
	if canary.Reveal() != "c4n4ry" {
		t.Errorf("got %s", canary.Reveal())
	}
}
