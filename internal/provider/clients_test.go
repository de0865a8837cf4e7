package provider

import (
	"maps"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func newClients() *clients { return &clients{now: time.Now} }

func TestClients_AreSharedOnlyIfSettingsMatch(t *testing.T) {
	settings := map[string]string{
		"IDP_REFRESH": "individual", "KEYCARD_ENDPOINT": "https://keycard.example.com", "KEYCARD_CLIENT_ID": "us", "KEYCARD_CLIENT_SECRET": "s1",
	}
	now := time.Now()
	keep := &clients{now: func() time.Time { return now }}
	connected := func(changed map[string]string, c config, agent string) idp.Platform {
		t.Helper()
		env := maps.Clone(settings)
		maps.Copy(env, changed)
		all, diags := connect(c, environment(env), transport.Config{UserAgent: agent}, keep)
		if diags.HasError() {
			t.Fatal(diags)
		}
		platform, err := all.Platform("keycard")
		if err != nil {
			t.Fatal(err)
		}
		return platform
	}
	first := connected(nil, config{}, "")
	if connected(nil, config{}, "") != first {
		t.Error("the same settings make another client")
	}
	for name, other := range map[string]idp.Platform{
		"secret":     connected(map[string]string{"KEYCARD_CLIENT_SECRET": "s2"}, config{}, ""),
		"client":     connected(map[string]string{"KEYCARD_CLIENT_ID": "them"}, config{}, ""),
		"endpoint":   connected(map[string]string{"KEYCARD_ENDPOINT": "https://other.example.com"}, config{}, ""),
		"timeout":    connected(map[string]string{"IDP_HTTP_TIMEOUT": "3s"}, config{}, ""),
		"user agent": connected(nil, config{}, "another"),
		"headers":    connected(nil, configured(t, "keycard", headers(attributes{"X-Gateway": types.StringValue("key")})), ""),
	} {
		if other == first {
			t.Errorf("another %s gets the same client", name)
		}
	}
	now = now.Add(clientAge)
	if connected(nil, config{}, "") == first {
		t.Error("a client is used for ever")
	}
}

func TestClients_AreLimited(t *testing.T) {
	keep := newClients()
	for n := range 2 * maxClients {
		if _, err := keep.get(origin{config: n}, func() (idp.Platform, error) { return nil, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(keep.kept) != maxClients {
		t.Errorf("%d clients are kept", len(keep.kept))
	}
}
