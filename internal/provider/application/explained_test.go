package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// warnings returns the output of a command without frames and line breaks, if it contains a warning.
func warnings(t *testing.T, cli *acctest.Workspace, command ...string) string {
	t.Helper()
	said := cli.Must(command...)
	if !strings.Contains(said, "Warning: ") {
		return ""
	}
	return flat(said)
}

// flat removes frames and line breaks from the output of a command.
func flat(said string) string {
	return strings.Join(strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" \n\t│╷╵", r) }), " ")
}

const outside = "was changed outside Terraform"

func TestDriftIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		platform string
		change   map[string]any
		said     []string
		sent     map[string]int
	}{
		"zitadel": {
			"zitadel",
			map[string]any{"name": "renamed", "enabled": false},
			[]string{
				"Application " + outside, `Application "orders" at ZITADEL differs from the state:`, `name: "orders" -> "renamed"`, `enabled: true -> false`,
				`The last change at ZITADEL was made by "ZITADEL Admin" at 20`,
			},
			map[string]int{"zitadel.search_changes": 1},
		},
		"keycard": {
			"keycard",
			map[string]any{"redirect_uris": []any{"https://evil.example.com"}},
			[]string{"Application " + outside, `Application "Orders" at Keycard differs from the state:`, `redirect_uris: added "https://evil.example.com"`, `The last change at Keycard was made at 20`},
			map[string]int{"keycard.get_application": 2},
		},
		"keycard credential": {
			"keycard",
			map[string]any{"credential_id": nil},
			[]string{"Application " + outside, `Application "Orders" at Keycard differs from the state:`, "client_id: the credential was deleted"},
			map[string]int{"keycard.get_application": 1},
		},
		"lerian secret": {
			"lerian",
			map[string]any{"client_secret": "0123456789"},
			[]string{"Application " + outside, `Application "plugin-fees" at Lerian differs from the state:`, "client_secret: changed"},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) { o.LerianSecretOnRead = true })
			t.Cleanup(func() { removeAll(t, w) })
			cli := w.Workspace(platforms[c.platform](w))
			cli.Must("apply")
			w.Sent()
			if said := warnings(t, cli, "plan"); said != "" {
				t.Errorf("warned without a change: %s", said)
			}
			expectSent(t, w, map[string]int{"zitadel.search_changes": 0})
			w.Drift(c.platform, c.change)
			w.Sent()
			said := warnings(t, cli, "plan")
			for _, want := range c.said {
				if strings.Count(said, want) != 1 {
					t.Errorf("not said once: %s", want)
				}
			}
			if strings.Contains(said, "0123456789") || t.Failed() {
				t.Error(said)
			}
			expectSent(t, w, c.sent)
		})
	}
}

// Clients may still use the credential that a rotation kept, so the warning must say that it was deleted.
func TestDriftOfThePreviousCredentialIsShown(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	config := func(n int) string { return required + keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
	cli := w.Workspace(config(1))
	expectRun(t, cli, "terraform apply", 0, "1 added")
	first := w.Only("keycard")
	cli.Write("main.tf", config(2))
	expectRun(t, cli, "terraform apply", 0, "1 changed")
	if said := warnings(t, cli, "plan"); said != "" {
		t.Errorf("warned without a change: %s", said)
	}
	app := idp.Application{
		Registration: idp.Registration{Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}}, ID: w.ID("keycard"),
		CredentialID: w.Only("keycard")["credential_id"].(string), PreviousCredentialID: first["credential_id"].(string),
	}
	if _, err := connect(t, w, "keycard").Update(t.Context(), idp.Change{Before: app, After: app.Registration}); err != nil {
		t.Fatal(err)
	}
	said := warnings(t, cli, "plan")
	if !strings.Contains(said, "keycard.previous_client_id: the credential from before the last rotation was deleted") || strings.Contains(said, "The last change") {
		t.Errorf("said: %s", said)
	}
}

// If the history is not available, only the explanation is missing; the read succeeds.
func TestDriftIsShownWithoutItsHistory(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	cli := w.Workspace(platforms["zitadel"](w))
	cli.Must("apply")
	w.Drift("zitadel", map[string]any{"name": "renamed"})
	w.Fault(fault.Fault{Operation: "zitadel.search_changes", Kind: fault.Status, Status: 403})
	if said := warnings(t, cli, "plan"); !strings.Contains(said, outside) || strings.Contains(said, "The last change") {
		t.Error(said)
	}
}

// What Terraform left unfinished, or did not know yet, is no drift.
func TestDrift_UnfinishedOrImported_DoesNotWarn(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	app := register(t, w, "keycard", registrations(w)["keycard"])
	cli := w.Workspace(zitadelConfig(w, "orders", "enabled = false") + fmt.Sprintf(`
resource "idp_application" "imported" {
  name       = "another name"
  identifier = "urn:orders"
  keycard { zone_id = %q }
}
import {
  to = idp_application.imported
  id = %q
}`, w.Keycard.ZoneID(), importIDOf(w, "keycard", app.ID)))
	if said := warnings(t, cli, "plan"); strings.Contains(said, outside) {
		t.Errorf("an import: %s", said)
	}
	w.Fault(fault.Fault{Operation: "zitadel.deactivate_app", Kind: fault.Status, Status: 403})
	w.Fault(fault.Fault{Operation: "zitadel.delete_app", Kind: fault.Status, Status: 403})
	if said, status := cli.Run("apply"); status != 1 || !strings.Contains(said, "Cannot register application") {
		t.Fatal(said)
	}
	if said := warnings(t, cli, "plan"); strings.Contains(said, outside) {
		t.Errorf("an application that is not finished: %s", said)
	}
	if said := cli.Must("apply"); strings.Contains(said, outside) {
		t.Fatal(said)
	}
	w.Drift("zitadel", map[string]any{"enabled": true})
	if said := warnings(t, cli, "plan"); !strings.Contains(said, "enabled: false -> true") {
		t.Errorf("a change afterwards: %s", said)
	}
}
