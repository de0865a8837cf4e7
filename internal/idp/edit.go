package idp

// Edit is a change that someone made to an application, as reported by the platform. Fields that the platform does not
// report are empty.
type Edit struct {
	By string // who, by the name that the platform shows
	At string // when: RFC 3339, as the platform wrote it
}
