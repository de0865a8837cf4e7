package credential

import (
	"time"
)

// noticeDays is the number of days before the expiry of a credential at which plans start to warn.
const noticeDays = 14

// sameExpiry reports whether two times (RFC 3339) are equal, regardless of time zone. ZITADEL stores microseconds, and
// returns the year 9999 for a key that never expires.
func sameExpiry(a, b string) bool {
	one, okA := expiry(a)
	other, okB := expiry(b)
	if !okA || !okB {
		return okA == okB
	}
	return one.Sub(other).Abs() < time.Millisecond
}

// expiry returns the time at which a credential expires; ok is false if it never does.
func expiry(text string) (at time.Time, ok bool) {
	const never = 9999
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil && at.Year() < never
}

// expired reports whether a credential with this expiry has expired.
func expired(text string, now time.Time) bool {
	at, ok := expiry(text)
	return ok && !now.Before(at)
}

// expiresSoon reports whether a credential with this expiry expires within noticeDays.
func expiresSoon(text string, now time.Time) bool {
	at, ok := expiry(text)
	return ok && now.Before(at) && !now.AddDate(0, 0, noticeDays).Before(at)
}
