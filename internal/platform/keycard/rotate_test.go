package keycard

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const rotatedBody = `{"id":"c2","type":"password","application_id":"a1","identifier":"client2","password":"hunter2 again"}`

const delOlder = "DELETE " + creds + "/c0"

// kept returns an application with two credentials that both stay.
func kept() idp.Application {
	app := registered()
	app.KeepPreviousCredential, app.PreviousCredentialID, app.PreviousClientID = true, "c0", "client0"
	return app
}

func rotated(app idp.Application) idp.Application {
	app.CredentialID, app.ClientID, app.ClientSecret = "c2", "client2", "hunter2 again"
	return app
}

// Credentials that existed before stay, however young they look.
func TestRotationWhoseAnswerIsLostLeavesNoCredentialBehind(t *testing.T) {
	before := []string{theirs("c1"), theirs("c9"), theirs("c0")}
	after := append([]string{credential("c8", time.Hour)}, before...)
	for name, first := range map[string]answer{
		"lost answer":     lost(),
		"truncated":       ok(rotatedBody[:30]),
		"gateway timeout": html(504),
		"no password":     ok(`{"id":"c8","identifier":"x"}`),
	} {
		for _, known := range []idp.Application{registered(), kept()} {
			t.Run(fmt.Sprintf("%s, kept %t", name, known.KeepPreviousCredential), func(t *testing.T) {
				s := newStub(t, map[string][]answer{
					"POST " + creds: {first, ok(rotatedBody)}, listCred: {items(before...), items(after...)}, delOrphan: {gone()}, delCred: {gone()}, delOlder: {gone()},
				})
				app, err := s.platform().Rotate(t.Context(), known)
				want, last := rotated(known), delCred
				if known.KeepPreviousCredential {
					want.PreviousCredentialID, want.PreviousClientID, last = "c1", "client", delOlder
				}
				if diff := cmp.Diff(want, app); err != nil || diff != "" {
					t.Error(err, diff)
				}
				sent := s.requests()
				if n := strings.Count(sent, "DELETE"); n != 2 || strings.Index(sent, delOrphan) > strings.LastIndex(sent, "POST") || !strings.HasSuffix(sent, last) {
					t.Errorf("what worked is not removed last, or others are:\n%s", sent)
				}
			})
		}
	}
}

// The list does not contain the current credentials yet. They are still known.
func TestRotate_CurrentCredentialsNotListed_AreKept(t *testing.T) {
	s := newStub(t, map[string][]answer{
		"POST " + creds: {lost(), ok(rotatedBody)}, delOrphan: {gone()}, delOlder: {gone()},
		listCred: {ok(empty), items(theirs("c0"), theirs("c1"), credential("c8", 0))},
	})
	if _, err := s.platform().Rotate(t.Context(), kept()); err != nil || strings.Contains(s.requests(), delCred) {
		t.Errorf("%v after\n%s", err, s.requests())
	}
}

func TestRotationThatFailsKeepsThePresentCredential(t *testing.T) {
	orphan := []answer{ok(empty), items(credential("c8", 0))}
	for name, tc := range map[string]struct {
		known    idp.Application
		answers  map[string][]answer
		kind     idp.Kind
		previous string
		want     string
	}{
		"refused":         {registered(), map[string][]answer{"POST " + creds: {says(403, `{"message":"no"}`)}, listCred: orphan}, idp.ErrForbidden, "", "still work"},
		"refused, kept":   {kept(), map[string][]answer{"POST " + creds: {says(403, `{"message":"no"}`)}, listCred: orphan}, idp.ErrForbidden, "c0", "still work"},
		"lost twice":      {registered(), map[string][]answer{"POST " + creds: {lost()}, listCred: {items(theirs("c1"))}}, idp.ErrAmbiguous, "", "client ID x or xx,"},
		"lost, kept":      {kept(), map[string][]answer{"POST " + creds: {lost()}, listCred: {ok(empty)}}, idp.ErrAmbiguous, "c0", "client ID x or xx,"},
		"not cleared":     {registered(), map[string][]answer{"POST " + creds: {lost()}, listCred: orphan, delOrphan: {html(502)}}, idp.ErrAmbiguous, "c8", "created credential c8."},
		"neither, kept":   {kept(), map[string][]answer{"POST " + creds: {lost()}, listCred: orphan, delOrphan: {html(502)}}, idp.ErrAmbiguous, "c0", "nothing uses them: c8."},
		"the present one": {registered(), map[string][]answer{"POST " + creds: {ok(`{"id":"c1","identifier":"x"}`)}, listCred: {ok(empty)}}, idp.ErrAmbiguous, "", "client ID x or xx,"},
		"as it was":       {registered(), map[string][]answer{"POST " + creds: {ok(credBody)}, listCred: {ok(empty)}}, idp.ErrAmbiguous, "", "client ID x or xx,"},
		"of two, one is":  {registered(), map[string][]answer{"POST " + creds: {lost()}, listCred: {ok(empty), items(credential("c8", 0), theirs("c9"))}, delOrphan: {gone()}}, idp.ErrAmbiguous, "", "client ID xx,"},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := newStub(t, tc.answers).platform().Rotate(t.Context(), tc.known)
			e := refusal(t, err, tc.kind)
			want := tc.known
			want.PreviousCredentialID = tc.previous
			if diff := cmp.Diff(want, app); diff != "" || !strings.Contains(e.Outcome, tc.want) {
				t.Errorf("hint: %s\n%s", e.Hint, diff)
			}
		})
	}
}

