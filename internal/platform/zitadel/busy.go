package zitadel

import "strings"

// parallelWrite is how ZITADEL refuses a write that met another one. Nothing was stored, and the same request succeeds a
// moment later.
const parallelWrite = "SQLSTATE 23505"

// noInstance begins the words of an instance whose database is not there. Finding the instance comes before all else.
const noInstance = "unable to set instance"

func isTransient(status int, body []byte) bool {
	return status == 500 && (strings.Contains(string(body), parallelWrite) || strings.Contains(string(body), `"`+noInstance))
}
