package faultmatrix

// briefly is the number of creates while the platform may not know a new application yet.
const briefly = 5

// CredentialTables returns the tables of the credentials besides an application's first one.
func CredentialTables() []Table {
	return []Table{
		{Issue, issueRows()},
		{Show, showRows()},
		{Change, changeRows()},
		{Revoke, revokeRows()},
	}
}

// issueRows returns the faults of a create. A client ID that the provider chose proves that a credential is its own: without
// its secret it is removed, and created again. Nothing proves it for other credentials at Keycard. A key at ZITADEL whose
// response is lost is useless.
func issueRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{recovered(2), failed(1), failed(1)}},
		{BreaksAfter, [3]Cell{recovered(2), listed(1), listed(1)}},
		{BreaksAndStale, [3]Cell{recovered(2), listed(1), listed(1)}},
		{TooLate, [3]Cell{recovered(2), listed(1), listed(1)}},
		{LostForGood, [3]Cell{failed(briefly), listed(1), listed(1)}},
		{Truncated, [3]Cell{recovered(2), listed(1), listed(1)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, [3]Cell{failed(briefly * tries), failed(briefly * tries), failed(tries)}},
		{Fails, [3]Cell{recovered(2), failed(1), failed(1)}},
		{Unavailable, [3]Cell{recovered(2), failed(1), failed(1)}},
		{Down, [3]Cell{failed(briefly), failed(1), failed(1)}},
		{ProxyPage, [3]Cell{recovered(2), failed(1), failed(1)}},
		{BareNotFound, [3]Cell{failed(briefly), failed(briefly), failed(1)}},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, [3]Cell{repeated, repeated, failed(1)}},
		{UniqueViolation, [3]Cell{none, none, repeated}},
		{LostRead, [3]Cell{none, none, recovered(2)}},
		{LostReads, [3]Cell{none, none, failed(3)}},
	}
}

// showRows returns the faults of a read, which the provider retries. Only a confirmed 404 of the platform removes a
// credential from state.
func showRows() []Row {
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
		{RemovedByOthers, everywhere(Cell{Gone, 0})},
	}
}

// changeRows returns the faults of a change in place, which sets a value and can be retried. If its outcome is still
// unknown, the provider reads the credential.
func changeRows() []Row {
	other := func(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, c, none}} }
	return []Row{
		other(BreaksBefore, repeated),
		other(BreaksAfter, repeated),
		other(TooLate, repeated),
		other(LostForGood, recovered(tries)),
		other(LostUnread, open(tries)),
		other(Truncated, repeated),
		other(Busy, repeated),
		other(BusyForGood, failed(tries)),
		other(Fails, repeated),
		other(Unavailable, repeated),
		other(Down, failed(tries)),
		other(ProxyPage, repeated),
		other(BareNotFound, failed(1)),
		other(Forbidden, failed(1)),
		other(Invalid, failed(1)),
		other(TokenRefused, repeated),
		other(FalseNotFound, failed(1)),
	}
}

// revokeRows returns the faults of a revocation. Revoking a credential that is already revoked succeeds.
func revokeRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{LostForGood, everywhere(open(tries))},
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
		{UniqueViolation, [3]Cell{none, none, repeated}},
		{LostDelete, [3]Cell{none, none, {StillShown, 1}}},
		{RemovedByOthers, everywhere(done(0))},
	}
}
