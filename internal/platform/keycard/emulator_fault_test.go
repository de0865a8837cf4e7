package keycard_test

import (
	"net/http"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestFaults(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))

	w.server.ExpireTokens()
	w.reads(app)
	w.arm(fault.Fault{Operation: "keycard.get_application", Kind: fault.HTML})
	w.arm(fault.Fault{Operation: "keycard.get_application", Kind: fault.Truncate})
	w.arm(fault.Fault{Operation: "keycard.get_credential", Kind: fault.DropBefore})
	w.reads(app)

	w.arm(fault.Fault{Operation: "keycard.create_application", Kind: fault.DropAfterCommit})
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit})
	w.reads(w.create(w.full("urn:lost")))
	if all := w.server.Applications(); len(all) != 2 || all[1]["credentials"] != 1 {
		t.Errorf("%d applications, the latest with %v credentials, want the lost ones not doubled", len(all), all[1]["credentials"])
	}

	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 9, Status: http.StatusServiceUnavailable, Body: `{"message":"x"}`})
	w.reads(w.create(w.full("urn:late")))

	w.arm(fault.Fault{Operation: "keycard.delete_application", Kind: fault.DropAfterCommit})
	if err := w.platform.Delete(t.Context(), app); err != nil {
		t.Errorf("a lost answer to a removal: %v", err)
	}
}

// Dependent resources would get an application that nobody can log in to.
func TestCreate_NoCredentialThroughout_LeavesNothing(t *testing.T) {
	w := newWorld(t, emulator.Config{NoCascade: true}, nil)
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 999, Status: http.StatusServiceUnavailable, Body: `{"message":"x"}`})
	app, err := w.platform.Create(t.Context(), w.full("urn:billing"))
	w.kind(err, idp.ErrUnavailable)
	if all := w.server.Applications(); app.ID != "" || len(all) != 0 {
		t.Errorf("got application %q; Keycard has %v", app.ID, all)
	}
	w.faults.Clear()
	w.reads(w.create(w.full("urn:billing")))
}
