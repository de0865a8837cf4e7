package credential_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// every returns a credential of each kind, and the state that it results in.
func every() map[string]struct {
	config config
	state  map[string]string // by path, as space-separated names
} {
	type row = struct {
		config config
		state  map[string]string
	}
	return map[string]row{
		"client secret": {keycard("client_secret", config{}), map[string]string{"client_id": "client-1", "client_secret value": "secret-1"}},
		"public key":    {keycard("public_key", config{"jwks_uri": "https://a.example.com/jwks"}), map[string]string{"client_id": "client-1", "public_key jwks_uri": "https://a.example.com/jwks", "public_key identifier": "client-1"}},
		"public key with an identifier": {
			keycard("public_key", config{"jwks_uri": "https://a.example.com/jwks", "identifier": "urn:a"}),
			map[string]string{"client_id": "urn:a", "public_key identifier": "urn:a"},
		},
		"workload identity": {
			keycard("workload_identity", config{"provider_id": "github", "subject": "repo:acme/api"}),
			map[string]string{"client_id": "", "workload_identity provider_id": "github"},
		},
		"workload identity of anybody": {keycard("workload_identity", config{"provider_id": "cluster", "any_subject": true}), map[string]string{"client_id": "", "workload_identity subject": ""}},
		"url":                          {keycard("url", config{"identifier": "https://a.example.com/client.json"}), map[string]string{"client_id": "https://a.example.com/client.json"}},
		"public":                       {keycard("public", config{"identifier": "cli"}), map[string]string{"client_id": "cli"}},
		"key":                          {zitadel(project, config{}), map[string]string{"key file": `{"keyId":"c1"}`, "key expires_at": ""}},
		"key that expires":             {zitadel(project, config{"expires_at": "2027-11-01T00:00:00Z"}), map[string]string{"key expires_at": "2027-11-01T00:00:00Z"}},
		"key of a service account":     {zitadel(config{}, config{}), map[string]string{"key file": `{"keyId":"c1"}`}},
		"own key":                      {zitadel(config{}, config{"public_key": publicKey}), map[string]string{"key file": "", "key public_key": publicKey}},
	}
}

func TestCredential_EachKind_IsCreatedReadAndRevoked(t *testing.T) {
	for name, row := range every() {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.config, true)
			for path, want := range row.state {
				if got := textAt(core, path); got != want {
					t.Errorf("%s is %q, not %q", path, got, want)
				}
			}
			if core.Text("id") != d.only(t).ID || core.Text("application_id") != "app" {
				t.Errorf("state has credential %s of %s", core.Text("id"), core.Text("application_id"))
			}
			d.sent()
			apply(t, core, row.config, false)
			if problems := core.Destroy(t.Context()); len(problems) > 0 || core.Has() || len(d.issued) > 0 {
				t.Errorf("%d credentials are left: %s", len(d.issued), problems)
			}
			if calls := d.sent(); !slices.Equal(calls, []string{"read", "read", "revoke"}) {
				t.Errorf("calls: %v", calls)
			}
		})
	}
}

// apply fails the test on any diagnostic, and if the apply does not change what is expected.
func apply(t *testing.T, core *acctest.Core, c config, want bool) {
	t.Helper()
	if changed, problems := core.Apply(t.Context(), c); changed != want || len(problems) > 0 {
		t.Fatalf("changed: %t, not %t\n%s", changed, want, problems)
	}
}

func TestCredential_ChangeInPlace_KeepsTheCredential(t *testing.T) {
	for name, row := range map[string]struct {
		before, after config
		clientID      string
	}{
		"subject":       {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), keycard("workload_identity", config{"provider_id": "p", "subject": "b"}), ""},
		"to any":        {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), keycard("workload_identity", config{"provider_id": "p", "any_subject": true}), ""},
		"from any":      {keycard("workload_identity", config{"provider_id": "p", "any_subject": true}), keycard("workload_identity", config{"provider_id": "p", "subject": "b", "any_subject": false}), ""},
		"URL":           {keycard("url", config{"identifier": "https://a.example.com"}), keycard("url", config{"identifier": "https://b.example.com"}), "https://b.example.com"},
		"public client": {keycard("public", config{"identifier": "a"}), keycard("public", config{"identifier": "b"}), "b"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.before, true)
			id := core.Text("id")
			d.sent()
			apply(t, core, row.after, true)
			if calls := d.sent(); !slices.Equal(calls, []string{"read", "update"}) || core.Text("id") != id || core.Text("client_id") != row.clientID {
				t.Errorf("calls: %v; %s has client ID %s", calls, core.Text("id"), core.Text("client_id"))
			}
			apply(t, core, row.after, false)
		})
	}
}

