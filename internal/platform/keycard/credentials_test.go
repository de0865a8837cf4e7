package keycard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// stored returns a credential that already exists.
func stored(kind idp.CredentialKind) idp.Credential {
	c := of(kind)
	c.ID, c.AuthMethod, c.CreatedAt = "c1", method(kind), "2026-05-04T09:31:00.000Z"
	if kind == idp.CredentialClientSecret || kind == idp.CredentialPublicKey {
		c.ClientID = "client"
	}
	return c
}

func allKinds() []idp.CredentialKind {
	return []idp.CredentialKind{
		idp.CredentialClientSecret, idp.CredentialPublicKey, idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic,
	}
}

func TestGetCredential_ShowsEachKind(t *testing.T) {
	for _, kind := range allKinds() {
		t.Run(string(kind), func(t *testing.T) {
			want := stored(kind)
			imported := idp.Credential{Scope: want.Scope, ApplicationID: "a1", ID: "c1"}
			for name, known := range map[string]idp.Credential{"known": want, "import": imported} {
				s := newStub(t, map[string][]answer{getCred: {ok(answered("c1", want))}})
				got, err := s.platform().GetCredential(t.Context(), known)
				if diff := cmp.Diff(want, got); err != nil || diff != "" || s.requests() != getCred {
					t.Errorf("%s: %v %s, sent\n%s", name, err, diff, s.requests())
				}
			}
			s := newStub(t, map[string][]answer{getCred: {ok(`{"id":"c1","subject":"` + want.Subject + `"}`)}})
			got, err := s.platform().GetCredential(t.Context(), want)
			want.CreatedAt = ""
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("short answer: %v %s", err, diff)
			}
		})
	}
}

func TestGetCredential_ShowsDrift(t *testing.T) {
	known := stored(idp.CredentialWorkloadIdentity)
	s := newStub(t, map[string][]answer{getCred: {ok(strings.Replace(answered("c1", known), `"subject":"`+caller+`"`, `"subject":null`, 1))}})
	got, err := s.platform().GetCredential(t.Context(), known)
	if err != nil || got.Subject != "" || got.ClientID != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestGetCredential_NotFound_RequiresPlatformError(t *testing.T) {
	denied := says(404, noCred)
	key := answered("c1", of(idp.CredentialPublicKey))
	for name, tc := range map[string]struct {
		cred      []answer
		app, zone answer
		kind      idp.Kind
	}{
		"gone":                  {[]answer{denied}, ok(appBody), ok(`{"id":"z"}`), idp.ErrNotFound},
		"gone with application": {[]answer{denied}, says(404, noApp), ok(`{"id":"z"}`), idp.ErrNotFound},
		"zone unseen":           {[]answer{denied}, ok(appBody), says(404, `{"message":"Zone not found"}`), idp.ErrInvalid},
		"application forbidden": {[]answer{denied}, says(403, ``), ok(`{"id":"z"}`), idp.ErrForbidden},
		"application down":      {[]answer{denied}, html(502), ok(`{"id":"z"}`), idp.ErrUnavailable},
		"a page":                {[]answer{html(404)}, ok(appBody), ok(`{"id":"z"}`), idp.ErrUnexpected},
		"unknown route":         {[]answer{says(404, `{"code":"not_found","message":"Route not found"}`)}, ok(appBody), ok(`{"id":"z"}`), idp.ErrUnexpected},
		"denied for a moment":   {[]answer{denied, html(404)}, ok(appBody), ok(`{"id":"z"}`), idp.ErrUnexpected},
		"another's":             {[]answer{ok(strings.Replace(credBody, `"a1"`, `"a2"`, 1))}, ok(appBody), ok(``), idp.ErrUnexpected},
		"another":               {[]answer{ok(`{"id":"c2"}`)}, ok(appBody), ok(``), idp.ErrUnexpected},
		"a kind of a later API": {[]answer{ok(strings.Replace(fedItem, "c3", "c1", 1))}, ok(appBody), ok(``), idp.ErrUnexpected},
		"another kind":          {[]answer{ok(key)}, ok(appBody), ok(``), idp.ErrUnexpected},
		"down":                  {[]answer{html(502)}, ok(appBody), ok(``), idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getCred: tc.cred, getApp: {tc.app}, getZone: {tc.zone}})
			got, err := s.platform().GetCredential(t.Context(), stored(idp.CredentialClientSecret))
			if refusal(t, err, tc.kind); got.ID != "" {
				t.Errorf("got %+v beside the error", got)
			}
		})
	}
}

