package keycard

import (
	"encoding/json"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// progress is how far the lists of a zone's applications and credentials have been read. Its JSON form is the cursor for
// both.
type progress struct {
	Applications half
	Credentials  half
	Turn         bool // the next page is one of credentials
}

// half is how far one of the two lists has been read.
type half struct {
	At  place
	End bool
}

func parseProgress(cursor string) (at progress, err error) {
	if cursor == "" {
		return at, nil
	}
	if err := json.Unmarshal([]byte(cursor), &at); err != nil {
		return at, &idp.Error{Kind: idp.ErrInvalid, Message: "the cursor does not belong to this list", Cause: err, Hint: "Start the list again."}
	}
	return at, nil
}

// credentials reports whether the next page is one of credentials.
func (at progress) credentials() bool {
	return at.Applications.End || at.Turn && !at.Credentials.End
}

func (at progress) afterApplications(next place) string {
	at.Applications, at.Turn = at.Applications.after(next), true
	return at.cursor()
}

func (at progress) afterCredentials(next place) string {
	at.Credentials, at.Turn = at.Credentials.after(next), false
	return at.cursor()
}

func (h half) after(next place) half {
	return half{next, next == place{} || next == h.At}
}

func (at progress) cursor() string {
	if at.Applications.End && at.Credentials.End {
		return ""
	}
	text, _ := json.Marshal(at) // cannot fail for this type
	return string(text)
}
