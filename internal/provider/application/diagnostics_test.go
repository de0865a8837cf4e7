package application_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// The first request for a credential is lost, and the second one creates it. The outcome of the first stays unknown, or its
// credential cannot be deleted: that is no reason to replace a working application.
func TestApplicationThatWorksIsNotReplaced(t *testing.T) {
	for name, row := range map[string]struct {
		faults []fault.Fault
		said   string
		then   plancheck.ResourceActionType
	}{
		"nobody knows of an orphaned credential": {[]fault.Fault{
			{Operation: "keycard.create_credential", Kind: fault.DropBefore},
			{Operation: "keycard.list_application_credentials", Kind: fault.StaleList, Times: 99},
		}, "If Keycard shows a credential", plancheck.ResourceActionNoop},
		"the orphaned credential cannot be removed": {[]fault.Fault{
			{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit},
			{Operation: "keycard.list_application_credentials", Kind: fault.StaleList, Times: 4},
			{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 403, Times: 99},
		}, "could not delete it. The next apply deletes it", plancheck.ResourceActionUpdate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := platforms["keycard"](w)
			var made credentials
			w.Test(
				resource.TestStep{
					PreConfig: func() { arm(w, row.faults) },
					Config:    config, Check: made.take(t), ExpectNonEmptyPlan: row.then != plancheck.ResourceActionNoop,
				},
				resource.TestStep{
					PreConfig:        func() { w.Faults.Clear(); made.expect(t, w, "keycard", true) },
					Config:           config,
					ConfigPlanChecks: before(action(row.then)),
				},
			)
			arm(w, row.faults)
			cli := w.Workspace(config)
			said := warnings(t, cli, "apply")
			for _, words := range []string{"Application is registered, and an orphaned credential may be left", `registered application "Orders" at Keycard`, row.said} {
				if !strings.Contains(said, words) {
					t.Errorf("%q is not said: %s", words, said)
				}
			}
			w.Faults.Clear()
			cli.Must("destroy")
		})
	}
}

func arm(w *acctest.World, faults []fault.Fault) {
	for _, f := range faults {
		w.Fault(f)
	}
}

// Nothing was lost, so nobody should look for an orphaned credential or an earlier request.
func TestCreate_CredentialsCannotBeListed_SaysThatTheyWereNotChecked(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	core, config := coreOf(t, w), simple(w, "keycard")
	w.Fault(fault.Fault{Operation: "keycard.list_application_credentials", Kind: fault.Status, Status: 403, Times: 99})
	_, problems := core.Apply(t.Context(), config)
	said := problems.String()
	if len(problems) != 1 || problems.Failed() {
		t.Errorf("want one warning, got: %s", said)
	}
	for _, words := range []string{
		"Application is registered, but its credentials were not checked", `registered application "Orders" at Keycard`, "lists its credentials failed",
		"a client ID other than " + core.Text("client_id"), "terraform state rm",
	} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not said: %s", words, said)
		}
	}
	for _, words := range []string{"orphaned", "earlier request", "Apply again"} {
		if strings.Contains(said, words) {
			t.Errorf("%q is said: %s", words, said)
		}
	}
	w.Faults.Clear()
	core.apply(config)
	core.expectWorking(w, "keycard")
}
