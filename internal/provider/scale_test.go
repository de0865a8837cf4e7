package provider_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// TestAThousandApplicationsAreReadWithAHandfulOfRequests has Lerian take a hundred requests a minute, as its servers do by
// default: more would be told to wait until the minute is over.
func TestAThousandApplicationsAreReadWithAHandfulOfRequests(t *testing.T) {
	e, err := emulator.Start(emulator.Options{Seed: 1000, LerianRateLimit: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for platform, most := range map[string]int{"zitadel": 5, "keycard": 25, "lerian": 4} { // logins included
		t.Run(platform, func(t *testing.T) {
			e.Journal.Reset()
			c := serve(t, e, nil, "")
			var states []*tfprotov6.DynamicValue
			for _, application := range e.Applications()[platform] {
				states = append(states, c.state(platform, application))
			}
			rand.Shuffle(len(states), func(i, j int) { states[i], states[j] = states[j], states[i] })
			refresh(t, c, states)
			if sent := e.Journal.ByOperation(); e.Journal.Total() > most {
				t.Errorf("%d requests, more than %d: %v", e.Journal.Total(), most, sent)
			}
		})
	}
}

func TestHowApplicationsAreReadIsASetting(t *testing.T) {
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
			var states []*tfprotov6.DynamicValue
			for _, application := range e.Applications()["lerian"] {
				states = append(states, c.state("lerian", application))
			}
			refresh(t, c, states)
			sent := e.Journal.ByOperation()
			if sent["lerian.get_application"] != tc.reads || sent["lerian.list_applications"] != tc.lists {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// refresh reads as Terraform does, ten at a time. Nothing may have changed.
func refresh(t *testing.T, c caller, states []*tfprotov6.DynamicValue) {
	t.Helper()
	next := make(chan *tfprotov6.DynamicValue)
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for state := range next {
				if got := c.value(c.read(state)); !got.Equal(c.value(state)) {
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
