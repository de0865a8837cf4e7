package faultmatrix

// Outcome is how an operation ends after a fault.
type Outcome string

// The outcomes, by their names in the fault reference.
const (
	NotThere   Outcome = "–"                  // the platform has no such operation or fault
	AsAbove    Outcome = "as above"           // the kind sends the requests of the platform's first kind
	Done       Outcome = "done"               // as without a fault
	Repeated   Outcome = "repeated"           //
	Recovered  Outcome = "recovered"          //
	Adopted    Outcome = "adopted"            // recovered, with a warning
	Failed     Outcome = "fails"              // nothing is changed
	Open       Outcome = "open"               // the next plan shows whether the platform made the update
	Listed     Outcome = "listed"             // the error lists the candidates
	Overlap    Outcome = "overlap"            // rotated, and the previous credential still exists
	Ended      Outcome = "secret unconfirmed" // until the next apply
	Removed    Outcome = "removed"            // the destroy of a replacement succeeded, the create did not
	Rotated    Outcome = "rotation"           // planned
	Unverified Outcome = "unverified"         // whether the secret is valid is unknown
	Kept       Outcome = "kept"               // in state, with a warning
	StillShown Outcome = "still shown"        // removed, with a warning
	Gone       Outcome = "gone"               // from state, with a warning
)

// Meaning explains an outcome to users.
type Meaning struct {
	Outcome Outcome
	Text    string
}

// Meanings returns all outcomes, the best first.
func Meanings() []Meaning {
	return []Meaning{
		{Done, "The command succeeds at the first attempt."},
		{Repeated, "The provider retries the request, which is safe. The command succeeds."},
		{Recovered, "The provider finds out whether the platform processed the request. It completes or removes only what it can prove to be its " +
			"own. The command succeeds, with one application and a valid client secret."},
		{Adopted, "Like recovered, with a warning that names the application. The provider checks the application's credentials to see whether " +
			"another run also adopted it. If so, at least one of the runs fails."},
		{Rotated, "The platform rejects the client secret. The plan shows a rotation (for Lerian, a replacement), and says why."},
		{Unverified, "A warning says that the client secret could not be verified, and why. It is assumed valid; no change is planned."},
		{Kept, "The command succeeds. The application stays in state until you delete or replace it. A warning names the problem."},
		{StillShown, "The command succeeds with a warning. The application is no longer in state, but the platform may still accept its client " +
			"secret. The warning says what to tell the platform's operators."},
		{Gone, "The platform confirms that the application does not exist. It leaves the state with a warning, and the next apply " +
			"registers a new one."},
		{Open, "The command fails. The platform may have made the change. The application stays in state. The next plan reads it from the " +
			"platform, and the next apply completes the change."},
		{Overlap, "The command fails. The new client ID and client secret are in state and valid. The previous credential may also be valid. " +
			"Its client ID is in state as `keycard.previous_client_id`, and the next apply removes it."},
		{Ended, "The command fails. The client secret in state may be invalid. The next plan shows the rotation again, and the next apply " +
			"generates a valid client secret."},
		{Removed, "The command fails. The previous application is removed, and the new one is not registered. Neither is in " +
			"state or on the platform. The next apply registers the new one. With `create_before_destroy`, the previous application stays until the new one exists."},
		{Listed, "The command fails. The error lists the applications or credentials that the request may have created, by ID and time. The provider " +
			"adopts and removes none of them. Remove the one that nobody uses, then apply again."},
		{Failed, "The command fails. The error says why, and what to do. The platform and the state are unchanged. Fix the cause and run the " +
			"command again."},
		{AsAbove, "The request is the same as in the first table for this operation, and so is the outcome."},
		{NotThere, "There is no such request or fault."},
	}
}

// Cell is the expected result at one platform: the outcome, and the number of requests that meet the fault.
type Cell struct {
	Outcome Outcome
	Sent    int
}

// IsTested reports whether the fault can occur, and has no other cell that says how it ends.
func (c Cell) IsTested() bool { return c.Outcome != NotThere && c.Outcome != AsAbove }

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
func overlap(n int) Cell    { return Cell{Overlap, n} }
func ended(n int) Cell      { return Cell{Ended, n} }
func removed(n int) Cell    { return Cell{Removed, n} }
func unverified(n int) Cell { return Cell{Unverified, n} }

// everywhere returns the same cell for all platforms.
func everywhere(c Cell) [3]Cell { return [3]Cell{c, c, c} }

var (
	repeated = Cell{Repeated, 2} // retried once
	none     = Cell{Outcome: NotThere}
)
