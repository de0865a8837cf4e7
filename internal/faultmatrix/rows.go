package faultmatrix

// tries is how often a request is sent that may be repeated while the platform says "later": once, and four times more.
const tries = 5

// Table is all troubles of one operation.
type Table struct {
	Operation Operation
	Rows      []Row
}

// Tables are the matrix.
func Tables() []Table {
	return []Table{
		{Login, loginRows()},
		{Create, createRows()},
		{Credential, credentialRows()},
		{Read, readRows()},
		{Update, updateRows()},
		{Rotate, rotateRows()},
		{Retire, retireRows()},
		{Verify, verifyRows()},
		{Delete, deleteRows()},
		{Import, importRows()},
	}
}

// A login changes nothing, so it is repeated; refused credentials are not, which might lock the account,
// unless ZITADEL refuses them in the words for those that were made a moment ago.
func loginRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{LostForGood, everywhere(failed(tries))},
		{Truncated, everywhere(repeated)},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, everywhere(repeated)},
		{Unavailable, everywhere(repeated)},
		{Down, everywhere(failed(tries))},
		{ProxyPage, everywhere(repeated)},
		{BareNotFound, everywhere(failed(1))},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, [3]Cell{repeated, failed(1), failed(1)}},
	}
}

// A create is never repeated blindly. Lerian shows no secret afterwards and lets names repeat, so there a lost application
// is replaced, and one that is not to be seen, after a 500 as well, is left to a person.
func createRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{BreaksAfter, [3]Cell{recovered(1), recovered(1), recovered(2)}},
		{BreaksAndStale, [3]Cell{recovered(1), recovered(1), recovered(2)}},
		{TooLate, [3]Cell{recovered(1), recovered(1), recovered(2)}},
		{LostForGood, [3]Cell{recovered(1), recovered(1), failed(2)}},
		{Truncated, [3]Cell{recovered(1), recovered(1), recovered(2)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{Unavailable, [3]Cell{recovered(2), recovered(2), repeated}},
		{Down, [3]Cell{failed(3), failed(3), failed(2)}},
		{ProxyPage, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{BareNotFound, everywhere(failed(1))},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{UniqueViolation, [3]Cell{repeated, none, none}},
		{LostRead, [3]Cell{done(1), none, none}},
	}
}

// A new secret of ZITADEL's replaces the one before, which nobody has in use when the method is switched.
func credentialRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, recovered(2), none}},
		{BreaksAfter, [3]Cell{repeated, recovered(2), none}},
		{BreaksAndStale, [3]Cell{none, recovered(2), none}},
		{TooLate, [3]Cell{repeated, recovered(2), none}},
		{Truncated, [3]Cell{repeated, recovered(2), none}},
		{Busy, [3]Cell{repeated, repeated, none}},
		{BusyForGood, [3]Cell{failed(tries), unfinished(tries), none}},
		{Fails, [3]Cell{repeated, recovered(2), none}},
		{Unavailable, [3]Cell{repeated, recovered(2), none}},
		{Down, [3]Cell{failed(tries), unfinished(2), none}},
		{ProxyPage, [3]Cell{repeated, recovered(2), none}},
		{BareNotFound, [3]Cell{failed(1), unfinished(1), none}},
		{Forbidden, [3]Cell{failed(1), unfinished(1), none}},
		{Invalid, [3]Cell{failed(1), unfinished(1), none}},
		{TokenRefused, [3]Cell{repeated, repeated, none}},
		{FalseNotFound, [3]Cell{failed(1), unfinished(1), none}},
		{UniqueViolation, [3]Cell{repeated, none, none}},
	}
}

// A read is repeated; nothing but the platform's own word, confirmed, takes an application out of state.
func readRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{Truncated, everywhere(repeated)},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, everywhere(repeated)},
		{Unavailable, everywhere(repeated)},
		{Down, everywhere(failed(tries))},
		{ProxyPage, everywhere(repeated)},
		{BareNotFound, everywhere(failed(1))},
		{Forbidden, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, everywhere(repeated)},
		{LostRead, [3]Cell{{Kept, 0}, none, none}},
		{RemovedByOthers, everywhere(Cell{Gone, 0})},
	}
}

// A change names what shall be, so that it can be sent twice, where the platform tells a second time from a first.
func updateRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, failed(1), none}},
		{BreaksAfter, [3]Cell{repeated, open(1), none}},
		{TooLate, [3]Cell{repeated, open(1), none}},
		{LostForGood, [3]Cell{open(tries), open(1), none}},
		{Truncated, [3]Cell{repeated, open(1), none}},
		{Busy, [3]Cell{repeated, repeated, none}},
		{BusyForGood, [3]Cell{failed(tries), failed(tries), none}},
		{Fails, [3]Cell{repeated, failed(1), none}},
		{Unavailable, [3]Cell{repeated, failed(1), none}},
		{Down, [3]Cell{failed(tries), failed(1), none}},
		{ProxyPage, [3]Cell{repeated, failed(1), none}},
		{BareNotFound, [3]Cell{failed(1), failed(1), none}},
		{Forbidden, [3]Cell{failed(1), failed(1), none}},
		{Invalid, [3]Cell{failed(1), failed(1), none}},
		{TokenRefused, [3]Cell{repeated, repeated, none}},
		{FalseNotFound, [3]Cell{failed(1), failed(1), none}},
		{UniqueViolation, [3]Cell{repeated, none, none}},
		{LostRead, [3]Cell{{Kept, 1}, none, none}},
	}
}

// To remove what is removed already is done. Keycard's credential goes before its application.
func deleteRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{LostForGood, everywhere(open(tries))},
		{Truncated, everywhere(repeated)},
		{Busy, everywhere(repeated)},
		{BusyForGood, [3]Cell{failed(tries), open(tries), failed(tries)}},
		{Fails, everywhere(repeated)},
		{Unavailable, everywhere(repeated)},
		{Down, [3]Cell{failed(tries), open(tries), failed(tries)}},
		{ProxyPage, everywhere(repeated)},
		{BareNotFound, [3]Cell{failed(1), open(1), failed(1)}},
		{Forbidden, [3]Cell{failed(1), open(1), failed(1)}},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, everywhere(repeated)},
		{UniqueViolation, [3]Cell{repeated, none, none}},
		{LostRead, [3]Cell{done(1), none, none}},
		{RemovedByOthers, everywhere(done(0))},
	}
}

func importRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{Truncated, everywhere(repeated)},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, everywhere(repeated)},
		{Unavailable, everywhere(repeated)},
		{Down, everywhere(failed(tries))},
		{ProxyPage, everywhere(repeated)},
		{BareNotFound, everywhere(failed(1))},
		{Forbidden, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, everywhere(repeated)},
		{LostRead, [3]Cell{failed(0), none, none}},
		{RemovedByOthers, everywhere(failed(0))},
	}
}
