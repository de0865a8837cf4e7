package faultmatrix

// tries is the number of requests while the platform keeps failing: the first and four retries.
const tries = 5

// lasting is the number of requests if the provider retries until the operation's timeout.
const lasting = 15

// Table has all faults of one operation.
type Table struct {
	Operation Operation
	Rows      []Row
}

// Group has tables with the same columns.
type Group struct {
	Columns []Column
	Tables  []Table
}

// Groups returns the matrix.
func Groups() []Group {
	return []Group{{Platforms, Tables()}, {Kinds, KindTables()}, {Credentials, CredentialTables()}}
}

// Tables returns the tables of the platforms' first kinds.
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

// loginRows returns the faults of a login. A login changes nothing, so the provider retries it. It does not retry rejected
// credentials, which might lock the account, except if ZITADEL's error may be about credentials that were just created. The
// plan logs in first, then the apply: rejected credentials fail the plan, other failures there are left to the apply.
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

// createRows returns the faults of a create. The provider never retries a create whose outcome is unknown. The ID confirms
// the outcome at ZITADEL, the credential at Keycard. Nothing confirms it at Lerian, so the user must check the candidates.
// If a proxy returns 404 because it does not know ZITADEL's application service, the provider uses the older service.
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

// credentialRows returns the faults of the request for a client secret. At ZITADEL a new secret replaces the previous one,
// which is not in use yet when the auth method changes. At Keycard a new application without a credential is deleted again.
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

// readRows returns the faults of a read. The provider retries reads. Only a 404 of the platform itself, confirmed by another
// one, removes an application from state.
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

// updateRows returns the faults of an update. An update is idempotent, so the provider retries it. If its outcome is still
// unknown, the provider reads the application at Keycard.
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

// deleteRows returns the faults of a delete. Deleting an application that is already deleted succeeds. At Keycard the
// credential is deleted before its application.
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
