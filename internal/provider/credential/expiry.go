package credential

import (
	"time"
)

// noticeDays is how many days ahead plans warn of a credential that will expire.
const noticeDays = 14

// sameExpiry reports whether two times (RFC 3339) are the same, whatever their time zones. ZITADEL keeps no more than
// microseconds, and writes a key that never expires as one that expires in the year 9999.
func sameExpiry(a, b string) bool {
	one, okA := expiry(a)
	other, okB := expiry(b)
	if !okA || !okB {
		return okA == okB
	}
	return one.Sub(other).Abs() < time.Millisecond
}

// expiry is the time at which a credential expires; ok is false for one that never does.
func expiry(text string) (at time.Time, ok bool) {
	const never = 9999
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil && at.Year() < never
}

// expired reports whether this time is over.
func expired(text string, now time.Time) bool {
	at, ok := expiry(text)
	return ok && !now.Before(at)
}

// expiresSoon reports whether this time is over within the days of notice.
func expiresSoon(text string, now time.Time) bool {
	at, ok := expiry(text)
	return ok && now.Before(at) && !now.AddDate(0, 0, noticeDays).Before(at)
}
