package keycard

import (
	"context"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// denials are operations that get "not found" for everything. Each of them would take that as success.
var denials = map[string]func(context.Context, *Platform) error{
	"read": func(ctx context.Context, p *Platform) error {
		_, err := p.Get(ctx, bare(idp.NoAuth))
		return err
	},
	"import": func(ctx context.Context, p *Platform) error {
		_, err := p.Get(ctx, imported())
		return err
	},
	"removal": func(ctx context.Context, p *Platform) error { return p.Delete(ctx, registered()) },
	"removal, no credential": func(ctx context.Context, p *Platform) error {
		return p.Delete(ctx, bare(idp.NoAuth))
	},
	"withdrawal": func(ctx context.Context, p *Platform) error {
		_, err := p.Update(ctx, idp.Change{Before: registered(), After: wanted(idp.NoAuth)})
		return err
	},
}

// A login for another organization, or a zone that is gone, leads to "not found" for everything, and the errors may not say
// why. The applications and their secrets still work.
func TestNotFound_ZoneNotReadable_IsNotConfirmed(t *testing.T) {
	for name, tc := range map[string]struct {
		zone      answer
		kind      idp.Kind
		attribute idp.Attribute
	}{
		"denied in the same words": {says(404, noThing), idp.ErrInvalid, idp.AttributeZoneID},
		"denied by name":           {says(404, `{"code":"not_found","message":"Zone not found","status":404}`), idp.ErrInvalid, idp.AttributeZoneID},
		"denied by its code":       {says(404, `{"code":"zone_not_found"}`), idp.ErrInvalid, idp.AttributeZoneID},
		"forbidden":                {says(403, `{"message":"no"}`), idp.ErrForbidden, ""},
		"not logged in":            {says(401, ``), idp.ErrUnauthenticated, ""},
		"a web page":               {html(404), idp.ErrUnexpected, ""},
		"a portal":                 {html(200), idp.ErrUnexpected, ""},
		"another zone":             {ok(`{"id":"y"}`), idp.ErrUnexpected, ""},
		"down":                     {html(502), idp.ErrUnavailable, ""},
	} {
		for operation, run := range denials {
			t.Run(operation+", zone "+name, func(t *testing.T) {
				denied := []answer{says(404, noThing)}
				s := newStub(t, map[string][]answer{getApp: denied, delApp: denied, getCred: denied, delCred: denied, getZone: {tc.zone}})
				if e := refusal(t, run(t.Context(), s.platform()), tc.kind); e.Attribute != tc.attribute {
					t.Errorf("blames %q", e.Attribute)
				}
			})
		}
	}
}

func TestGet_CredentialNotFoundInUnreadableZone_Fails(t *testing.T) {
	s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {says(404, noThing)}, getZone: {says(404, noThing)}})
	app, err := s.platform().Get(t.Context(), registered())
	if e := refusal(t, err, idp.ErrInvalid); app.ID != "" || e.Attribute != idp.AttributeZoneID {
		t.Errorf("got application %q, and %q is blamed", app.ID, e.Attribute)
	}
}

// Keycard responds to a deletion with 204. Any other 2xx counts only if a read then confirms that the object is gone.
func TestDelete_UnusualSuccessResponse_IsConfirmedByRead(t *testing.T) {
	for name, removal := range map[string]answer{
		"empty": ok(``), "accepted": says(202, ``), "JSON": ok(`{}`), "a portal": html(200), "text": says(200, `"done"`),
	} {
		for read, tc := range map[string]struct {
			app, cred answer
			kind      idp.Kind
		}{
			"gone":      {says(404, noApp), says(404, noCred), ""},
			"there":     {ok(appBody), ok(shown), idp.ErrUnexpected},
			"a portal":  {html(200), html(200), idp.ErrUnexpected},
			"forbidden": {says(403, ``), says(403, ``), idp.ErrForbidden},
		} {
			t.Run(name+", read: "+read, func(t *testing.T) {
				s := newStub(t, map[string][]answer{delApp: {removal}, delCred: {removal}, getApp: {tc.app}, getCred: {tc.cred}})
				for _, known := range []idp.Application{registered(), bare(idp.NoAuth)} {
					err := s.platform().Delete(t.Context(), known)
					if tc.kind != "" {
						refusal(t, err, tc.kind)
					} else if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
}
