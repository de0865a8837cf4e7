package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"filippo.io/age"
)

// rotateAndVerify creates applications and rotates, verifies and encrypts their secrets, and gets tokens with them.
func (l *life) rotateAndVerify() {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		l.t.Fatal(err)
	}
	l.world.Env["IDP_AGE_IDENTITY"] = l.secrets.keep("age identity", key.String())

	l.secretive(1, "", "")
	l.apply()
	l.see(l.verify("plan", "-detailed-exitcode")) // in plain text

	_, resource := l.world.Keycard.Resource()
	l.depend()
	l.secretive(2, "", l.tokens("idp_application.%s_secret.client_secret", resource))
	l.apply()
	l.see(l.Must("plan", "-detailed-exitcode")) // a plan, because OpenTofu's apply requests no token that nothing uses

	to := fmt.Sprintf("recipients = [%q]", key.Recipient().String())
	l.secretive(3, to, "")
	l.apply()
	if n := strings.Count(l.Read("terraform.tfstate"), "BEGIN AGE ENCRYPTED FILE"); n != 3 {
		l.t.Errorf("the state has %d encrypted secrets, want 3 for the age identity to decrypt", n)
	}
	const decrypted = `
ephemeral "idp_client_secret" "keycard" {
  encrypted = idp_application.keycard_secret.secret.encrypted
}
ephemeral "idp_client_secret" "lerian" {
  encrypted = idp_application.lerian_secret.secret.encrypted
}`
	l.secretive(3, to, decrypted+l.tokens("ephemeral.idp_client_secret.%s.client_secret", resource))
	l.see(l.verify("plan", "-detailed-exitcode"))

	l.applications("client_secret_basic", "client_secret_basic", "")
	l.see(l.Must("apply"))
}

// secretive adds an application on each platform to the configuration. The argument secret is the content of their secret
// blocks.
func (l *life) secretive(round int, secret, rest string) {
	body := fmt.Sprintf("secret {\n    verify = true\n    %s\n  }\n  rotate_when_changed = { round = \"%d\" }", secret, round)
	l.applications("client_secret_basic", "client_secret_basic", fmt.Sprintf(`
resource "idp_application" "zitadel_secret" {
  name    = "payments"
  zitadel { project_id = %q }
  %[3]s
}
resource "idp_application" "keycard_secret" {
  name       = "Payments"
  identifier = "https://payments.example.com"
  keycard { zone_id = %[2]q }
  %[3]s
}
resource "idp_application" "lerian_secret" {
  name        = "plugin-fees"
  description = "Payments"
  lerian {}
  %[3]s
}
%[4]s`, l.world.ZITADEL.ProjectID(), l.world.Keycard.ZoneID(), body, rest))
}

// depend lets the Keycard application get tokens for the resource.
func (l *life) depend() {
	l.t.Helper()
	for _, app := range l.world.Applications()["keycard"] {
		id, _ := app["id"].(string)
		if app["identifier"] != "https://payments.example.com" {
			continue
		}
		if err := l.world.Keycard.Depend(id); err != nil {
			l.t.Fatal(err)
		}
	}
}

// tokens returns blocks that request tokens with the given reference to a client secret.
func (l *life) tokens(secret, resource string) string {
	return fmt.Sprintf(`
ephemeral "idp_access_token" "keycard" {
  client_id     = idp_application.keycard_secret.client_id
  client_secret = `+secret+`
  keycard {
    zone_id = %q
    resource = %q
  }
}
ephemeral "idp_access_token" "lerian" {
  client_id     = idp_application.lerian_secret.client_id
  client_secret = `+secret+`
  lerian {}
}`, "keycard", l.world.Keycard.ZoneID(), resource, "lerian")
}

// verify runs a command that verifies the secrets. It first removes private state, which records when they were created: new
// secrets are not verified.
func (l *life) verify(args ...string) string {
	l.t.Helper()
	l.world.Sent() // starts the count
	l.forgetPrivate()
	output := l.Must(args...)
	sent := l.world.Sent()
	for operation, n := range map[string]int{"zitadel.introspect": 1, "keycard.zone_token": 1, "lerian.login": 2} { // one login is the provider's own
		if sent[operation] < n {
			l.t.Errorf("%s was sent %d times", operation, sent[operation])
		}
	}
	return output
}

// forgetPrivate removes all private state from the state file.
func (l *life) forgetPrivate() {
	l.t.Helper()
	var state map[string]any
	if err := json.Unmarshal([]byte(l.Read("terraform.tfstate")), &state); err != nil {
		l.t.Fatal(err)
	}
	resources, _ := state["resources"].([]any)
	for _, r := range resources {
		instances, _ := r.(map[string]any)["instances"].([]any)
		for _, instance := range instances {
			delete(instance.(map[string]any), "private")
		}
	}
	text, err := json.Marshal(state)
	if err != nil {
		l.t.Fatal(err)
	}
	l.Write("terraform.tfstate", string(text))
}
