package credential_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func contextThatEnds(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

func TestRead_CredentialChanged_ShowsAndHealsDrift(t *testing.T) {
	for name, row := range map[string]struct {
		config config
		change func(*idp.Credential)
		said   string
		heals  string
	}{
		"subject":     {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), func(c *idp.Credential) { c.Subject = "x" }, `workload_identity.subject: "a" -> "x"`, "update"},
		"any subject": {keycard("workload_identity", config{"provider_id": "p", "subject": "a"}), func(c *idp.Credential) { c.Subject = "" }, `workload_identity.subject: "a" -> (none)`, "update"},
		"URL":         {keycard("url", config{"identifier": "https://a.example.com"}), func(c *idp.Credential) { c.ClientID = "https://x.example.com" }, `client_id: "https://a.example.com" -> "https://x.example.com"`, "update"},
		"key set":     {keycard("public_key", config{"jwks_uri": "https://a.example.com"}), func(c *idp.Credential) { c.JWKSURI = "https://x.example.com" }, `public_key.jwks_uri: `, "revoke issue"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk()
			core := d.core()
			apply(t, core, row.config, true)
			row.change(d.only(t))
			d.sent()
			if _, problems := core.Apply(t.Context(), row.config); problems.Failed() || !said(problems, "Credential was changed outside Terraform", row.said) {
				t.Error(problems)
			}
			if calls := strings.Join(d.sent(), " "); calls != "read "+row.heals {
				t.Errorf("calls: %s", calls)
			}
			apply(t, core, row.config, false)
		})
	}
}

func TestRead_CredentialDeleted_IsCreatedAgain(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, keycard("client_secret", config{}), true)
	d.issued = nil
	if _, problems := core.Apply(t.Context(), keycard("client_secret", config{})); !said(problems, "Credential was deleted outside Terraform", "no such credential (HTTP 404)") {
		t.Error(problems)
	}
	if d.only(t).ID != "c2" || core.Text("client_secret", "value") != "secret-2" {
		t.Errorf("state has %s", core.Text("id"))
	}
}

// An application whose auth_method changes hides its keys, and may show them again later.
func TestRead_CredentialHidden_StaysInState(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, zitadel(project, config{}), true)
	d.onRead = &idp.Error{Kind: idp.ErrHidden, Hint: "Set auth_method."}
	changed, problems := core.Apply(t.Context(), zitadel(project, config{}))
	if changed || problems.Failed() || !said(problems, "Credential is hidden by the platform", "Set auth_method.") || core.Text("id") != "c1" {
		t.Errorf("changed: %t\n%s", changed, problems)
	}
}

func TestRead_Fails_KeepsTheState(t *testing.T) {
	for _, kind := range []idp.Kind{idp.ErrForbidden, idp.ErrUnavailable, idp.ErrUnexpected, idp.ErrOtherInstallation} {
		d := newDesk()
		core := d.core()
		apply(t, core, zitadel(project, config{}), true)
		d.onRead = &idp.Error{Kind: kind}
		if problems := core.Refresh(t.Context()); !said(problems, "Cannot read credential") || core.Text("id") != "c1" {
			t.Errorf("%s: %s", kind, problems)
		}
	}
}

func TestUpdate_AmbiguousOutcome_DoesNotReportDrift(t *testing.T) {
	d := newDesk()
	core := d.core()
	before, after := keycard("public", config{"identifier": "a"}), keycard("public", config{"identifier": "b"})
	apply(t, core, before, true)
	d.onUpdate = &idp.Error{Kind: idp.ErrAmbiguous}
	if _, problems := core.Apply(t.Context(), after); !said(problems, "Cannot update credential", "may have been carried out") || core.Text("client_id") != "a" {
		t.Fatalf("state has %s\n%s", core.Text("client_id"), problems)
	}
	d.onUpdate, d.only(t).ClientID = nil, "b" // the update was carried out
	d.sent()
	apply(t, core, after, false)
	if core.Text("client_id") != "b" || !slices.Equal(d.sent(), []string{"read"}) {
		t.Errorf("state has %s", core.Text("client_id"))
	}
}

func TestDelete_StillShown_IsAWarning(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, keycard("client_secret", config{}), true)
	d.onRevoke = &idp.Error{Kind: idp.ErrStillShown}
	if problems := core.Destroy(t.Context()); problems.Failed() || core.Has() || !said(problems, "Credential is still shown after its removal") {
		t.Error(problems)
	}
}

func TestDelete_Fails_KeepsTheState(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, keycard("client_secret", config{}), true)
	d.onRevoke = &idp.Error{Kind: idp.ErrForbidden}
	if problems := core.Destroy(t.Context()); !said(problems, "Cannot revoke credential") || !core.Has() {
		t.Error(problems)
	}
}

const day = 24 * time.Hour

// key returns a key that expires in this number of days.
func key(d *desk, days int) config {
	return zitadel(project, config{"expires_at": d.now.Add(time.Duration(days) * day).Format(time.RFC3339)})
}

func TestPlan_CredentialExpiresSoon_Warns(t *testing.T) {
	d := newDesk()
	core := d.core()
	c := key(d, 30)
	apply(t, core, c, true)
	began := d.now
	for days, want := range map[time.Duration]bool{0: false, 15: false, 16: true, 29: true} {
		d.now = began.Add(days * day)
		core := d.core()
		problems := core.Import(t.Context(), "zitadel/project/app/c1")
		changed, more := core.Apply(t.Context(), c)
		if changed || problems.Failed() || said(more, "Credential expires soon", "key.expires_at", "create_before_destroy") != want {
			t.Errorf("after %d days: changed %t, %s", days, changed, more)
		}
	}
}

func TestPlan_CredentialExpired_ReplacesIt(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, key(d, 30), true)
	later := zitadel(project, config{"expires_at": d.now.Add(60 * day).Format(time.RFC3339)})
	same := key(d, 30)
	d.now = d.now.Add(31 * day)
	d.sent()
	if _, problems := core.Apply(t.Context(), same); !said(problems, "Credential would have expired already", "Set a later time.") || len(d.sent()) != 1 {
		t.Errorf("a key that has expired is made again: %s", problems)
	}
	if _, problems := core.Apply(t.Context(), later); problems.Failed() || !said(problems, "Credential has expired", "This plan replaces it.") || d.only(t).ID != "c2" {
		t.Errorf("%v\n%s", d.issued, problems)
	}
}

func TestRead_CredentialExpiredAndGone_SaysSo(t *testing.T) {
	d := newDesk()
	core := d.core()
	apply(t, core, key(d, 30), true)
	d.now, d.issued = d.now.Add(31*day), nil
	if problems := core.Refresh(t.Context()); core.Has() || !said(problems, "Credential has expired", "It expired at") {
		t.Error(problems)
	}
}

func TestPlan_NewCredentialInThePast_IsRefused(t *testing.T) {
	d := newDesk()
	if _, problems := d.core().Apply(t.Context(), key(d, -1)); !said(problems, "Credential would have expired already") || len(d.sent()) > 0 {
		t.Error(problems)
	}
}
