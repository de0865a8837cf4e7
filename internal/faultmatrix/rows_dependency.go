package faultmatrix

// atKeycard returns a row for a request that other platforms do not have.
func atKeycard(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, c, none}} }

// A new application is deleted again if its dependency cannot be added.
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

// The provider retries a list. A 404 of the list does not mean that the application is gone.
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

// Adding a dependency that already exists succeeds. The list afterwards decides.
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

// Removing a dependency that is already removed succeeds, unless the list still shows it.
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
