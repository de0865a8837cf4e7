package zitadel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// release is a version as major, minor, patch.
type release [3]int

// CheckVersion returns an error if a version cannot be emulated. Valid versions are "v4", "v4.13" and "4.13.1".
func CheckVersion(version string) error {
	if _, ok := readRelease(version); !ok {
		return fmt.Errorf("unreadable ZITADEL version %q; expected something like %q", version, DefaultVersion)
	}
	return nil
}

// parseRelease returns the default for a version that CheckVersion rejects.
func parseRelease(version string) release {
	if r, ok := readRelease(version); ok {
		return r
	}
	r, _ := readRelease(DefaultVersion)
	return r
}

func readRelease(version string) (release, bool) {
	var r release
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) > len(r) {
		return r, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return r, false
		}
		r[i] = n
	}
	return r, true
}

func (r release) atLeast(other release) bool { return slices.Compare(r[:], other[:]) >= 0 }

// quotesPlainErrors reports whether the release has the bug of v4.11 to v4.13: gRPC errors without a ZITADEL ID become
// unknown errors.
func (r release) quotesPlainErrors() bool {
	return r.atLeast(release{4, 11, 0}) && !r.atLeast(release{4, 14, 0})
}

// hidesForeignApps reports whether a GET compares the application's organization with that of the request. The check was
// added to the two release lines at different times.
func (r release) hidesForeignApps() bool {
	if r[0] < 4 {
		return r.atLeast(release{3, 4, 8})
	}
	return r.atLeast(release{4, 12, 2})
}

// keepsLists reports whether an update of an OIDC application keeps lists that are empty in the request.
func (r release) keepsLists() bool { return r.atLeast(release{4, 0, 0}) }

// takesOIDCIDs reports whether the v2 service creates OIDC applications with the caller's ID.
func (r release) takesOIDCIDs() bool { return r.atLeast(release{4, 11, 0}) }

// hasApplicationService reports whether the release has the v2 service for applications.
func (r release) hasApplicationService() bool { return r.atLeast(release{4, 5, 0}) }
