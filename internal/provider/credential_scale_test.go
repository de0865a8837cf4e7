package provider_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

const credentialType = "idp_application_credential"

// importedCredential returns a credential after an import and the read that follows it.
func (c caller) importedCredential(id string) *tfprotov6.ReadResourceResponse {
	imported, err := c.server.ImportResourceState(c.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: credentialType, ID: id})
	c.check(err, imported.Diagnostics)
	one := imported.ImportedResources[0]
	read, err := c.server.ReadResource(c.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: credentialType, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
	})
	for _, d := range read.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError { // the unknown secret is a warning
			c.check(err, read.Diagnostics)
		}
	}
	return read
}

func TestRead_ThousandCredentials_ReadsInBatches(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, map[string]string{"IDP_REFRESH": "individual"}, "")
	var known []*tfprotov6.ReadResourceResponse
	for _, app := range e.Applications()["keycard"] {
		known = append(known, c.importedCredential(fmt.Sprintf("keycard/%s/%s/%s", e.Keycard.ZoneID(), app["id"], app["credential_id"])))
	}
	rand.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })

	e.Journal.Reset()
	c = serve(t, e, nil, "")
	next := make(chan *tfprotov6.ReadResourceResponse)
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for state := range next {
				got, err := c.server.ReadResource(c.Context(), &tfprotov6.ReadResourceRequest{
					TypeName: credentialType, CurrentState: state.NewState, Private: state.Private, CurrentIdentity: state.NewIdentity,
				})
				if err != nil || len(got.Diagnostics) > 0 || string(got.NewState.MsgPack) != string(state.NewState.MsgPack) {
					t.Errorf("a refresh changes the state: %v, %v", err, got.Diagnostics)
				}
			}
		})
	}
	for _, state := range known {
		next <- state
	}
	close(next)
	readers.Wait()
	if sent := e.Journal.ByOperation(); len(known) != 1000 || e.Journal.Total() > 14 { // a login, ten pages, and a few reads
		t.Errorf("%d requests for %d credentials: %v", e.Journal.Total(), len(known), sent)
	}
}

// The fast path handles no credentials and leaves their calls to the framework.
func TestServer_Credentials_AreLeftToTheFramework(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c := serve(t, e, nil, "", provider.WithComparison(func(req, _, _ any) { t.Errorf("the fast path answered a %T", req) }))
	app := e.Applications()["keycard"][0]
	state := c.importedCredential(fmt.Sprintf("keycard/%s/%s/%s", e.Keycard.ZoneID(), app["id"], app["credential_id"]))
	read, err := c.server.ReadResource(c.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: credentialType, CurrentState: state.NewState, Private: state.Private, CurrentIdentity: state.NewIdentity,
	})
	c.check(err, read.Diagnostics)
	planned, err := c.server.PlanResourceChange(c.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: credentialType, PriorState: read.NewState, ProposedNewState: read.NewState, Config: read.NewState,
		PriorPrivate: read.Private, PriorIdentity: read.NewIdentity,
	})
	c.check(err, planned.Diagnostics)
	if string(planned.PlannedState.MsgPack) != string(read.NewState.MsgPack) {
		t.Error("a plan changes the state")
	}
}
