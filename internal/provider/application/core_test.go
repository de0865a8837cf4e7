package application_test

import (
	"testing"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
)

// core runs commands in process. They must succeed.
type core struct {
	*acctest.Core

	t *testing.T
}

func coreOf(t *testing.T, w *acctest.World) core {
	t.Helper()
	return core{w.Core(), t}
}

// apply applies a configuration. The next plan must be empty.
func (c core) apply(config attributes) {
	c.t.Helper()
	if _, problems := c.Apply(c.t.Context(), config); problems.Failed() {
		c.t.Fatal(problems)
	}
	if changes := c.plan(config); len(changes) > 0 {
		c.t.Fatalf("the plan after the apply changes %q", changes)
	}
}

// plan returns the attributes that a plan changes.
func (c core) plan(config attributes) []string {
	c.t.Helper()
	changes, problems := c.Plan(c.t.Context(), config)
	if problems.Failed() {
		c.t.Fatal(problems)
	}
	return changes
}

// texts returns attributes in state, as on the command line.
func (c core) texts() map[string]string {
	return map[string]string{"id": c.Text("id"), "client_id": c.Text("client_id"), "client_secret": c.Text("client_secret")}
}

// credentials returns the client ID and the client secret in state.
func (c core) credentials() credentials {
	return credentials{c.Text("client_id"), c.Text("client_secret")}
}

// decrypt returns the client ID and the client secret in state, which is encrypted to the key.
func (c core) decrypt(key *age.X25519Identity) credentials {
	c.t.Helper()
	secret, err := encryption.Identities{key}.Decrypt(c.Text("secret", "encrypted"))
	if err != nil || c.Text("client_secret") != "" {
		c.t.Fatalf("the secret is in state in clear (%t), or cannot be decrypted: %v", c.Text("client_secret") != "", err)
	}
	return credentials{c.Text("client_id"), secret.Reveal()}
}

// expectWorking checks that state has the platform's only application, with a working secret.
func (c core) expectWorking(w *acctest.World, platform string) {
	c.t.Helper()
	kept := c.credentials()
	kept.expect(c.t, w, platform, true)
	if id := c.Text("id"); id != w.ID(platform) {
		c.t.Errorf("state has application %s, the platform %s", id, w.ID(platform))
	}
	if platform == "keycard" && w.Only(platform)["credentials"] != 1 {
		c.t.Errorf("the application has %v credentials", w.Only(platform)["credentials"])
	}
}
