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

// Two runs create the same application at the same time, and responses are lost. For any order of the requests, and however
// far lists lag behind: no application has two owners, no run deletes what another run created, and all secrets in state
// work.
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
			interleave(t).tryAll(faults, idp.Registration{}, idp.Registration{})
		})
	}
}

// The same applies with keys, and if the runs have different configurations.
func TestCreate_TwoRuns_KeysProveOwnership(t *testing.T) {
	key := idp.Registration{AuthMethod: idp.PrivateKeyJWT, JWKSURI: "https://agent.example.test/jwks.json"}
	secret := idp.Registration{AuthMethod: idp.ClientSecretBasic}
	lost := fault.Fault{Operation: createApplication, Kind: fault.DropAfterCommit}
	unsent := fault.Fault{Operation: createApplication, Kind: fault.DropBefore}
	for name, tc := range map[string]struct {
		faults        [2][]fault.Fault
		first, second idp.Registration
	}{
		"both were lost":         {[2][]fault.Fault{{lost}, {lost}}, key, key},
		"a secret, then a key":   {[2][]fault.Fault{nil, {unsent}}, secret, key},
		"a key, then a secret":   {[2][]fault.Fault{nil, {unsent}}, key, secret},
		"the adopter's, too":     {[2][]fault.Fault{nil, {unsent, {Operation: createCredential, Kind: fault.DropAfterCommit}}}, secret, key},
		"the creator's list lag": {[2][]fault.Fault{{{Operation: listCredentials, Kind: fault.StaleList, Times: 2}}, {unsent}}, key, secret},
	} {
		t.Run(name, func(t *testing.T) { interleave(t).tryAll(tc.faults, tc.first, tc.second) })
	}
}

// tryAll lets both runs create the same application, each with its own authentication method, in many orders.
func (i *interleaving) tryAll(faults [2][]fault.Fault, wanted ...idp.Registration) {
	i.Helper()
	tried := 0
	try := func(begins int, switches ...int) (steps int) {
		tried++
		var each [2]idp.Registration
		for n, r := range i.runs {
			each[n] = wanted[n]
			each[n].Scope, each[n].Name, each[n].Identifier = idp.Scope{ZoneID: i.zone}, "Billing", fmt.Sprintf("urn:%d", tried)
			r.faults.Clear()
			for _, f := range faults[n] {
				if err := r.faults.Arm(f); err != nil {
					i.Fatal(err)
				}
			}
		}
		results, steps := i.create(each, begins, switches...)
		if wrong := i.wrong(results); len(wrong) > 0 {
			i.Errorf("run %d begins, turns change at %v: %v\nfirst: %q, %v\nsecond: %q, %v",
				begins, switches, wrong, results[0].app.ID, results[0].err, results[1].app.ID, results[1].err)
		}
		return steps
	}
	orders(min(try(0), 20), func(begins int, switches ...int) { try(begins, switches...) })
}

// wrong returns the promises that were broken.
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
		case r.app.ID != "" && !i.works(r.app):
			wrong = append(wrong, fmt.Sprintf("the credential of run %d does not work", n))
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

func (i *interleaving) works(app idp.Application) bool {
	if app.AuthMethod == idp.ClientSecretBasic {
		return i.server.VerifySecret(app.ClientID, app.ClientSecret.Reveal())
	}
	return slices.ContainsFunc(i.server.Credentials(app.ID), func(c map[string]any) bool {
		return c["id"] == app.CredentialID && c["identifier"] == app.ClientID && c["jwks_uri"] == app.JWKSURI
	})
}

// left returns how many credentials of a run still exist, other than that of its application.
func (i *interleaving) left(n int, own string) (left int) {
	all := i.server.Applications()
	for _, c := range i.server.Credentials(all[len(all)-1]["id"].(string)) {
		if id := c["id"].(string); id != own && slices.Contains(i.runs[n].made, id) {
			left++
		}
	}
	return left
}
