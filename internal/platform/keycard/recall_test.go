package keycard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// A state may have lost the IDs of its credentials. They must not be taken for gone, because they still work.
func TestGet_OnlyClientIDsKnown_FindsTheCredentials(t *testing.T) {
	const previous = `{"id":"c0","type":"password","application_id":"a1","identifier":"client0","created_at":"2026-05-04T09:31:00.000Z"}`
	both := registered()
	both.PreviousClientID, both.PreviousCredentialID = "client0", "c0"
	alone := bare(idp.ClientSecretBasic)
	for name, tc := range map[string]struct {
		known idp.Application
		list  []answer
		want  idp.Application
	}{
		"both are listed":      {both, []answer{items(shown, previous)}, both},
		"listed late":          {both, []answer{ok(empty), items(previous), items(shown, previous)}, both},
		"the previous is gone": {both, []answer{items(shown)}, registered()},
		"both are gone":        {both, []answer{ok(empty)}, alone},
		"others are listed":    {both, []answer{items(theirs("c7"), theirs("c8"))}, alone},
	} {
		t.Run(name, func(t *testing.T) {
			tc.known.CredentialID, tc.known.PreviousCredentialID = "", ""
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: tc.list, getCred: {ok(shown)}, "GET " + creds + "/c0": {ok(previous)}})
			app, err := s.platform().Get(t.Context(), tc.known)
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

func TestGet_CredentialsCannotBeListed_Fails(t *testing.T) {
	known := registered()
	known.CredentialID = ""
	s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: {says(403, `{"message":"no"}`)}})
	_, err := s.platform().Get(t.Context(), known)
	refusal(t, err, idp.ErrForbidden)
}

// An orphaned credential is stored as the previous one. Its client ID shows it in state.
func TestGet_PreviousCredentialWithoutClientID_LearnsIt(t *testing.T) {
	known := registered()
	known.PreviousCredentialID = "c0"
	s := newStub(t, map[string][]answer{
		getApp: {ok(appBody)}, getCred: {ok(shown)}, "GET " + creds + "/c0": {ok(`{"id":"c0","type":"password","identifier":"client0"}`)},
	})
	app, err := s.platform().Get(t.Context(), known)
	if err != nil || app.PreviousClientID != "client0" {
		t.Errorf("previous client ID %q, %v", app.PreviousClientID, err)
	}
}
