package keycard

import (
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// An apply that cannot create a credential fails. It deletes the application, which it certainly created itself.
func TestCreate_NoCredential_RemovesTheApplicationAgain(t *testing.T) {
	none, orphan := ok(empty), items(credential("c8", 0))
	for name, tc := range map[string]struct {
		posts, lists []answer
		kind         idp.Kind
		credentials  int // deleted
	}{
		"refused":             {[]answer{says(403, `{"message":"no"}`)}, []answer{none}, idp.ErrForbidden, 0},
		"unavailable":         {[]answer{says(503, `{"message":"down"}`)}, []answer{none}, idp.ErrUnavailable, 0},
		"never answered":      {[]answer{lost()}, []answer{none}, idp.ErrUnavailable, 0},
		"too many requests":   {[]answer{says(429, ``)}, []answer{none}, idp.ErrRateLimited, 0},
		"denied":              {[]answer{says(404, noApp)}, []answer{none}, idp.ErrUnexpected, 0},
		"lost, then refused":  {[]answer{lost(), says(403, `{"message":"no"}`)}, []answer{none}, idp.ErrForbidden, 0},
		"orphan comes up":     {[]answer{lost(), says(403, `{"message":"no"}`)}, []answer{none, none, none, none, orphan}, idp.ErrForbidden, 1},
		"a proxy's own words": {[]answer{html(403)}, []answer{none}, idp.ErrForbidden, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: tc.posts, listCred: tc.lists, delApp: {gone()}, delOrphan: {gone()}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			if e := refusal(t, err, tc.kind); app.ID != "" || !strings.Contains(e.Outcome, "nothing is left") {
				t.Errorf("application %q; hint: %s", app.ID, e.Hint)
			}
			sent := s.requests()
			if !strings.HasSuffix(sent, delApp) || strings.Count(sent, delOrphan) != tc.credentials {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

// Six failed responses in a row exceed the transport's retries.
func TestCreate_NoCredential_RemovalOutlastsAnOutage(t *testing.T) {
	outage := []answer{html(502), html(502), html(502), html(502), html(502), html(502)}
	s := newStub(t, map[string][]answer{
		"POST " + apps: {ok(appBody)}, postLost: {lost(), says(403, `{"message":"no"}`)}, listCred: append(slices.Clone(outage), items(credential("c8", 0))),
		delOrphan: append(slices.Clone(outage), gone()), delApp: append(slices.Clone(outage), gone()),
	})
	app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
	if e := refusal(t, err, idp.ErrForbidden); app.ID != "" || !strings.Contains(e.Outcome, "nothing is left") {
		t.Errorf("application %q; hint: %s", app.ID, e.Hint)
	}
}

// Otherwise nobody would know of an application that could not be deleted.
func TestCreate_NoCredential_KeepsWhatCannotBeRemoved(t *testing.T) {
	none, orphan := ok(empty), items(credential("c8", 0))
	for name, tc := range map[string]struct {
		lists             []answer
		orphan, app       answer
		previous, message string
	}{
		"application stays":    {[]answer{none}, gone(), says(403, `{"message":"no"}`), "", "could not delete it: forbidden"},
		"removal not answered": {[]answer{none}, gone(), html(502), "", "could not delete it: unavailable"},
		"list is down":         {[]answer{html(502)}, gone(), gone(), "", "client ID x,"},
		"orphan stays":         {[]answer{orphan}, says(403, `{"message":"no"}`), gone(), "c8", "created credential c8."},
		"orphan shown again":   {[]answer{orphan}, says(404, noCred), gone(), "c8", "created credential c8."},
		"two of one client ID": {[]answer{items(credential("c8", 0), credential("c1", 0))}, says(403, ``), gone(), "", "nothing uses them: c8, c1."},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {ok(appBody)}, postLost: {lost()}, listCred: tc.lists, delApp: {tc.app}, getApp: {ok(appBody)},
				delOrphan: {tc.orphan}, getOrphan: {ok(unstamped("c8"))}, delCred: {says(403, ``)},
			})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAmbiguous)
			if app.ID != "a1" || app.PreviousCredentialID != tc.previous || app.CredentialID != "" || app.ClientSecret != "" {
				t.Errorf("got %+v", app)
			}
			if !strings.Contains(e.Outcome, tc.message) || !strings.Contains(e.Outcome, "Apply again to replace it") {
				t.Errorf("hint: %s", e.Hint)
			}
		})
	}
}

// A credential that this run did not create means that the application is in use.
func TestCreate_NoCredential_LeavesAnApplicationThatOthersUse(t *testing.T) {
	for name, theirs := range map[string]string{"a secret": theirs("c9"), "a key": publicKey} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: {says(403, `{"message":"no"}`)}, listCred: {items(theirs)}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			if e := refusal(t, err, idp.ErrAlreadyExists); app.ID != "" || e.ExistingID != "a1" {
				t.Errorf("application %q, existing %q", app.ID, e.ExistingID)
			}
			if strings.Contains(s.requests(), "DELETE") {
				t.Errorf("sent\n%s", s.requests())
			}
		})
	}
}
