package acctest

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
)

var (
	candidate = regexp.MustCompile(`\bID (\S+) \(client ID \S+, created [^)]+\)`)
	removal   = regexp.MustCompile(`\(DELETE (\S+)/<ID>\)`)
)

// Flat returns the output of a command without frames and line breaks.
func Flat(said string) string {
	return strings.Join(strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" \n\t│╷╵", r) }), " ")
}

// RemoveListed follows the error about an unconfirmed create at Lerian: it deletes the listed candidates that are not in
// use. It keeps those with an ID in used.
func (w *World) RemoveListed(said string, used ...string) (removed int) {
	w.t.Helper()
	said = Flat(said)
	at := removal.FindStringSubmatch(said)
	client := nowait.Transport(w.t).Client()
	for _, found := range candidate.FindAllStringSubmatch(said, -1) {
		id := found[1]
		if slices.Contains(used, id) {
			continue
		}
		if at == nil {
			w.t.Fatalf("nothing says how to remove application %s: %s", id, said)
		}
		req, err := http.NewRequestWithContext(w.t.Context(), http.MethodDelete, at[1]+"/"+id, http.NoBody)
		if err != nil {
			w.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+w.Lerian.AccessToken())
		resp, err := client.Do(req)
		if err != nil {
			w.t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusNoContent && resp.StatusCode != http.StatusNotFound {
			w.t.Errorf("removing application %s: %s", id, resp.Status)
			continue
		}
		removed++
	}
	return removed
}
