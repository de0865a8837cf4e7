package transport

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Hide takes secrets out of what a platform wrote, should it quote what was sent, as they are and as JSON writes them. One
// that could be a word, such as "wrong", is only taken out where it is the whole text or stands in quotes: elsewhere it
// would take a word out of the platform's message. Hide has to come before Printable, which may leave a part of a secret
// that is not to be recognized any more.
func Hide(text string, secrets ...idp.Secret) string {
	for _, secret := range secrets {
		text = hide(text, secret.Reveal(), secret.String())
	}
	return text
}

func hide(text, secret, mark string) string {
	if secret == "" { // which is everywhere
		return text
	}
	if strings.TrimSpace(text) == secret {
		return mark
	}
	quoted, _ := json.Marshal(secret) // of text, which has no error
	escaped := string(quoted[1 : len(quoted)-1])
	if distinctive(secret) {
		return strings.NewReplacer(secret, mark, escaped, mark).Replace(text)
	}
	return inQuotes(escaped, mark).Replace(inQuotes(secret, mark).Replace(text))
}

// inQuotes replaces a word in any kind of quotes. A name in JSON stays: who has the password "message" is to see the message.
func inQuotes(word, mark string) *strings.Replacer {
	pairs := []string{`"` + word + `":`, `"` + word + `":`}
	for _, quote := range []string{`"`, `'`, "`", `\"`} {
		pairs = append(pairs, quote+word+quote, quote+mark+quote)
	}
	return strings.NewReplacer(pairs...)
}

// How long a secret has to be, so that it is no word of a message. All that platforms generate are longer.
const (
	distinctiveMixed = 8  // with digits or symbols
	distinctiveAny   = 12 // with letters alone
)

func distinctive(secret string) bool {
	mixed := strings.ContainsFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsSpace(r) })
	length := utf8.RuneCountInString(secret)
	return length >= distinctiveAny || mixed && length >= distinctiveMixed
}
