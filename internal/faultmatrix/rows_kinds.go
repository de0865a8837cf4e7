package faultmatrix

import "slices"

// KindTables returns the tables of the other kinds, for operations that send other requests.
func KindTables() []Table {
	return []Table{
		{Create, kindCreateRows()},
		{Credential, kindCredentialRows()},
		{Read, asAbove(accountReadRows(), readRows(), Web, PublicKey)},
		{Update, asAbove(kindUpdateRows(), updateRows(), PublicKey)},
		{Rename, renameRows()},
		{Rotate, kindRotateRows()},
		{Exchange, exchangeRows()},
		{Verify, asAbove(accountVerifyRows(), verifyRows(), Web)},
		{Delete, asAbove(accountDeleteRows(), deleteRows(), Web, PublicKey)},
		{Import, asAbove(accountImportRows(), importRows(), Web, PublicKey)},
	}
}

// asAbove sets cells of kinds that send the same requests as the platform's first kind to AsAbove.
func asAbove(rows, first []Row, kinds ...string) []Row {
	for i, column := range Kinds {
		platform := slices.IndexFunc(Platforms, func(c Column) bool { return c.Platform == column.Platform })
		for _, row := range first {
			at := slices.IndexFunc(rows, func(r Row) bool { return r.Fault == row.Fault })
			if at >= 0 && slices.Contains(kinds, column.Kind) && row.Cells[platform].Outcome != NotThere && rows[at].Cells[i] == none {
				rows[at].Cells[i] = Cell{Outcome: AsAbove}
			}
		}
	}
	return rows
}

// kindCreateRows returns the faults of a create. The outcome at ZITADEL is confirmed by the ID, which the provider chooses.
// Only applications can also be created through the older service.
func kindCreateRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(recovered(2))},
		{BreaksAfter, [3]Cell{recovered(1), recovered(1), adopted(1)}},
		{BreaksAndStale, [3]Cell{recovered(1), recovered(1), adopted(1)}},
		{TooLate, [3]Cell{recovered(1), recovered(1), adopted(1)}},
		{LostForGood, [3]Cell{recovered(1), recovered(1), adopted(1)}},
		{Truncated, [3]Cell{recovered(1), recovered(1), adopted(1)}},
		{OtherFirst, everywhere(failed(0))},
		{OtherAfter, [3]Cell{recovered(0), recovered(0), adopted(0)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(failed(tries))},
		{Fails, everywhere(recovered(2))},
		{Unavailable, everywhere(recovered(2))},
		{Down, [3]Cell{failed(1 + lasting), failed(1 + lasting), failed(3)}},
		{ProxyPage, everywhere(recovered(2))},
		{BareNotFound, [3]Cell{done(1), failed(1), failed(1)}},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{UniqueViolation, [3]Cell{repeated, repeated, none}},
		{LostRead, [3]Cell{recovered(2), recovered(2), none}},
		{LostReads, [3]Cell{failed(3), failed(3), none}},
	}
}

// kindCredentialRows returns the faults of the request for a credential. A service account without a client secret is
// deleted again. A public key is identified by its client ID.
func kindCredentialRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, repeated, recovered(2)}},
		{BreaksAfter, [3]Cell{repeated, repeated, recovered(2)}},
		{BreaksAndStale, [3]Cell{none, none, recovered(2)}},
		{TooLate, [3]Cell{repeated, repeated, recovered(2)}},
		{LostForGood, [3]Cell{open(tries), failed(tries * lasting), failed(lasting)}},
		{Truncated, [3]Cell{repeated, repeated, recovered(2)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, [3]Cell{failed(tries), failed(tries * lasting), failed(tries * lasting)}},
		{Fails, [3]Cell{repeated, repeated, recovered(2)}},
		{Unavailable, [3]Cell{repeated, repeated, recovered(2)}},
		{Down, [3]Cell{failed(tries), failed(tries * lasting), failed(lasting)}},
		{ProxyPage, [3]Cell{repeated, repeated, recovered(2)}},
		{BareNotFound, [3]Cell{failed(1), failed(lasting), failed(lasting)}},
		{Forbidden, everywhere(failed(1))},
		{Invalid, everywhere(failed(1))},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, [3]Cell{failed(1), repeated, repeated}},
		{UniqueViolation, [3]Cell{repeated, repeated, none}},
	}
}

func ofAccounts(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, c, none}} }

func accountReadRows() []Row {
	return []Row{
		ofAccounts(BreaksBefore, repeated),
		ofAccounts(BreaksAfter, repeated),
		ofAccounts(TooLate, repeated),
		ofAccounts(Truncated, repeated),
		ofAccounts(BusyForGood, failed(tries)),
		ofAccounts(Down, failed(tries)),
		ofAccounts(ProxyPage, repeated),
		ofAccounts(BareNotFound, failed(1)),
		ofAccounts(Forbidden, failed(1)),
		ofAccounts(TokenRefused, repeated),
		ofAccounts(FalseNotFound, repeated),
		ofAccounts(Hidden, Cell{Kept, 0}),
		ofAccounts(RemovedByOthers, Cell{Gone, 0}),
	}
}

// kindUpdateRows returns the faults of an update. An OpenID Connect application is read first, because the request must
// include the settings that are not managed.
func kindUpdateRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, repeated, none}},
		{BreaksAfter, [3]Cell{repeated, repeated, none}},
		{TooLate, [3]Cell{repeated, repeated, none}},
		{LostForGood, [3]Cell{open(tries), open(tries), none}},
		{LostUnread, [3]Cell{none, open(tries), none}},
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
		{UniqueViolation, [3]Cell{repeated, repeated, none}},
		{Hidden, [3]Cell{failed(0), {Kept, 1}, none}},
	}
}