func TestUpdateCredential_ChangesInPlace(t *testing.T) {
	const patch = "PATCH " + cred1
	subject := func(s string) idp.Credential {
		c := stored(idp.CredentialWorkloadIdentity)
		c.Subject = s
		return c
	}
	client := func(kind idp.CredentialKind, id string) idp.Credential { c := stored(kind); c.ClientID = id; return c }
	for name, tc := range map[string]struct {
		before, after idp.Credential
		sent          string
	}{
		"nothing":     {subject(caller), subject(caller), ""},
		"subject":     {subject(caller), subject("b"), patch + ` {"subject":"b","type":"token"}`},
		"any subject": {subject(caller), subject(""), patch + ` {"subject":null,"type":"token"}`},
		"url":         {stored(idp.CredentialURL), client(idp.CredentialURL, "https://b"), patch + ` {"identifier":"https://b","type":"url"}`},
		"public":      {stored(idp.CredentialPublic), client(idp.CredentialPublic, "b"), patch + ` {"identifier":"b","type":"public"}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{patch: {ok(answered("c1", tc.after))}})
			got, err := s.platform().UpdateCredential(t.Context(), tc.before, tc.after)
			if diff := cmp.Diff(tc.after, got); err != nil || diff != "" || s.requests() != tc.sent {
				t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
			}
		})
	}
	for _, kind := range []idp.CredentialKind{idp.CredentialClientSecret, idp.CredentialPublicKey} {
		s := newStub(t, nil)
		got, err := s.platform().UpdateCredential(t.Context(), stored(kind), client(kind, "b"))
		refusal(t, err, idp.ErrInvalid)
		if diff := cmp.Diff(stored(kind), got); diff != "" || s.requests() != "" {
			t.Errorf("%s: sent %s; %s", kind, s.requests(), diff)
		}
	}
}

func TestUpdateCredential_Fails_ReturnsAppliedChanges(t *testing.T) {
	before, after := stored(idp.CredentialWorkloadIdentity), stored(idp.CredentialWorkloadIdentity)
	after.Subject = "b"
	old, changed := ok(answered("c1", before)), ok(answered("c1", after))
	for name, tc := range map[string]struct {
		patch, read answer
		want        idp.Credential
		kind        idp.Kind
	}{
		"lost, carried out":     {lost(), changed, after, ""},
		"lost, not carried out": {lost(), old, before, idp.ErrAmbiguous},
		"lost, read is down":    {lost(), html(502), before, idp.ErrAmbiguous},
		"a login page":          {html(200), changed, after, ""},
		"about another":         {ok(`{"id":"c2"}`), changed, after, ""},
		"refused":               {says(400, `{"message":"no"}`), old, before, idp.ErrInvalid},
		"gone":                  {says(404, noCred), old, before, idp.ErrNotFound},
		"taken":                 {says(409, `{"message":"no"}`), old, before, idp.ErrAlreadyExists},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"PATCH " + cred1: {tc.patch}, getCred: {tc.read}, getCreds: {ok(empty)}})
			got, err := s.platform().UpdateCredential(t.Context(), before, after)
			if tc.kind != "" {
				refusal(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRevoke_DeletesOnlyThatCredential(t *testing.T) {
	denied := says(404, noCred)
	for name, tc := range map[string]struct {
		removal []answer
		read    answer
		kind    idp.Kind
	}{
		"removed":          {[]answer{gone()}, answer{}, ""},
		"gone already":     {[]answer{denied}, denied, ""},
		"denied and shown": {[]answer{denied}, ok(credBody), idp.ErrNotFound},
		"a login page":     {[]answer{html(200)}, ok(credBody), idp.ErrUnexpected},
		"forbidden":        {[]answer{says(403, ``)}, answer{}, idp.ErrForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{delCred: tc.removal, getCred: {tc.read}})
			err := s.platform().Revoke(t.Context(), stored(idp.CredentialClientSecret))
			if tc.kind != "" {
				refusal(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
			if strings.Count(s.requests(), "DELETE") != strings.Count(s.requests(), delCred) {
				t.Errorf("sent\n%s", s.requests())
			}
		})
	}
}

func TestCredentialPage_ListsAllKinds(t *testing.T) {
	var bodies []string
	var want []idp.Credential
	for _, kind := range allKinds() {
		c := stored(kind)
		bodies = append(bodies, answered("c1", c))
		want = append(want, c)
	}
	for name, tc := range map[string]struct{ application, call string }{
		"of an application": {"a1", listCred}, "of a zone": {"", getCreds},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{tc.call: {listOf(next("p2"), bodies[:2]...), listOf(``, append(bodies[2:], `{"id":".."}`)...)}})
			p, cursor, got := s.platform(), "", []idp.Credential(nil)
			for ok := true; ok; ok = cursor != "" {
				page, err := p.CredentialPage(t.Context(), idp.Scope{ZoneID: "z"}, tc.application, cursor)
				if err != nil {
					t.Fatal(err)
				}
				got, cursor = append(got, page.Credentials...), page.Next
			}
			if diff := cmp.Diff(want, got); diff != "" || strings.Count(s.requests(), "GET") != 2 {
				t.Errorf("%s, sent\n%s", diff, s.requests())
			}
		})
	}
}

func TestCredentialPage_Fails_ExplainsError(t *testing.T) {
	for name, tc := range map[string]struct {
		zone, application, cursor string
		answer                    answer
		kind                      idp.Kind
	}{
		"no zone":        {"..", "a1", "", ok(``), idp.ErrInvalid},
		"no application": {"z", "..", "", ok(``), idp.ErrInvalid},
		"odd cursor":     {"z", "a1", "x", ok(``), idp.ErrInvalid},
		"gone zone":      {"z", "a1", "", says(404, `{"message":"Zone not found"}`), idp.ErrInvalid},
		"no list":        {"z", "a1", "", ok(`{}`), idp.ErrUnexpected},
		"forbidden":      {"z", "a1", "", says(403, ``), idp.ErrForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{listCred: {tc.answer}})
			page, err := s.platform().CredentialPage(t.Context(), idp.Scope{ZoneID: tc.zone}, tc.application, tc.cursor)
			if refusal(t, err, tc.kind); len(page.Credentials) > 0 {
				t.Error("credentials beside an error")
			}
		})
	}
}
