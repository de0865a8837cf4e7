package faultmatrix

// atKeycard returns a row for a request that other platforms do not have.
func atKeycard(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, c, none}} }

// attachRows returns the faults of adding a new application's dependency. If it cannot be added, the application is deleted
// again.
func attachRows() []Row {
	return []Row{
		atKeycard(BreaksBefore, repeated),
		atKeycard(BreaksAfter, repeated),
		atKeycard(TooLate, repeated),
		atKeycard(LostForGood, recovered(tries)),
		atKeycard(Truncated, repeated),
		atKeycard(Busy, repeated),
		atKeycard(Fails, repeated),
		atKeycard(Unavailable, repeated),
		atKeycard(Down, failed(tries)),
		atKeycard(ProxyPage, repeated),
		atKeycard(BareNotFound, failed(4)),
		atKeycard(Forbidden, failed(1)),
		atKeycard(Invalid, failed(1)),
		atKeycard(TokenRefused, repeated),
		atKeycard(FalseNotFound, repeated),
	}
}

// dependsRows returns the faults of a list of dependencies. The provider retries it. A 404 of the list does not mean that
// the application is gone.
func dependsRows() []Row {
	return []Row{
		atKeycard(BreaksBefore, repeated),
		atKeycard(BreaksAfter, repeated),
		atKeycard(TooLate, repeated),
		atKeycard(Truncated, repeated),
		atKeycard(Busy, repeated),
		atKeycard(BusyForGood, failed(tries)),
		atKeycard(Fails, repeated),
		atKeycard(Unavailable, repeated),
		atKeycard(Down, failed(tries)),
		atKeycard(ProxyPage, repeated),
		atKeycard(BareNotFound, failed(1)),
		atKeycard(Forbidden, failed(1)),
		atKeycard(TokenRefused, repeated),
		atKeycard(FalseNotFound, failed(1)),
	}
}

// dependRows returns the faults of adding a dependency. Adding one that already exists succeeds. The list afterwards
// decides.
func dependRows() []Row {
	return []Row{
		atKeycard(BreaksBefore, repeated),
		atKeycard(BreaksAfter, repeated),
		atKeycard(TooLate, repeated),
		atKeycard(LostForGood, recovered(tries)),
		atKeycard(Truncated, repeated),
		atKeycard(Busy, repeated),
		atKeycard(BusyForGood, failed(tries)),
		atKeycard(Fails, repeated),
		atKeycard(Unavailable, repeated),
		atKeycard(Down, failed(tries)),
		atKeycard(ProxyPage, repeated),
		atKeycard(BareNotFound, failed(4)),
		atKeycard(Forbidden, failed(1)),
		atKeycard(Invalid, failed(1)),
		atKeycard(TokenRefused, repeated),
		atKeycard(FalseNotFound, repeated),
	}
}

// undependRows returns the faults of removing a dependency. Removing one that is already removed succeeds, unless the list
// still shows it.
func undependRows() []Row {
	return []Row{
		atKeycard(BreaksBefore, repeated),
		atKeycard(BreaksAfter, repeated),
		atKeycard(TooLate, repeated),
		atKeycard(LostForGood, recovered(tries)),
		atKeycard(Truncated, repeated),
		atKeycard(Busy, repeated),
		atKeycard(BusyForGood, failed(tries)),
		atKeycard(Fails, repeated),
		atKeycard(Unavailable, repeated),
		atKeycard(Down, failed(tries)),
		atKeycard(ProxyPage, repeated),
		atKeycard(BareNotFound, failed(1)),
		atKeycard(Forbidden, failed(1)),
		atKeycard(Invalid, failed(1)),
		atKeycard(TokenRefused, repeated),
		atKeycard(FalseNotFound, failed(1)),
	}
}
