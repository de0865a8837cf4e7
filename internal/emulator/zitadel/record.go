package zitadel

import (
	"strings"
	"time"
)

// record has the times of an object's writes and the organization that owns it.
type record struct {
	owner            string
	created, changed time.Time
	sequence         uint64
}

// details is the record in a response. Creates omit the change date and changes the creation date; reads have both.
type details struct {
	Sequence      uint64 `json:"sequence,omitempty,string"`
	CreationDate  string `json:"creationDate,omitempty"`
	ChangeDate    string `json:"changeDate,omitempty"`
	ResourceOwner string `json:"resourceOwner,omitempty"`
}

func (r record) creationDetails() details {
	return details{Sequence: r.sequence, CreationDate: timestamp(r.created), ResourceOwner: r.owner}
}

func (r record) changeDetails() details {
	return details{Sequence: r.sequence, ChangeDate: timestamp(r.changed), ResourceOwner: r.owner}
}

func (r record) readDetails() details {
	d := r.creationDetails()
	d.ChangeDate = timestamp(r.changed)
	return d
}

// changed is the response of a write that returns nothing else.
type changed struct {
	Details details `json:"details"`
}

// timestamp formats a time as protobuf does: in UTC, with 0, 3, 6 or 9 fractional digits.
func timestamp(t time.Time) string {
	text := t.UTC().Format("2006-01-02T15:04:05.000000000")
	for range 3 {
		text = strings.TrimSuffix(text, "000")
	}
	return strings.TrimSuffix(text, ".") + "Z"
}
