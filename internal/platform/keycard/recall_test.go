package keycard

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

const previous = `{"id":"c0","type":"password","application_id":"a1","identifier":"client0","created_at":"2026-05-04T09:31:00.000Z"}`

// overlapped returns registered with a previous credential.
func overlapped() idp.Application {
	app := registered()
	app.PreviousClientID, app.PreviousCredentialID = "client0", "c0"
	return app
}

// withdrawn returns an application without a credential whose previous credential is still to be deleted.
func withdrawn() idp.Application {
	app := overlapped()
	app.AuthMethod, app.ClientID, app.ClientSecret, app.CredentialID = idp.NoAuth, "", "", ""
	return app
}

// withoutIDs returns an application as a state without private state has it.
func withoutIDs(app idp.Application) idp.Application {
	app.CredentialID, app.PreviousCredentialID = "", ""
	return app
}

// A state may have lost the IDs of its credentials. They must not be taken for gone, because they still work. The previous
// credential is older than the current one, so a list with the current one alone proves that the previous one is gone.
func TestGet_OnlyClientIDsKnown_FindsTheCredentials(t *testing.T) {
	late := []answer{ok(empty), ok(empty), ok(empty), ok(empty), items(shown)}
	for name, tc := range map[string]struct {
		known idp.Application
		list  []answer
		want  idp.Application
	}{
		"both are listed":      {overlapped(), []answer{items(shown, previous)}, overlapped()},
		"listed late":          {overlapped(), []answer{ok(empty), items(previous), items(shown), items(shown, previous)}, overlapped()},
		"listed after seconds": {registered(), late, registered()},
		"the previous is gone": {overlapped(), []answer{items(shown)}, registered()},
		"the previous alone":   {withdrawn(), []answer{items(previous)}, withdrawn()},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: tc.list, getCred: {ok(shown)}, "GET " + creds + "/c0": {ok(previous)}})
			app, err := s.platform().Get(t.Context(), withoutIDs(tc.known))
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// A list can lag behind a create or a rotation. If the credential were taken for gone, the next apply would make another one,
// and the first would go on working in no state.
func TestGet_CredentialIsNotListed_IsNotTakenForGone(t *testing.T) {
	for name, tc := range map[string]struct {
		known idp.Application
		list  answer
		named string
	}{
		"none is listed":                {registered(), ok(empty), "client"},
		"others are listed":             {registered(), items(theirs("c7"), theirs("c8")), "client"},
		"the previous is listed":        {overlapped(), items(previous), "client"},
		"the previous, without another": {withdrawn(), ok(empty), "client0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: {tc.list}, getCred: {ok(shown)}, "GET " + creds + "/c0": {ok(previous)}})
			clock := now()
			p := s.platform()
			p.recovery = recovery.NewAt(nowait.Config().Pause, func() time.Time { return clock })
			for _, at := range []time.Duration{0, time.Minute} {
				clock = now().Add(at)
				_, err := p.Get(t.Context(), withoutIDs(tc.known))
				if e := refusal(t, err, idp.ErrUnavailable); !strings.Contains(e.Message, "client ID "+tc.named+",") {
					t.Errorf("after %s: %v", at, e)
				}
			}
			clock = now().Add(lagLimit)
			app, err := p.Get(t.Context(), withoutIDs(tc.known))
			if err != nil || app.ClientID != "" || app.ClientSecret != "" {
				t.Errorf("after %s: client ID %q, %v", lagLimit, app.ClientID, err)
			}
		})
	}
}

// A process that has seen the credential again must not add up the times without it.
func TestGet_CredentialIsListedAgain_StartsTheTimeAnew(t *testing.T) {
	s := newStub(t, map[string][]answer{
		getApp: {ok(appBody)}, getCred: {ok(shown)}, listCred: {ok(empty), ok(empty), ok(empty), ok(empty), ok(empty), items(shown), ok(empty)},
	})
	clock := now()
	p := s.platform()
	p.recovery = recovery.NewAt(nowait.Config().Pause, func() time.Time { return clock })
	for i, want := range []error{idp.ErrUnavailable, nil, idp.ErrUnavailable} {
		if _, err := p.Get(t.Context(), withoutIDs(registered())); !errors.Is(err, want) {
			t.Errorf("read %d: %v", i+1, err)
		}
		clock = clock.Add(lagLimit)
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
