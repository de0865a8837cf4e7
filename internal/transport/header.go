package transport

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// ownHeaders are set by the provider or its HTTP client, or would change how responses arrive.
var ownHeaders = []string{
	"Accept", "Accept-Encoding", "Authorization", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect",
	"Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "Range", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
	"User-Agent", "X-Zitadel-Orgid",
}

// CheckHeader returns why a header cannot be one of Peer.Headers. The error names the header, but not its value. Cookies are
// allowed: some gateways need one, and the provider sets none.
func CheckHeader(name, value string) error {
	shown := Printable(name)
	switch {
	case !httpguts.ValidHeaderFieldName(name):
		return fmt.Errorf("%q is not a valid header name. Use letters, digits and hyphens", shown)
	case slices.Contains(ownHeaders, http.CanonicalHeaderKey(name)):
		return fmt.Errorf("%s is set by the provider. Remove it", shown)
	case strings.TrimSpace(value) == "":
		return fmt.Errorf("%s has no value. Set one, or remove the header", shown)
	case strings.TrimRight(value, "\r\n") != value:
		return fmt.Errorf("%s ends with a line break. Remove it, for instance with chomp()", shown)
	case !httpguts.ValidHeaderFieldValue(value):
		return errors.New(shown + " contains a line break or another control character. Remove it")
	}
	return nil
}
