package keycard

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const rotatedBody = `{"id":"c2","type":"password","application_id":"a1","identifier":"client2","password":"hunter2 again"}`

// The present credential may be as young as the one that is looked for.
func TestRotationWhoseAnswerIsLostLeavesNoCredentialBehind(t *testing.T) {
	const delLost = "DELETE " + creds + "/c8"
	lostOne := items(credential("c1", 0), credential("c8", 0), credential("c9", time.Hour))
	for name, first := range map[string]answer{
		"lost answer":     lost(),
		"truncated":       ok(rotatedBody[:30]),
		"gateway timeout": html(504),
		"no password":     ok(`{"id":"c8","identifier":"x"}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + creds: {first, ok(rotatedBody)}, listCred: {lostOne}, delLost: {gone()}, delCred: {gone()}})
			app, err := s.platform().Rotate(t.Context(), registered())
			want := registered()
			want.CredentialID, want.ClientID, want.ClientSecret = "c2", "client2", "hunter2 again"
			if diff := cmp.Diff(want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
			sent := s.requests()
			if n := strings.Count(sent, "DELETE"); n != 2 || strings.Index(sent, delLost) > strings.LastIndex(sent, "POST") || !strings.HasSuffix(sent, delCred) {
				t.Errorf("the present credential is not removed last, or others are:\n%s", sent)
			}
		})
	}
}

func TestRotationThatFailsKeepsThePresentCredential(t *testing.T) {
	for name, tc := range map[string]struct {
		answers  map[string][]answer
		kind     idp.Kind
		previous string
		want     string
	}{
		"refused":     {map[string][]answer{"POST " + creds: {says(403, `{"message":"no"}`)}}, idp.ErrForbidden, "", "go on working"},
		"lost twice":  {map[string][]answer{"POST " + creds: {lost()}, listCred: {items(credential("c1", 0))}}, idp.ErrAmbiguous, "", "nobody has its secret"},
		"not cleared": {map[string][]answer{"POST " + creds: {lost()}, listCred: {items(credential("c8", 0))}, "DELETE " + creds + "/c8": {html(502)}}, idp.ErrAmbiguous, "c8", "removes credential c8"},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := newStub(t, tc.answers).platform().Rotate(t.Context(), registered())
			e := refusal(t, err, tc.kind)
			want := registered()
			want.PreviousCredentialID = tc.previous
			if diff := cmp.Diff(want, app); diff != "" || !strings.Contains(e.Advice, tc.want) {
				t.Errorf("advice: %s\n%s", e.Advice, diff)
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
		"denied twice":      {[]answer{denied}, ""},
		"denied in passing": {[]answer{denied, ok(strings.Replace(shown, "c1", "c0", 1))}, "c0"},
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
