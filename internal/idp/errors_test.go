package idp

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestError_Message_ContainsKindAndPlatformMessage(t *testing.T) {
	for want, e := range map[string]*Error{
		"forbidden":                                   {Kind: ErrForbidden, Hint: "Ask for more.", Status: 403, RequestID: "7"},
		"already exists: COMMAND-2m8vx":               {Kind: ErrAlreadyExists, Code: "COMMAND-2m8vx"},
		"invalid: too long":                           {Kind: ErrInvalid, Message: "too long"},
		"invalid: IDE-0012: no such product":          {Kind: ErrInvalid, Code: "IDE-0012", Message: "no such product"},
		"outcome not known: unexpected EOF":           {Kind: ErrAmbiguous, Cause: io.ErrUnexpectedEOF},
		"unexpected response: 7: odd: unexpected EOF": {Kind: ErrUnexpected, Code: "7", Message: "odd", Cause: io.ErrUnexpectedEOF},
		"not found: APP-1: nothing here: no more: 4":  {Kind: ErrNotFound, Code: "APP-1", Message: "nothing here", Cause: errors.New("no more: 4")},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestError_Wrapped_MatchesKindAndCause(t *testing.T) {
	kinds := []Kind{
		ErrNotFound, ErrAlreadyExists, ErrInvalid, ErrUnauthenticated, ErrForbidden, ErrRateLimited,
		ErrUnavailable, ErrAmbiguous, ErrUnexpected,
	}
	for _, kind := range kinds {
		for name, err := range map[string]error{
			"bare": &Error{Kind: kind}, "with a cause": &Error{Kind: kind, Cause: io.EOF},
			"wrapped": fmt.Errorf("reading orders-api: %w", &Error{Kind: kind, Cause: fmt.Errorf("body: %w", io.EOF)}),
		} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				for _, other := range kinds {
					if errors.Is(err, other) != (other == kind) {
						t.Errorf("is %q: %v", other, errors.Is(err, other))
					}
				}
				if errors.Is(err, io.EOF) != (name != "bare") {
					t.Errorf("is its cause: %v", errors.Is(err, io.EOF))
				}
				if e, ok := errors.AsType[*Error](err); !ok || e.Kind != kind {
					t.Errorf("as *Error: %v", e)
				}
				if k, ok := errors.AsType[Kind](err); !ok || k != kind {
					t.Errorf("as Kind: %v", k)
				}
			})
		}
	}
}

func TestWithHint_DoesNotChangeSharedError(t *testing.T) {
	shared := &Error{Kind: ErrUnauthenticated, Code: "AUT-1002", Hint: "Check the password."}
	advised, ok := errors.AsType[*Error](WithHint(fmt.Errorf("create: %w", shared), "Log in first."))
	if !ok || advised.Kind != ErrUnauthenticated || advised.Code != "AUT-1002" || advised.Hint != "Log in first." {
		t.Errorf("got %v", advised)
	}
	if shared.Hint != "Check the password." {
		t.Errorf("the shared error now says %q", shared.Hint)
	}
	for _, other := range []error{nil, io.EOF} {
		if got := WithHint(other, "Log in first."); got != other {
			t.Errorf("got %v, want %v", got, other)
		}
	}
}

// Messages are quoted as the platform wrote them. The provider's own begin with a capital letter, unless they begin with a name.
func TestSaid_OwnMessage_BeginsInUpperCase(t *testing.T) {
	for want, e := range map[string]Error{
		"Details: No response from id.example":        {Message: "no response from id.example"},
		"Details: Ünknown host":                       {Message: "ünknown host"},
		"Details: zitadel.endpoint is not an address": {Message: "zitadel.endpoint is not an address"},
		"Details: auth_method is wrong":               {Message: "auth_method is wrong"},
		"ZITADEL: no permission (HTTP 403)":           {Message: "no permission", Status: 403},
		"":                                            {},
	} {
		if got := e.Said("ZITADEL"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
