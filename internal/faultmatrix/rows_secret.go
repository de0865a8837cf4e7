package faultmatrix

// rotateRows returns the faults of a rotation. At ZITADEL a new secret replaces the previous one immediately, so the
// provider retries a request with an unknown outcome. At Keycard the current credential remains until the new one exists. At
// Lerian it is deleted with its application.
func rotateRows() []Row {
	return []Row{
		{BreaksBefore, [3]Cell{repeated, recovered(2), removed(1)}},
		{BreaksAfter, [3]Cell{repeated, recovered(2), listed(1)}},
		{BreaksAndStale, [3]Cell{none, recovered(2), listed(1)}},
		{TooLate, [3]Cell{repeated, recovered(2), listed(1)}},
		{LostForGood, [3]Cell{ended(tries), failed(2), listed(1)}},
		{Truncated, [3]Cell{repeated, recovered(2), listed(1)}},
		{Busy, everywhere(repeated)},
		{BusyForGood, [3]Cell{failed(tries), failed(2 * tries), removed(tries)}},
		{Fails, [3]Cell{repeated, recovered(2), removed(1)}},
		{Unavailable, [3]Cell{repeated, recovered(2), removed(1)}},
		{Down, [3]Cell{failed(tries), failed(2), removed(1)}},
		{ProxyPage, [3]Cell{repeated, recovered(2), removed(1)}},
		{BareNotFound, [3]Cell{failed(1), failed(2), removed(1)}},
		{Forbidden, [3]Cell{failed(1), failed(1), removed(1)}},
		{Invalid, [3]Cell{failed(1), failed(1), removed(1)}},
		{TokenRefused, everywhere(repeated)},
		{FalseNotFound, [3]Cell{failed(1), repeated, none}},
		{UniqueViolation, [3]Cell{repeated, none, none}},
	}
}

// retireRows returns the faults of deleting Keycard's previous credential, after the new one exists. Deleting one that is
// already deleted succeeds.
func retireRows() []Row {
	return []Row{
		atKeycard(BreaksBefore, repeated),
		atKeycard(BreaksAfter, repeated),
		atKeycard(TooLate, repeated),
		atKeycard(LostForGood, overlap(tries)),
		atKeycard(Truncated, repeated),
		atKeycard(Busy, repeated),
		atKeycard(BusyForGood, overlap(tries)),
		atKeycard(Fails, repeated),
		atKeycard(Unavailable, repeated),
		atKeycard(Down, overlap(tries)),
		atKeycard(ProxyPage, repeated),
		atKeycard(BareNotFound, overlap(1)),
		atKeycard(Forbidden, overlap(1)),
		atKeycard(TokenRefused, repeated),
		atKeycard(FalseNotFound, repeated),
	}
}

// verifyRows returns the faults of verifying a secret. Only the platform's own rejection of this secret counts as a
// rejection.
func verifyRows() []Row {
	return []Row{
		{BreaksBefore, everywhere(repeated)},
		{BreaksAfter, everywhere(repeated)},
		{TooLate, everywhere(repeated)},
		{LostForGood, everywhere(unverified(tries))},
		{Truncated, everywhere(repeated)},
		{Busy, everywhere(repeated)},
		{BusyForGood, everywhere(unverified(tries))},
		{Fails, everywhere(repeated)},
		{Unavailable, everywhere(repeated)},
		{Down, everywhere(unverified(tries))},
		{ProxyPage, everywhere(repeated)},
		{BareNotFound, everywhere(unverified(1))},
		{BareRefusal, everywhere(unverified(1))},
		{Forbidden, everywhere(unverified(1))},
		{Invalid, everywhere(unverified(1))},
		{SecretReplaced, everywhere(Cell{Rotated, 1})},
	}
}
