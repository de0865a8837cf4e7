package faultmatrix

// Outcome is how an operation ends that met fault.
type Outcome string

// The outcomes, as the guide's tables name them.
const (
	NotThere   Outcome = "–"         // the platform has no such operation or fault
	Done       Outcome = "done"      // as if nothing had been
	Repeated   Outcome = "repeated"  //
	Recovered  Outcome = "recovered" //
	Adopted    Outcome = "adopted"   // recovered, with a warning
	Failed     Outcome = "fails"     // nothing is changed
	Open       Outcome = "open"      // an update of which the next plan shows what was done
	Tainted    Outcome = "tainted"   // registered, and not complete
	Listed     Outcome = "listed"    // what may have been created is named in the error
	Overlap    Outcome = "overlap"   // rotated, and the previous credential is still there
	Ended      Outcome = "ended"     // nobody has a secret that works
	Removed    Outcome = "removed"   // the first half of a replacement was done
	Rotated    Outcome = "rotation"  // planned
	Unverified Outcome = "not known" // whether the secret works
	Kept       Outcome = "kept"      // in state, with a warning
	StillShown Outcome = "undead"    // removed, with a warning
	Gone       Outcome = "gone"      // from state, with a warning
)

// Meaning is an outcome in the words of the guide.
type Meaning struct {
	Outcome Outcome
	Text    string
}

// Meanings has all outcomes, the best first.
func Meanings() []Meaning {
	return []Meaning{
		{Done, "The command succeeds at the first attempt."},
		{Repeated, "The provider repeats the request, which is safe, and the command succeeds."},
		{Recovered, "The provider finds out whether the request was carried out, and finishes or removes only what it can prove to be its own. The " +
			"command succeeds, with one application and a client secret that works."},
		{Adopted, "Like recovered, with a warning that names the application. Its credential proves that no other run has it: if one does, at least " +
			"one of the runs fails."},
		{Rotated, "The platform refuses this client secret. The plan shows a rotation (at Lerian, a replacement), and says why."},
		{Unverified, "A warning says that the client secret could not be verified, and why. It is assumed valid; no change is planned."},
		{Kept, "The command succeeds. The application stays in state until it is removed, and a warning names the problem."},
		{StillShown, "The command succeeds with a warning. The application is no longer in state, but the platform may still accept its client " +
			"secret. The warning says what to tell the platform's operators."},
		{Gone, "The platform confirms that the application does not exist. It leaves the state with a warning, and the next apply " +
			"registers a new one."},
		{Open, "The command fails: the change may have been made. The application stays in state. The next plan reads what the platform has, " +
			"and the next apply does the rest."},
		{Tainted, "The command fails. The application is registered, and not complete. It stays in state, tainted: the next apply replaces it."},
		{Overlap, "The command fails. The new client ID and client secret are in state, and work. The previous credential may still be valid: " +
			"its client ID is in state as `keycard.previous_client_id`, and the next apply removes it."},
		{Ended, "The command fails: the client secret in state may be invalid. The next plan shows the rotation again, and the next apply " +
			"generates a client secret that works."},
		{Removed, "The command fails. The previous application is removed, and the new one is not registered, so nothing is in state " +
			"or on the platform. The next apply registers it. With `create_before_destroy`, the previous application stays until the new one exists."},
		{Listed, "The command fails. The error lists the applications that the request may have created, by ID, client ID and time. The provider " +
			"adopts and removes none of them. Remove the one that nobody uses, then apply again."},
		{Failed, "The command fails, and says why and what to do. Nothing is changed, neither on the platform nor in state. Remove the cause and run " +
			"the command again."},
		{NotThere, "This platform has no such request, or no such fault."},
	}
}

// Cell is what is expected at one platform: the outcome, and how many of the requests that meet the fault are sent.
type Cell struct {
	Outcome Outcome
	Sent    int
}

// Row is one fault of one operation, with a cell for each platform.
type Row struct {
	Fault Fault
	Cells [3]Cell
}

func done(n int) Cell       { return Cell{Done, n} }
func recovered(n int) Cell  { return Cell{Recovered, n} }
func failed(n int) Cell     { return Cell{Failed, n} }
func open(n int) Cell       { return Cell{Open, n} }
func listed(n int) Cell     { return Cell{Listed, n} }
func adopted(n int) Cell    { return Cell{Adopted, n} }
func tainted(n int) Cell    { return Cell{Tainted, n} }
func overlap(n int) Cell    { return Cell{Overlap, n} }
func ended(n int) Cell      { return Cell{Ended, n} }
func removed(n int) Cell    { return Cell{Removed, n} }
func unverified(n int) Cell { return Cell{Unverified, n} }

// everywhere is the same at all platforms.
func everywhere(c Cell) [3]Cell { return [3]Cell{c, c, c} }

var (
	repeated = Cell{Repeated, 2} // sent again, once
	none     = Cell{Outcome: NotThere}
)
