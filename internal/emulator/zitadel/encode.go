package zitadel

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// answer writes an API answer. Its white space varies, as the real server's does, so that nobody compares bodies as text.
func (s *Server) answer(w http.ResponseWriter, status int, body any) {
	afterColon := ""
	if s.answers.Add(1)%3 == 0 {
		afterColon = " "
	}
	w.Header().Set("Content-Type", "application/json")
	noCache(w)
	w.WriteHeader(status)
	_, _ = w.Write(spaced(encode(body), afterColon))
}

func noCache(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
}

// encode leaves <, > and & as they are; the bodies are of types that always encode.
func encode(body any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

// spaced puts a space after each comma, and afterColon after each colon, outside of strings.
func spaced(compact []byte, afterColon string) []byte {
	var out bytes.Buffer
	inString, escaped := false, false
	for _, b := range compact {
		out.WriteByte(b)
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = b == '\\'
			inString = b != '"'
		case b == '"':
			inString = true
		case b == ',':
			out.WriteByte(' ')
		case b == ':':
			out.WriteString(afterColon)
		}
	}
	return out.Bytes()
}

// timestamp is the protobuf form: UTC, with 0, 3, 6 or 9 digits after the point.
func timestamp(t time.Time) string {
	text := t.UTC().Format("2006-01-02T15:04:05.000000000")
	for range 3 {
		text = strings.TrimSuffix(text, "000")
	}
	return strings.TrimSuffix(text, ".") + "Z"
}

// details says when an object was written, and to which organization it belongs. What it holds depends on the call:
// a creation has no change date, a change has no creation date, a read has both.
type details struct {
	Sequence      uint64 `json:"sequence,omitempty,string"`
	CreationDate  string `json:"creationDate,omitempty"`
	ChangeDate    string `json:"changeDate,omitempty"`
	ResourceOwner string `json:"resourceOwner,omitempty"`
}

func creationDetails(app *application) details {
	return details{Sequence: app.sequence, CreationDate: timestamp(app.created), ResourceOwner: app.project.organization}
}

func changeDetails(app *application) details {
	return details{Sequence: app.sequence, ChangeDate: timestamp(app.changed), ResourceOwner: app.project.organization}
}

func readDetails(app application) details {
	d := creationDetails(&app)
	d.ChangeDate = timestamp(app.changed)
	return d
}

// changed is the answer of a write that returns nothing else.
type changed struct {
	Details details `json:"details"`
}
