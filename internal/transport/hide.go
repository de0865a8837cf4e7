package transport

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Hide replaces secrets in a platform's text, in case it quotes what was sent. It replaces them in plain and in JSON-escaped
// form. A secret that could be a word, such as "wrong", is only replaced if it is the whole text or in quotes; elsewhere it
// could be a word of the message. Call Hide before Printable, which could cut a secret so that it is not recognized.
func Hide(text string, secrets ...idp.Secret) string {
	for _, secret := range secrets {
		text = hide(text, secret.Reveal(), secret.String())
	}
	return text
}

func hide(text, secret, mark string) string {
	if secret == "" { // contained in every text
		return text
	}
	if strings.TrimSpace(text) == secret {
		return mark
	}
	quoted, _ := json.Marshal(secret) // a string never fails
	escaped := string(quoted[1 : len(quoted)-1])
	if distinctive(secret) {
		return strings.NewReplacer(secret, mark, escaped, mark).Replace(text)
	}
	return inQuotes(escaped, mark).Replace(inQuotes(secret, mark).Replace(text))
}

// inQuotes replaces a word in any kind of quotes, but not a JSON field name: if the password is "message", the field of that
// name must stay.
func inQuotes(word, mark string) *strings.Replacer {
	pairs := []string{`"` + word + `":`, `"` + word + `":`}
	for _, quote := range []string{`"`, `'`, "`", `\"`} {
		pairs = append(pairs, quote+word+quote, quote+mark+quote)
	}
	return strings.NewReplacer(pairs...)
}

// The minimum length of a secret that cannot be a word of a message. All generated secrets are longer.
const (
	distinctiveMixed = 6  // with digits or symbols
	distinctiveAny   = 12 // with letters only
)

func distinctive(secret string) bool {
	mixed := strings.ContainsFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsSpace(r) })
	length := utf8.RuneCountInString(secret)
	return length >= distinctiveAny || mixed && length >= distinctiveMixed
}
