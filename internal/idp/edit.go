package idp

// Edit is a change that somebody made to an application, as the platform tells it. What it does not tell is empty.
type Edit struct {
	By string // who, by the name that the platform shows
	At string // when: RFC 3339, as the platform wrote it
}
