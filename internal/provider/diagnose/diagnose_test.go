package diagnose

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

type causes map[string]bool

func (c causes) First(cause string) bool {
	known := c[cause]
	c[cause] = true
	return !known
}

func orders(c Causes) Object {
	return Object{
		Noun: "application", Label: "orders", Scope: idp.Scope{ZoneID: "z"}, Causes: c,
		Platform: idp.Capabilities{Platform: "keycard", Title: "Keycard", ImportIDs: []string{"keycard/<zone_id>/<application_id>"}},
	}
}

// Fifty resources that fail for the same reason explain it once, under a summary that Terraform can fold.
func TestCannot_SharedCause_ExplainsOnce(t *testing.T) {
	o := orders(causes{})
	err := &idp.Error{Kind: idp.ErrUnauthenticated, Message: "expired", Hint: "Get another token."}
	first, second := o.Cannot("read", err), o.Cannot("delete", err)
	if first.Summary() != "Keycard refused the provider's credentials" || first.Summary() != second.Summary() {
		t.Errorf("%q, %q", first.Summary(), second.Summary())
	}
	if !strings.Contains(first.Detail(), "Expired") || !strings.HasSuffix(first.Detail(), "Get another token.") || strings.Contains(second.Detail(), "Expired") {
		t.Errorf("%q, %q", first.Detail(), second.Detail())
	}
}

// An error is the only one that says what became of its object: it must say so, even if another one has explained the cause.
func TestCannot_SharedCause_AlwaysSaysWhatBecameOfTheObject(t *testing.T) {
	const outcome, hint = "Credential c9 works, and nothing uses it: delete it in Keycard.", "Check keycard.client_secret."
	for _, shared := range []*idp.Error{
		{Kind: idp.ErrUnauthenticated, Message: "it has expired", Hint: hint}, {Kind: idp.ErrUnavailable, Host: "api.keycard.ai", Message: "it did not respond", Hint: hint},
	} {
		o := orders(causes{})
		search := o.Failed("Cannot list applications", "The provider cannot list applications.", shared)
		if strings.Contains(search.Detail(), "Credential") {
			t.Errorf("%q", search.Detail())
		}
		var details []string
		for range 2 {
			details = append(details, o.Cannot("update", idp.WithOutcome(shared, outcome)).Detail())
		}
		want := "The provider cannot update application \"orders\" at Keycard.\n\n" + outcome + "\n\nAnother error with this summary explains why."
		if details[0] != want || details[1] != want {
			t.Errorf("got %q, want %q twice", details, want)
		}
		alone := orders(causes{}).Cannot("update", idp.WithOutcome(shared, outcome)).Detail()
		for _, text := range []string{"cannot update application", strings.TrimPrefix(shared.Message, "it"), outcome, hint} {
			if strings.Count(alone, text) != 1 {
				t.Errorf("the first error says %q %d times: %q", text, strings.Count(alone, text), alone)
			}
		}
	}
}

func TestCannot_FieldThatThePlatformNamed_IsMarked(t *testing.T) {
	d := orders(causes{}).Cannot("register", &idp.Error{Kind: idp.ErrAlreadyExists, Attribute: idp.AttributeZoneID, ExistingID: "a"})
	marked, ok := d.(diag.DiagnosticWithPath)
	if !ok || !marked.Path().Equal(path.Root("keycard").AtName("zone_id")) || d.Summary() != "Cannot register application" {
		t.Errorf("%q at %v", d.Summary(), d)
	}
	if !strings.Contains(d.Detail(), `application "orders" at Keycard`) || !strings.Contains(d.Detail(), `id = "keycard/z/a"`) {
		t.Error(d.Detail())
	}
}

// What the run itself did about a conflict comes first: an import is right only if no state has the other application.
func TestExplain_Conflict_NamesTheOwnStateBeforeAnImport(t *testing.T) {
	conflict := &idp.Error{Kind: idp.ErrAlreadyExists, ExistingID: "a", Hint: "Nothing in this run deleted it."}
	said := orders(nil).Explain(conflict)
	hint, condition, block := strings.Index(said, conflict.Hint), strings.Index(said, "Only if no state has application a"), strings.Index(said, "import {")
	if hint < 0 || condition < hint || block < condition || !strings.Contains(said, "terraform state list -id=a") {
		t.Error(said)
	}
	conflict.Conflict = "This run manages it, too."
	if said := orders(nil).Explain(conflict); strings.Contains(said, "import") || !strings.HasSuffix(said, "It is application a. This run manages it, too.\n\n"+conflict.Hint) {
		t.Error(said)
	}
}

// The provider's own checks are not reported as a refusal by the platform.
func TestExplain_ProviderCheck_DoesNotNamePlatformRefusal(t *testing.T) {
	const message, hint = "it is not a zone ID", "Set keycard.zone_id."
	for _, kind := range []idp.Kind{idp.ErrInvalid, idp.ErrUnavailable} {
		if got := orders(nil).Explain(&idp.Error{Kind: kind, Message: message, Hint: hint}); got != "Details: It is not a zone ID\n\n"+hint {
			t.Errorf("%s: %q", kind, got)
		}
	}
	got := orders(nil).Explain(&idp.Error{Kind: idp.ErrInvalid, Message: "too long", Status: 400})
	if got != "Keycard rejected the request.\n\nKeycard: too long (HTTP 400)" {
		t.Errorf("%q", got)
	}
}
