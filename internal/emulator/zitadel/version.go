package zitadel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// release is a version as major, minor, patch.
type release [3]int

// CheckVersion reports whether a version can be imitated: "v4", "v4.13" and "4.13.1" can.
func CheckVersion(version string) error {
	if _, ok := readRelease(version); !ok {
		return fmt.Errorf("unreadable ZITADEL version %q; expected something like %q", version, DefaultVersion)
	}
	return nil
}

// parseRelease falls back on the default for a version that CheckVersion refuses.
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

// quotesPlainErrors is the defect of v4.11 to v4.13: gRPC errors without a ZITADEL id come out as an unknown error.
func (r release) quotesPlainErrors() bool {
	return r.atLeast(release{4, 11, 0}) && !r.atLeast(release{4, 14, 0})
}

// hidesForeignApps tells whether a GET compares the application's organization with the one of the request; the check
// came into both release lines at different times.
func (r release) hidesForeignApps() bool {
	if r[0] < 4 {
		return r.atLeast(release{3, 4, 8})
	}
	return r.atLeast(release{4, 12, 2})
}

// keepsLists tells whether an update of an OIDC application keeps lists that are empty in the request.
func (r release) keepsLists() bool { return r.atLeast(release{4, 0, 0}) }

// takesOIDCIDs tells whether the v2 service creates OIDC applications under the caller's ID.
func (r release) takesOIDCIDs() bool { return r.atLeast(release{4, 11, 0}) }

// hasApplicationService tells whether the v2 service for applications is there.
func (r release) hasApplicationService() bool { return r.atLeast(release{4, 5, 0}) }
