package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// checkTexts refuses control characters in settings, which usually come from a file or a shell, and the content of a file in
// place of its path. The error does not contain the value.
func (s *settings) checkTexts() error {
	for _, attribute := range s.texts {
		var err error
		switch {
		case strings.HasSuffix(attribute, "_file"):
			err = checkPath(s.text(attribute), s.insteadOf(attribute))
		case !strings.HasSuffix(attribute, "_json"): // may span lines
			err = checkText(s.text(attribute))
		}
		if err != nil {
			return &problem{attribute: attribute, text: fmt.Sprintf("%s %v.", s.both(attribute), err), secret: errors.Is(err, errContent)}
		}
	}
	return nil
}

// insteadOf returns what to do with the content of a file that is set as its path.
func (s *settings) insteadOf(file string) string {
	if content := strings.TrimSuffix(file, "_file") + "_json"; slices.Contains(s.texts, content) {
		return "Use " + s.both(content)
	}
	return "Set the path of the file"
}

var errContent = errors.New("is the content of a file, not its path")

// checkPath refuses the content of a file in place of its path. instead says what to do with it.
func checkPath(name, instead string) error {
	content := func(start string) bool { return strings.Contains(name, start) }
	if strings.HasPrefix(strings.TrimSpace(name), "{") || slices.ContainsFunc([]string{"-----BEGIN ", "AGE-SECRET-KEY-"}, content) {
		return fmt.Errorf("%w. %s", errContent, instead)
	}
	return checkText(name)
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
