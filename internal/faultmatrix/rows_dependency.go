package faultmatrix

// atKeycard is what other platforms have no request for.
func atKeycard(fault Fault, c Cell) Row { return Row{fault, [3]Cell{none, c, none}} }

// A new application whose dependency cannot be added is removed again.
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

// A list is repeated. That it denies the application says nothing about it.
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

// To add what is there already is done. What the list shows afterwards counts.
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

// To remove what is removed already is done, unless the list goes on showing it.
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