func TestCredential_OtherChange_ReplacesTheCredential(t *testing.T) {
	other := config{"application_id": "other"}
	for name, row := range map[string]struct{ before, after config }{
		"application":  {keycard("client_secret", config{}), keycard("client_secret", config{}, other)},
		"zone":         {keycard("client_secret", config{}), keycard("client_secret", config{}, config{"keycard": config{"zone_id": "another"}})},
		"kind":         {keycard("client_secret", config{}), keycard("public", config{"identifier": "a"})},
		"platform":     {keycard("client_secret", config{}), zitadel(project, config{})},
		"key set":      {keycard("public_key", config{"jwks_uri": "https://a.example.com"}), keycard("public_key", config{"jwks_uri": "https://b.example.com"})},
		"client ID":    {keycard("public_key", config{"jwks_uri": "https://a.example.com"}), keycard("public_key", config{"jwks_uri": "https://a.example.com", "identifier": "b"})},
		"provider":     {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), keycard("workload_identity", config{"provider_id": "q", "subject": "a"})},
		"project":      {zitadel(project, config{}), zitadel(config{"project_id": "another"}, config{})},
		"to a service": {zitadel(project, config{}), zitadel(config{}, config{})},
		"expiry":       {zitadel(project, config{}), zitadel(project, config{"expires_at": "2027-11-01T00:00:00Z"})},
		"own key":      {zitadel(config{}, config{}), zitadel(config{}, config{"public_key": publicKey})},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.before, true)
			d.sent()
			apply(t, core, row.after, true)
			if calls := d.sent(); !slices.Equal(calls, []string{"read", "revoke", "issue"}) || core.Text("id") != "c2" {
				t.Errorf("calls: %v; state has %s", calls, core.Text("id"))
			}
			apply(t, core, row.after, false)
		})
	}
}

func TestCredential_EquivalentValues_SendNothing(t *testing.T) {
	for name, row := range map[string]struct{ before, after config }{
		"organization is named":   {zitadel(project, config{}), zitadel(config{"project_id": "project", "organization_id": "org"}, config{})},
		"same time, another zone": {zitadel(project, config{"expires_at": "2027-11-01T00:00:00Z"}), zitadel(project, config{"expires_at": "2027-11-01T02:00:00+02:00"})},
		"never, in full":          {zitadel(project, config{}), zitadel(project, config{"expires_at": "9999-12-31T23:59:59Z"})},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.before, true)
			d.sent()
			apply(t, core, row.after, true)
			if calls := d.sent(); !slices.Equal(calls, []string{"read"}) || core.Text("id") != "c1" {
				t.Errorf("calls: %v; state has %s", calls, core.Text("id"))
			}
			apply(t, core, row.after, false)
		})
	}
}

func TestCredential_ClientIDAddedOrOmitted_PlansNothing(t *testing.T) {
	d := newDesk()
	core := d.core()
	left := func() config { return keycard("public_key", config{"jwks_uri": "https://a.example.com"}) }
	apply(t, core, left(), true)
	apply(t, core, keycard("public_key", config{"jwks_uri": "https://a.example.com", "identifier": "client-1"}), false)
	apply(t, core, left(), false)
	d.issued[0].ClientID = "of another" // no platform does this
	if _, problems := core.Apply(t.Context(), keycard("public_key", config{"jwks_uri": "https://a.example.com", "identifier": "client-1"})); !said(problems, "Credential was changed outside Terraform") || d.only(t).ID != "c2" {
		t.Error(problems)
	}
}

func TestCreate_Interrupted_IsCarriedOut(t *testing.T) {
	d := newDesk()
	core := d.core()
	ended, cancel := contextThatEnds(t)
	cancel()
	if _, problems := core.Apply(ended, keycard("client_secret", config{})); len(problems) > 0 || d.ended || core.Text("client_secret", "value") != "secret-1" {
		t.Errorf("the create was cancelled: %t\n%s", d.ended, problems)
	}
}

func TestCreate_Fails_SavesPartialResult(t *testing.T) {
	lost := &idp.Error{Kind: idp.ErrAmbiguous, Message: "no answer"}
	for name, row := range map[string]struct {
		answer           func(idp.Issued) (idp.Issued, error)
		failed, tainted  bool
		summary, message string
	}{
		"nothing known": {
			func(idp.Issued) (idp.Issued, error) { return idp.Issued{}, lost }, true, false, "Cannot create credential", "may have been carried out",
		},
		"secret lost": {
			func(made idp.Issued) (idp.Issued, error) { made.ClientSecret = ""; return made, lost }, true, true, "Cannot create credential", "may have been carried out",
		},
		"complete": {
			func(made idp.Issued) (idp.Issued, error) { return made, lost }, false, false, "Credential is created, and an orphaned credential may be left", "saved its client secret",
		},
		"adopted": {
			func(made idp.Issued) (idp.Issued, error) { made.Adopted = true; return made, nil }, false, false, "Credential was adopted after a lost response", "terraform state rm",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			d.onIssue = row.answer
			core := d.core()
			_, problems := core.Apply(t.Context(), keycard("client_secret", config{}))
			if problems.Failed() != row.failed || core.Tainted() != row.tainted || core.Has() != (row.tainted || !row.failed) || !said(problems, row.summary, row.message) {
				t.Fatalf("tainted: %t; in state: %t\n%s", core.Tainted(), core.Has(), problems)
			}
			d.onIssue = nil
			if row.tainted {
				apply(t, core, keycard("client_secret", config{}), true)
				if d.only(t).ID != "c2" || core.Text("client_secret", "value") != "secret-2" {
					t.Errorf("left: %v", d.issued)
				}
			}
		})
	}
}

func said(problems acctest.Problems, summary string, messages ...string) bool {
	text := strings.Join(strings.Fields(problems.String()), " ")
	return strings.Contains(text, summary+": ") && !slices.ContainsFunc(messages, func(m string) bool { return !strings.Contains(text, m) })
}

func saidAnywhere(text, message string) bool {
	return strings.Contains(strings.Join(strings.Fields(text), " "), message)
}

// textAt returns a string in state, by its path.
func textAt(core *acctest.Core, path string) string { return core.Text(fieldsOf(path)...) }

func fieldsOf(path string) []string { return strings.Fields(path) }
