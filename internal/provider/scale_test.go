package provider_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// TestRead_ThousandApplications_ReadsInBatches limits Lerian to a hundred requests a minute, the default of its
// servers. Further requests would have to wait for the next minute.
func TestRead_ThousandApplications_ReadsInBatches(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1000, LerianRateLimit: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for platform, most := range map[string]int{"zitadel": 5, "keycard": 25, "lerian": 4} { // logins included
		t.Run(platform, func(t *testing.T) {
			e.Journal.Reset()
			c := serve(t, e, nil, "")
			states := c.states(platform, e.Applications()[platform])
			rand.Shuffle(len(states), func(i, j int) { states[i], states[j] = states[j], states[i] })
			refresh(t, c, states)
			if sent := e.Journal.ByOperation(); e.Journal.Total() > most {
				t.Errorf("%d requests, more than %d: %v", e.Journal.Total(), most, sent)
			}
		})
	}
}

func TestRefreshSetting_SelectsListOrIndividualReads(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 20})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for name, tc := range map[string]struct {
		configured, environment string
		reads, lists            int
	}{
		"default":              {"", "", 1, 1},
		"coalesced":            {"coalesced", "individual", 1, 1},
		"individual":           {"individual", "", 20, 0},
		"environment":          {"", "individual", 20, 0},
		"environment, default": {"", "coalesced", 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			e.Journal.Reset()
			c := serve(t, e, map[string]string{"IDP_REFRESH": tc.environment}, tc.configured)
			refresh(t, c, c.states("lerian", e.Applications()["lerian"]))
			sent := e.Journal.ByOperation()
			if sent["lerian.get_application"] != tc.reads || sent["lerian.list_applications"] != tc.lists {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// stored is what Terraform stores about an application.
type stored struct {
	value   *tfprotov6.DynamicValue
	private []byte
}

func (c caller) states(platform string, applications []map[string]any) (all []stored) {
	for _, application := range applications {
		all = append(all, stored{c.state(platform, application), c.private(application)})
	}
	return all
}

// refresh reads the states ten at a time, as Terraform does, and checks that none changed.
func refresh(t *testing.T, c caller, states []stored) {
	t.Helper()
	next := make(chan stored)
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for state := range next {
				if got := c.value(c.refresh(state.value, state.private)); !got.Equal(c.value(state.value)) {
					t.Errorf("a refresh changes the state to %s", got)
				}
			}
		})
	}
	for _, state := range states {
		next <- state
	}
	close(next)
	readers.Wait()
}
