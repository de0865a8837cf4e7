package zitadel

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// answer writes a response. White space varies, as in the real server, so that no client compares bodies as text.
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

// encode does not escape <, > and &. The bodies have types that always encode.
func encode(body any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

// spaced adds a space after each comma, and afterColon after each colon, outside of strings.
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
