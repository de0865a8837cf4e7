package zitadel

import "strings"

// parallelWrite is in the error for a write that conflicted with another one. Nothing was stored, and the same request
// succeeds a moment later.
const parallelWrite = "SQLSTATE 23505"

// noInstance is the beginning of the error of an instance without its database. ZITADEL looks up the instance before
// anything else.
const noInstance = "unable to set instance"

func isTransient(status int, body []byte) bool {
	return status == 500 && (strings.Contains(string(body), parallelWrite) || strings.Contains(string(body), `"`+noInstance))
}
