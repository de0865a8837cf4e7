package keycard_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	createApplication = "keycard.create_application"
	createCredential  = "keycard.create_credential"
	listCredentials   = "keycard.list_application_credentials"
	listApplications  = "keycard.list_applications"
)

// Two runs register the same application at the same time, and answers are lost. Whatever the order of their requests is, and
// however far lists lag behind: no application has two owners, no run removes what is not its own, and each secret in a state works.
func TestCreate_TwoRuns_NoApplicationHasTwoOwners(t *testing.T) {
	before, after := fault.DropBefore, fault.DropAfterCommit
	stale := func(operation string, times int) fault.Fault {
		return fault.Fault{Operation: operation, Kind: fault.StaleList, Times: times}
	}
	for name, faults := range map[string][2][]fault.Fault{
		"answers arrive":          {},
		"one never arrived":       {nil, {{Operation: createApplication, Kind: before}}},
		"one was lost":            {nil, {{Operation: createApplication, Kind: after}}},
		"both were lost":          {{{Operation: createApplication, Kind: after}}, {{Operation: createApplication, Kind: after}}},
		"neither arrived":         {{{Operation: createApplication, Kind: before}}, {{Operation: createApplication, Kind: before}}},
		"secret was lost":         {{{Operation: createCredential, Kind: after}}, {{Operation: createApplication, Kind: before}}},
		"adopter's secret, too":   {nil, {{Operation: createApplication, Kind: before}, {Operation: createCredential, Kind: after}}},
		"the adopter's lists lag": {nil, {{Operation: createApplication, Kind: before}, stale(listCredentials, 2)}},
		"the creator's lists lag": {{stale(listCredentials, 2)}, {{Operation: createApplication, Kind: before}}},
		"all lists lag": {
			{{Operation: createApplication, Kind: after}, stale(listCredentials, 3), stale(listApplications, 1)},
			{{Operation: createApplication, Kind: before}, stale(listCredentials, 3), stale(listApplications, 1)},
		},
		"all lists lag for ever": {{stale(listCredentials, 99)}, {{Operation: createApplication, Kind: before}, stale(listCredentials, 99)}},
	} {
		t.Run(name, func(t *testing.T) {
			i := interleave(t)
			tried := 0
			try := func(begins int, switches ...int) (steps int) {
				tried++
				wanted := idp.Registration{Scope: idp.Scope{ZoneID: i.zone}, Name: "Billing", Identifier: fmt.Sprintf("urn:%d", tried)}
				for n, r := range i.runs {
					r.faults.Clear()
					for _, f := range faults[n] {
						if err := r.faults.Arm(f); err != nil {
							t.Fatal(err)
						}
					}
				}
				results, steps := i.create(wanted, begins, switches...)
				if wrong := i.wrong(results); len(wrong) > 0 {
					t.Errorf("run %d begins, turns change at %v: %v\nfirst: %q, %v\nsecond: %q, %v",
						begins, switches, wrong, results[0].app.ID, results[0].err, results[1].app.ID, results[1].err)
				}
				return steps
			}
			orders(min(try(0), 20), func(begins int, switches ...int) { try(begins, switches...) })
		})
	}
}

// wrong says which promises were broken.
func (i *interleaving) wrong(results [2]result) (wrong []string) {
	if id := results[0].app.ID; id != "" && id == results[1].app.ID {
		wrong = append(wrong, "the application has two owners")
	}
	for n, r := range results {
		for _, id := range i.runs[n].removed {
			if !slices.Contains(i.runs[n].made, id) {
				wrong = append(wrong, fmt.Sprintf("run %d removed %s, which it did not make", n, id))
			}
		}
		e, refused := errors.AsType[*idp.Error](r.err)
		switch {
		case r.app.ID != "" && !i.server.VerifySecret(r.app.ClientID, r.app.ClientSecret.Reveal()):
			wrong = append(wrong, fmt.Sprintf("the secret of run %d does not work", n))
		case r.app.ID == "" && (!refused || e.Kind != idp.ErrAlreadyExists || e.ExistingID == ""):
			wrong = append(wrong, fmt.Sprintf("run %d has nothing, and does not say who has it", n))
		case r.app.ID != "" && r.err != nil:
			wrong = append(wrong, fmt.Sprintf("run %d has an application and an error", n))
		}
		if left := i.left(n, r.app.CredentialID); r.app.ID == "" && left > 0 {
			wrong = append(wrong, fmt.Sprintf("run %d gave up and left %d credentials", n, left))
		}
	}
	return wrong
}

// left is how many credentials of a run are there still, beside that of its application.
func (i *interleaving) left(n int, own string) (left int) {
	all := i.server.Applications()
	for _, c := range i.server.Credentials(all[len(all)-1]["id"].(string)) {
		if id := c["id"].(string); id != own && slices.Contains(i.runs[n].made, id) {
			left++
		}
	}
	return left
}
