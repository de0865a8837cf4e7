package keycard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	renamed   = `{"id":"a1","name":"new","identifier":"i","organization_id":"o","zone_id":"z","slug":"s","created_at":"2026-05-04T09:30:00.000Z"}`
	patchName = "PATCH " + app1 + ` {"name":"new"}`
	delCred   = "DELETE " + cred1
	delApp    = "DELETE " + app1
)

func TestUpdate_SendsOnlyRequiredRequests(t *testing.T) {
	rename := func(app idp.Application) idp.Application { app.Name = "new"; return app }
	tests := map[string]struct {
		before idp.Application
		name   string
		method idp.AuthMethod
		want   idp.Application
		sent   string
	}{
		"nothing":                    {registered(), "n", idp.ClientSecretBasic, registered(), ""},
		"no method given":            {registered(), "n", "", registered(), ""},
		"no method given, none used": {bare(idp.NoAuth), "n", "", bare(idp.NoAuth), ""},
		"name":                       {registered(), "new", idp.ClientSecretBasic, rename(registered()), patchName},
		"secret to none":             {registered(), "n", idp.NoAuth, bare(idp.NoAuth), delCred},
		"none to secret":             {bare(idp.NoAuth), "n", idp.ClientSecretBasic, registered(), lines(listCred, postCred)},
		"credential missing":         {bare(idp.ClientSecretBasic), "n", idp.ClientSecretBasic, registered(), lines(listCred, postCred)},
		"half created, to none":      {bare(idp.ClientSecretBasic), "n", idp.NoAuth, bare(idp.NoAuth), ""},
		"both": {
			bare(idp.NoAuth), "new", idp.ClientSecretBasic, rename(registered()), lines(patchName, listCred, postCred),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"PATCH " + app1: {ok(renamed)}, "POST " + creds: {ok(credBody)}, listCred: {ok(empty)}, delCred: {gone()}})
			after := wanted(tc.method)
			after.Name = tc.name
			got, err := s.platform().Update(t.Context(), idp.Change{Before: tc.before, After: after})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if s.requests() != tc.sent {
				t.Errorf("sent %s, want %s", s.requests(), tc.sent)
			}
		})
	}
}

// A credential that is wrongly taken for deleted still works, and nobody knows of it.
func TestUpdate_RevokedCredentialNotFound_IsConfirmed(t *testing.T) {
	denied := says(404, noCred)
	for name, tc := range map[string]struct {
		removal []answer
		read    answer
		kind    idp.Kind
		n       int
	}{
		"gone":                {[]answer{denied}, denied, "", 1},
		"denied for a moment": {[]answer{denied, gone()}, ok(shown), "", 2},
		"denied and shown":    {[]answer{denied}, ok(shown), idp.ErrNotFound, 2},
		"read is down":        {[]answer{denied}, html(502), idp.ErrUnavailable, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{delCred: tc.removal, getCred: {tc.read}})
			got, err := s.platform().Update(t.Context(), idp.Change{Before: registered(), After: wanted(idp.NoAuth)})
			want := bare(idp.NoAuth)
			if tc.kind != "" {
				refusal(t, err, tc.kind)
				want = registered()
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if n := strings.Count(s.requests(), delCred); n != tc.n {
				t.Errorf("%d removals, want %d", n, tc.n)
			}
		})
	}
}

func TestUpdate_Fails_ReturnsAppliedChanges(t *testing.T) {
	newName := wanted(idp.NoAuth)
	newName.Name = "new"
	half := registered()
	half.Name = "new"
	tests := map[string]struct {
		patch, revoke answer
		want          idp.Application
		kind          idp.Kind
	}{
		"refused":              {says(400, `{"message":"no"}`), gone(), registered(), idp.ErrInvalid},
		"gone":                 {says(404, noApp), gone(), registered(), idp.ErrNotFound},
		"platform's own":       {says(403, `{"message":"Platform-owned applications cannot be modified"}`), gone(), registered(), idp.ErrForbidden},
		"another conflict":     {says(409, `{"message":"busy","code":"conflict"}`), gone(), registered(), idp.ErrAlreadyExists},
		"lost":                 {lost(), gone(), registered(), idp.ErrAmbiguous},
		"a web page":           {html(200), gone(), registered(), idp.ErrAmbiguous},
		"another application":  {ok(`{"id":"a2"}`), gone(), registered(), idp.ErrAmbiguous},
		"credential forbidden": {ok(renamed), says(403, ``), half, idp.ErrForbidden},
		"credential page":      {ok(renamed), html(404), half, idp.ErrUnexpected},
		"revoked by a portal":  {ok(renamed), html(200), half, idp.ErrUnexpected},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"PATCH " + app1: {tc.patch}, getApp: {ok(appBody)}, delCred: {tc.revoke}, getCred: {html(200)}})
			got, err := s.platform().Update(t.Context(), idp.Change{Before: registered(), After: newName})
			e := refusal(t, err, tc.kind)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if tc.kind == idp.ErrForbidden && !strings.Contains(e.Hint, "owner_type platform") {
				t.Errorf("the hint does not tell of Keycard's own applications: %s", e.Hint)
			}
		})
	}
}

func TestUpdate_CredentialFails_KeepsAuthMethod(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + creds: {lost()}, listCred: {ok(`{"items":[]}`)}})
	got, err := s.platform().Update(t.Context(), idp.Change{Before: bare(idp.NoAuth), After: wanted(idp.ClientSecretBasic)})
	refusal(t, err, idp.ErrAmbiguous)
	if diff := cmp.Diff(bare(idp.NoAuth), got); diff != "" {
		t.Error(diff)
	}
}

// The application is deleted last: once it is gone, nothing would delete its credentials.
func TestDeleteRemovesCredentialAndApplication(t *testing.T) {
	tests := map[string]struct {
		app, cred answer
		known     idp.Application
		sent      string
		kind      idp.Kind
	}{
		"both":                 {gone(), gone(), registered(), lines(delCred, delApp), ""},
		"credential gone":      {gone(), says(404, noCred), registered(), lines(delCred, getCred, getZone, delApp), ""},
		"all gone already":     {says(404, noApp), says(404, noCred), registered(), lines(delCred, getCred, getZone, delApp, getApp, getZone), ""},
		"without credential":   {gone(), answer{}, bare(idp.NoAuth), delApp, ""},
		"a web page":           {html(404), gone(), registered(), lines(delCred, delApp), idp.ErrUnexpected},
		"zone gone":            {answer{}, says(404, `{"message":"Zone not found","code":"not_found"}`), registered(), delCred, idp.ErrInvalid},
		"forbidden":            {says(403, ``), gone(), registered(), lines(delCred, delApp), idp.ErrForbidden},
		"credential forbidden": {answer{}, says(403, ``), registered(), delCred, idp.ErrForbidden},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{delApp: {tc.app}, getApp: {says(404, noApp)}, getCred: {says(404, noCred)}, delCred: {tc.cred}})
			err := s.platform().Delete(t.Context(), tc.known)
			if tc.kind != "" {
				e := refusal(t, err, tc.kind)
				if half := strings.HasSuffix(tc.sent, delApp); half != strings.Contains(e.Outcome, "credential is removed") {
					t.Errorf("the credential is removed: %t; hint: %s", half, e.Hint)
				}
			} else if err != nil {
				t.Error(err)
			}
			if s.requests() != tc.sent {
				t.Errorf("sent %s, want %s", s.requests(), tc.sent)
			}
		})
	}
}
