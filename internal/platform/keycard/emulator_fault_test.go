package keycard_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 19, Status: http.StatusTooManyRequests})
	w.reads(w.create(w.full("urn:slow")))

	w.arm(fault.Fault{Operation: "keycard.delete_application", Kind: fault.DropAfterCommit})
	if err := w.platform.Delete(t.Context(), app); err != nil {
		t.Errorf("a lost answer to a removal: %v", err)
	}
}

// Otherwise dependent resources would get an application that nobody can authenticate as.
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

func TestUpdate_NoCredential_FailsUntilThereIsOne(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))
	if err := w.server.Change(app.ID, map[string]any{"credential_id": nil}); err != nil {
		t.Fatal(err)
	}
	without, err := w.platform.Get(t.Context(), app)
	if err != nil || without.CredentialID != "" {
		t.Fatal(err, without.CredentialID)
	}
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 999, Status: http.StatusServiceUnavailable, Body: `{"message":"x"}`})
	kept, err := w.platform.Update(t.Context(), idp.Change{Before: without, After: w.full("urn:billing")})
	w.kind(err, idp.ErrAmbiguous)
	if diff := cmp.Diff(without, kept); diff != "" {
		t.Error(diff)
	}
	w.faults.Clear()
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 5, Status: http.StatusServiceUnavailable, Body: `{"message":"x"}`})
	w.reads(w.update(kept, w.full("urn:billing")))
}

func TestUpdate_LostResponse_IsCarriedOutOnce(t *testing.T) {
	for _, kind := range []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Truncate, fault.HTML} {
		for _, times := range []int{1, 99} {
			t.Run(fmt.Sprintf("%s, %d times", kind, times), func(t *testing.T) {
				w := newWorld(t, emulator.Config{}, nil)
				app := w.create(w.full("urn:billing"))
				w.arm(fault.Fault{Operation: "keycard.update_application", Kind: kind, Times: times})
				after := w.full("urn:billing:2")
				after.Name = "Payments"
				changed, err := w.platform.Update(t.Context(), idp.Change{Before: app, After: after})
				if carriedOut := times == 1 || kind == fault.DropAfterCommit || kind == fault.Truncate; !carriedOut {
					w.kind(err, idp.ErrAmbiguous)
					w.reads(app)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(after, changed.Registration); diff != "" {
					t.Error(diff)
				}
				w.reads(changed)
			})
		}
	}
}
