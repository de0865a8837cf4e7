package zitadel

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// The values of the control interface have the types that JSON decodes to, or Go's. Each function checks a value and stores
// it.

func takeText(value any, into *string) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("a text is wanted, not %T", value)
	}
	*into = text
	return nil
}

func takeName(value any, into *string) error {
	var name string
	if err := takeText(value, &name); err != nil {
		return err
	}
	if !validLength(name) {
		return errors.New("a name has 1 to 200 characters")
	}
	*into = name
	return nil
}

func takeSecret(value any, into *string) error {
	if value == "" {
		return errors.New("a secret is not empty")
	}
	return takeText(value, into)
}

func takeFlag(value any, into *bool) error {
	flag, ok := value.(bool)
	if !ok {
		return fmt.Errorf("true or false is wanted, not %T", value)
	}
	*into = flag
	return nil
}

// takeTexts accepts nil for an empty list.
func takeTexts(value any, into *[]string) error {
	switch list := value.(type) {
	case nil:
		*into = nil
	case []string:
		*into = slices.Clone(list)
	case []any:
		texts := make([]string, len(list))
		for i, item := range list {
			if err := takeText(item, &texts[i]); err != nil {
				return err
			}
		}
		*into = texts
	default:
		return fmt.Errorf("a list of texts is wanted, not %T", value)
	}
	return nil
}

// takeEnum stores the enum number of a value's name.
func takeEnum(value any, words []string, into *int) error {
	var text string
	if err := takeText(value, &text); err != nil {
		return err
	}
	number := slices.Index(words, text)
	if number < 0 {
		return fmt.Errorf("it is one of %q", words)
	}
	*into = number
	return nil
}

func takeEnums(value any, words []string, into *[]int) error {
	var texts []string
	if err := takeTexts(value, &texts); err != nil {
		return err
	}
	numbers := make([]int, len(texts))
	for i, text := range texts {
		if err := takeEnum(text, words, &numbers[i]); err != nil {
			return err
		}
	}
	*into = numbers
	return nil
}

func takeDuration(value any, into *time.Duration) error {
	var text string
	if err := takeText(value, &text); err != nil {
		return err
	}
	duration, err := time.ParseDuration(text)
	if err != nil {
		return err
	}
	*into = duration
	return nil
}