// State cannot store three credentials. The newest one is deleted, because nobody has seen it yet.
func TestRotationIsUndoneWhereTheOldestCredentialStays(t *testing.T) {
	const delNew = "DELETE " + creds + "/c2"
	for name, tc := range map[string]struct {
		undo answer
		want []string
	}{
		"undone":     {gone(), []string{"Nothing was rotated", "c0"}},
		"not undone": {says(403, `{"message":"no"}`), []string{"Nothing was rotated", "c0", "could not delete the new credential c2 either"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + creds: {ok(rotatedBody)}, listCred: {ok(empty)}, delOlder: {says(403, `{"message":"no"}`)}, delNew: {tc.undo}})
			app, err := s.platform().Rotate(t.Context(), kept())
			e := refusal(t, err, idp.ErrForbidden)
			if diff := cmp.Diff(kept(), app); diff != "" || !strings.HasSuffix(s.requests(), delNew) {
				t.Errorf("sent\n%s\n%s", s.requests(), diff)
			}
			for _, words := range tc.want {
				if !strings.Contains(e.Outcome, words) {
					t.Errorf("%q is not in the hint: %s", words, e.Hint)
				}
			}
		})
	}
}

// The rotation succeeds, but more credentials remain than there should be.
func TestRotate_OrphanedCredentialRemains_IsNamed(t *testing.T) {
	none, refused := ok(empty), says(403, `{"message":"no"}`)
	late := []answer{none, none, none, none, none, items(credential("c8", 0))}
	for name, tc := range map[string]struct {
		keep           bool
		first          answer
		lists          []answer
		older, orphan  answer
		kind           idp.Kind
		previous       string
		previousClient string
		want           []string
	}{
		"previous stays":             {false, ok(rotatedBody), []answer{none}, refused, gone(), idp.ErrForbidden, "c1", "client", []string{"could not delete the previous credential c1, which still works"}},
		"orphan stays":               {false, lost(), late, gone(), refused, idp.ErrAmbiguous, "c8", "", []string{"created credential c8."}},
		"orphan stays, previous too": {false, lost(), late, refused, refused, idp.ErrForbidden, "c1", "client", []string{"could not delete the previous credential c1", "nothing uses them: c8."}},
		"orphan stays, in overlap":   {true, lost(), late, gone(), refused, idp.ErrAmbiguous, "c1", "client", []string{"nothing uses them: c8."}},
		"nobody knows":               {false, lost(), []answer{none}, gone(), gone(), idp.ErrAmbiguous, "", "", []string{"client ID x,"}},
	} {
		t.Run(name, func(t *testing.T) {
			known := registered()
			known.KeepPreviousCredential = tc.keep
			s := newStub(t, map[string][]answer{"POST " + creds: {tc.first, ok(rotatedBody)}, listCred: tc.lists, delCred: {tc.older}, delOrphan: {tc.orphan}})
			app, err := s.platform().Rotate(t.Context(), known)
			e := refusal(t, err, tc.kind)
			want := rotated(known)
			want.PreviousCredentialID, want.PreviousClientID = tc.previous, tc.previousClient
			if diff := cmp.Diff(want, app); diff != "" {
				t.Error(diff)
			}
			for _, words := range append(tc.want, "are in state") {
				if !strings.Contains(e.Outcome, words) {
					t.Errorf("%q is not in the hint: %s", words, e.Hint)
				}
			}
		})
	}
}

func TestApplicationIsRemovedWithItsPreviousCredential(t *testing.T) {
	const delPrevious = "DELETE " + creds + "/c0"
	for name, app := range map[string]idp.Application{"beside another": registered(), "alone": bare(idp.ClientSecretBasic)} {
		t.Run(name, func(t *testing.T) {
			app.PreviousCredentialID = "c0"
			s := newStub(t, map[string][]answer{delApp: {gone()}, delPrevious: {gone()}, delCred: {gone()}})
			if err := s.platform().Delete(t.Context(), app); err != nil || !strings.Contains(s.requests(), delPrevious) {
				t.Errorf("%v after\n%s", err, s.requests())
			}
		})
	}
}

func TestPreviousCredentialIsForgottenWhenItsAbsenceIsConfirmed(t *testing.T) {
	const getPrevious = "GET " + creds + "/c0"
	denied := says(404, noCred)
	for name, tc := range map[string]struct {
		reads []answer
		want  string
	}{
		"denied twice":        {[]answer{denied}, ""},
		"denied for a moment": {[]answer{denied, ok(strings.Replace(shown, "c1", "c0", 1))}, "c0"},
	} {
		t.Run(name, func(t *testing.T) {
			known := registered()
			known.PreviousCredentialID = "c0"
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {ok(shown)}, getPrevious: tc.reads})
			app, err := s.platform().Get(t.Context(), known)
			if err != nil || app.PreviousCredentialID != tc.want || app.ClientSecret != known.ClientSecret {
				t.Errorf("previous credential %q, %v", app.PreviousCredentialID, err)
			}
		})
	}
}
