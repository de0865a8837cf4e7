package provider

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// checkTexts refuses control characters in settings, which usually come from a file or a shell. The error does not contain
// the value.
func (s *settings) checkTexts() error {
	for _, attribute := range s.texts {
		if strings.HasSuffix(attribute, "_json") {
			continue // may span lines
		}
		if err := checkText(s.text(attribute)); err != nil {
			return &problem{attribute: attribute, text: fmt.Sprintf("%s %v.", s.both(attribute), err)}
		}
	}
	return nil
}

// checkText refuses line breaks and other control characters. The error text follows the name of the setting.
func checkText(value string) error {
	switch {
	case strings.TrimRight(value, "\r\n") != value:
		return errors.New(`ends with a line break. Remove it: with trimspace() or chomp() in the configuration, with tr -d '\r\n' in a shell`)
	case strings.ContainsFunc(value, unicode.IsControl):
		return errors.New("contains a line break or another control character. Remove it")
	}
	return nil
}

// checkHost refuses host names outside ASCII. Two of them can look alike, so users must write the name that DNS uses.
func checkHost(host string) error {
	if !strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return nil
	}
	name, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return errors.New("contains a host name outside ASCII that is not valid. Write it in its xn-- form")
	}
	return fmt.Errorf("contains a host name outside ASCII. Write it as %s", name)
}
