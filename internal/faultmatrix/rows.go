package faultmatrix

// tries is how often a request is sent that may be repeated while the platform says "later": once, and four times more.
const tries = 5

// lasting is how often a request is sent that is repeated for as long as an operation may take.
const lasting = 15

// Table is all faults of one operation.
type Table struct {
	Operation Operation
	Rows      []Row
}

// Group is tables with the same columns.
type Group struct {
	Columns []Column
	Tables  []Table
}

// Groups are the matrix.
func Groups() []Group { return []Group{{Platforms, Tables()}, {Kinds, KindTables()}} }

// Tables are those of the platforms' first kinds.
func Tables() []Table {
	return []Table{
		{Login, loginRows()},
		{Create, createRows()},
		{Credential, credentialRows()},
		{Attach, attachRows()},
		{Read, readRows()},
		{Depends, dependsRows()},
		{Update, updateRows()},
		{Depend, dependRows()},
		{Undepend, undependRows()},
		{Rotate, rotateRows()},
		{Retire, retireRows()},
		{Verify, verifyRows()},
		{Delete, deleteRows()},
		{Import, importRows()},
	}
}

// A login changes nothing, so it is repeated; refused credentials are not, which might lock the account,
// unless ZITADEL refuses them in the words for those that were made a moment ago. The plan logs in, and then the apply: a
// refusal fails the plan, and whatever else fails there is left to the apply.
func loginRows() []Row {
	const once, twice = 1, 2
	again, givenUp := Cell{Repeated, 3}, failed(twice*tries)
	return []Row{
		{BreaksBefore, everywhere(again)},
		{BreaksAfter, everywhere(again)},
		{TooLate, everywhere(again)},
		{LostForGood, everywhere(givenUp)},
		{Truncated, everywhere(again)},
		{Busy, everywhere(again)},
		{BusyForGood, everywhere(givenUp)},
		{Fails, everywhere(again)},
		{Unavailable, everywhere(again)},
		{Down, everywhere(givenUp)},
		{ProxyPage, everywhere(again)},
		{BareNotFound, everywhere(failed(twice))},
		{Forbidden, [3]Cell{failed(twice), failed(twice), failed(once)}},
		{Invalid, [3]Cell{failed(twice), failed(twice), failed(once)}},
		{TokenRefused, [3]Cell{again, failed(once), failed(once)}},
	}
}

// A create is never repeated blindly. ZITADEL's is proven by its ID, Keycard's by its credential. Nothing proves Lerian's, so that
// candidates are left to a person. A 404 of a proxy that does not know ZITADEL's application service leads to the older service.
func createRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{BreaksAfter, [3]Cell{recovered(1), adopted(1), listed(1)}},
		{BreaksAndStale, [3]Cell{recovered(1), adopted(1), listed(1)}},
		{TooLate, [3]Cell{recovered(1), adopted(1), listed(1)}},
		{LostForGood, [3]Cell{recovered(1), adopted(1), listed(1)}},
		{Truncated, [3]Cell{recovered(1), adopted(1), listed(1)}},
		{OtherFirst, [3]Cell{failed(0), failed(0), listed(0)}},
		{OtherAfter, [3]Cell{recovered(0), adopted(0), listed(0)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{Unavailable, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{Down, [3]Cell{failed(1 + lasting), failed(3), failed(1)}},
		{ProxyPage, [3]Cell{recovered(2), recovered(2), failed(1)}},
		{BareNotFound, [3]Cell{done(1), failed(1), failed(1)}},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{UniqueViolation, [3]Cell{repeated, none, none}},
		{LostRead, [3]Cell{recovered(2), none, none}},
		{LostReads, [3]Cell{failed(3), none, none}},
	}
}

// A new secret of ZITADEL's replaces the one before, which nobody has in use when the method is switched. At Keycard a new
// application without a credential is removed again.
func credentialRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, recovered(2), none}},
		{BreaksAfter, [3]Cell{repeated, recovered(2), none}},
		{BreaksAndStale, [3]Cell{none, recovered(2), none}},
		{TooLate, [3]Cell{repeated, recovered(2), none}},
		{Truncated, [3]Cell{repeated, recovered(2), none}},
		{Busy, [3]Cell{repeated, repeated, none}},
		{BusyForGood, [3]Cell{failed(tries), failed(tries * lasting), none}},
		{Fails, [3]Cell{repeated, recovered(2), none}},
		{Unavailable, [3]Cell{repeated, recovered(2), none}},
		{Down, [3]Cell{failed(tries), failed(lasting), none}},
		{ProxyPage, [3]Cell{repeated, recovered(2), none}},
		{BareNotFound, [3]Cell{failed(1), failed(lasting), none}},
		{Forbidden, [3]Cell{failed(1), failed(1), none}},
		{Invalid, [3]Cell{failed(1), failed(1), none}},
		{TokenRefused, [3]Cell{repeated, repeated, none}},
		{FalseNotFound, [3]Cell{failed(1), repeated, none}},
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
		{Hidden, [3]Cell{{Kept, 0}, none, none}},
		{RemovedByOthers, everywhere(Cell{Gone, 0})},
	}
}

// A change names what shall be, so that it can be sent twice. Keycard's is read back where its outcome is open.
func updateRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, repeated, none}},
		{BreaksAfter, [3]Cell{repeated, repeated, none}},
		{TooLate, [3]Cell{repeated, repeated, none}},
		{LostForGood, [3]Cell{open(tries), recovered(tries), none}},
		{LostUnread, [3]Cell{open(tries), open(tries), none}},
		{Truncated, [3]Cell{repeated, repeated, none}},
		{Busy, [3]Cell{repeated, repeated, none}},
		{BusyForGood, [3]Cell{failed(tries), failed(tries), none}},
		{Fails, [3]Cell{repeated, repeated, none}},
		{Unavailable, [3]Cell{repeated, repeated, none}},
		{Down, [3]Cell{failed(tries), failed(tries), none}},
		{ProxyPage, [3]Cell{repeated, repeated, none}},
		{BareNotFound, [3]Cell{failed(1), failed(1), none}},
		{Forbidden, [3]Cell{failed(1), failed(1), none}},
		{Invalid, [3]Cell{failed(1), failed(1), none}},
		{TokenRefused, [3]Cell{repeated, repeated, none}},
		{FalseNotFound, [3]Cell{failed(1), failed(1), none}},
		{UniqueViolation, [3]Cell{repeated, none, none}},
		{Hidden, [3]Cell{{Kept, 1}, none, none}},
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
		{Hidden, [3]Cell{{Kept, 1}, none, none}},
		{LostDelete, [3]Cell{{StillShown, 1}, none, none}},
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
		{Hidden, [3]Cell{failed(0), none, none}},
		{RemovedByOthers, everywhere(failed(0))},
	}
}
