package zitadel

import "time"

// reader reads the fields of a message and its nested messages, and keeps the first error.
type reader struct {
	message
	err *error
}

func readerOf(m message) reader { return reader{message: m, err: new(error)} }

func kept[T any](r reader, value T, err error) T {
	if *r.err == nil {
		*r.err = err
	}
	return value
}

// problem returns the error if the message is malformed.
func (r reader) problem() *problem {
	if *r.err == nil {
		return nil
	}
	return malformed(*r.err)
}

func (r reader) text(name string) string {
	value, err := r.message.text(name)
	return kept(r, value, err)
}

func (r reader) flag(name string) bool {
	value, err := r.message.flag(name)
	return kept(r, value, err)
}

func (r reader) enum(name string, names []string) int {
	value, err := r.message.enum(name, names)
	return kept(r, value, err)
}

func (r reader) texts(name string) []string {
	value, err := r.message.texts(name)
	return kept(r, value, err)
}

func (r reader) enums(name string, names []string) []int {
	value, err := r.message.enums(name, names)
	return kept(r, value, err)
}

func (r reader) child(name string) reader {
	value, err := r.message.child(name)
	return reader{message: kept(r, value, err), err: r.err}
}

func (r reader) duration(name string) time.Duration {
	value, err := r.message.duration(name)
	return kept(r, value, err)
}

func (r reader) instant(name string) time.Time {
	value, err := r.message.instant(name)
	return kept(r, value, err)
}

func (r reader) bytes(name string) []byte {
	value, err := r.message.bytes(name)
	return kept(r, value, err)
}