// renameRows returns the faults of a change of the user name, which is the client ID.
func renameRows() []Row {
	return []Row{
		ofAccounts(BreaksBefore, repeated),
		ofAccounts(BreaksAfter, repeated),
		ofAccounts(TooLate, repeated),
		ofAccounts(LostForGood, open(tries)),
		ofAccounts(LostUnread, open(tries)),
		ofAccounts(Truncated, repeated),
		ofAccounts(BusyForGood, failed(tries)),
		ofAccounts(Fails, repeated),
		ofAccounts(Down, failed(tries)),
		ofAccounts(ProxyPage, repeated),
		ofAccounts(BareNotFound, failed(1)),
		ofAccounts(Forbidden, failed(1)),
		ofAccounts(TokenRefused, repeated),
		ofAccounts(FalseNotFound, failed(1)),
		ofAccounts(UniqueViolation, repeated),
	}
}

func kindRotateRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, repeated, none}},
		{BreaksAfter, [3]Cell{repeated, repeated, none}},
		{TooLate, [3]Cell{repeated, repeated, none}},
		{LostForGood, [3]Cell{ended(tries), ended(tries), none}},
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
		{UniqueViolation, [3]Cell{repeated, repeated, none}},
	}
}

// exchangeRows returns the faults of a change of the public key. The current key remains until the new one exists.
func exchangeRows() []Row {
	ofPublicKeys := func(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, none, c}} }
	return []Row{
		ofPublicKeys(BreaksBefore, recovered(2)),
		ofPublicKeys(BreaksAfter, recovered(2)),
		ofPublicKeys(BreaksAndStale, recovered(2)),
		ofPublicKeys(TooLate, recovered(2)),
		ofPublicKeys(LostForGood, failed(2)),
		ofPublicKeys(Truncated, recovered(2)),
		ofPublicKeys(BusyForGood, failed(2*tries)),
		ofPublicKeys(Fails, recovered(2)),
		ofPublicKeys(Down, failed(2)),
		ofPublicKeys(ProxyPage, recovered(2)),
		ofPublicKeys(BareNotFound, failed(2)),
		ofPublicKeys(Forbidden, failed(1)),
		ofPublicKeys(Invalid, failed(1)),
		ofPublicKeys(TokenRefused, repeated),
		ofPublicKeys(FalseNotFound, repeated),
	}
}

func accountDeleteRows() []Row {
	return []Row{
		ofAccounts(BreaksBefore, repeated),
		ofAccounts(BreaksAfter, repeated),
		ofAccounts(TooLate, repeated),
		ofAccounts(LostForGood, open(tries)),
		ofAccounts(Truncated, repeated),
		ofAccounts(BusyForGood, failed(tries)),
		ofAccounts(Fails, repeated),
		ofAccounts(Down, failed(tries)),
		ofAccounts(ProxyPage, repeated),
		ofAccounts(BareNotFound, failed(1)),
		ofAccounts(Forbidden, failed(1)),
		ofAccounts(TokenRefused, repeated),
		ofAccounts(FalseNotFound, repeated),
		ofAccounts(UniqueViolation, repeated),
		ofAccounts(Hidden, Cell{Kept, 1}),
		ofAccounts(LostDelete, Cell{StillShown, 1}),
		ofAccounts(RemovedByOthers, done(0)),
	}
}

// accountVerifyRows returns the faults of the token request that verifies the secret of a service account.
func accountVerifyRows() []Row {
	return []Row{
		ofAccounts(BreaksBefore, repeated),
		ofAccounts(BreaksAfter, repeated),
		ofAccounts(TooLate, repeated),
		ofAccounts(LostForGood, unverified(tries)),
		ofAccounts(Truncated, repeated),
		ofAccounts(Busy, repeated),
		ofAccounts(BusyForGood, unverified(tries)),
		ofAccounts(Fails, repeated),
		ofAccounts(Unavailable, repeated),
		ofAccounts(Down, unverified(tries)),
		ofAccounts(ProxyPage, repeated),
		ofAccounts(BareNotFound, unverified(1)),
		ofAccounts(BareRefusal, unverified(1)),
		ofAccounts(Forbidden, unverified(1)),
		ofAccounts(Invalid, unverified(1)),
		ofAccounts(SecretReplaced, Cell{Rotated, 1}),
	}
}

func accountImportRows() []Row {
	return []Row{
		ofAccounts(BreaksBefore, repeated),
		ofAccounts(BreaksAfter, repeated),
		ofAccounts(TooLate, repeated),
		ofAccounts(Truncated, repeated),
		ofAccounts(Busy, repeated),
		ofAccounts(BusyForGood, failed(tries)),
		ofAccounts(Fails, repeated),
		ofAccounts(Unavailable, repeated),
		ofAccounts(Down, failed(tries)),
		ofAccounts(ProxyPage, repeated),
		ofAccounts(BareNotFound, failed(1)),
		ofAccounts(Forbidden, failed(1)),
		ofAccounts(TokenRefused, repeated),
		ofAccounts(FalseNotFound, repeated),
		ofAccounts(Hidden, failed(0)),
		ofAccounts(RemovedByOthers, failed(0)),
	}
}
