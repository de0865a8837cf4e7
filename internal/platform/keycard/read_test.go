package keycard

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	getApp   = "GET " + app1
	getCred  = "GET " + cred1
	listCred = "GET " + appCred
	shown    = `{"id":"c1","type":"password","application_id":"a1","identifier":"client","created_at":"2026-05-04T09:31:00.000Z"}`
)

func imported() idp.Application {
	return idp.Application{Registration: idp.Registration{Scope: idp.Scope{ZoneID: "z"}}, ID: "a1"}
}

func TestReadShowsApplicationAndCredential(t *testing.T) {
	found := registered()
	found.ClientSecret = "" // no response contains it
	newer := found
	newer.CredentialID, newer.ClientID = "c2", "client2"
	noSecret := bare(idp.ClientSecretBasic)
	tests := map[string]struct {
		known idp.Application
		cred  answer
		list  []answer
		want  idp.Application
		sent  string
	}{
		"as before":              {known: registered(), cred: ok(shown), want: registered(), sent: lines(getApp, getCred)},
		"client ID not answered": {known: registered(), cred: ok(`{"id":"c1"}`), want: registered(), sent: lines(getApp, getCred)},
		"credential gone":        {known: registered(), cred: says(404, noCred), want: noSecret, sent: lines(getApp, getCred, getCred, getZone)},
		"half created":           {known: noSecret, want: noSecret, sent: getApp},
		"without credential":     {known: bare(idp.NoAuth), want: bare(idp.NoAuth), sent: getApp},
		"import":                 {known: imported(), list: []answer{ok(`{"items":[` + shown + `]}`)}, want: found, sent: lines(getApp, listCred)},
		"import without secret": {
			known: imported(), want: bare(idp.PrivateKeyJWT), sent: lines(getApp, listCred),
			list: []answer{ok(`{"items":[{"id":"c9","type":"public-key","application_id":"a1","identifier":"x"}]}`)},
		},
		"import, no credential": {known: imported(), list: []answer{ok(`{"items":[]}`)}, want: bare(idp.NoAuth), sent: lines(getApp, listCred)},
		"import, newest of two pages": {
			known: imported(), want: newer, sent: lines(getApp, listCred, listCred+"?after=p2"),
			list: []answer{
				ok(`{"items":[{"id":"c2","type":"password","identifier":"client2","created_at":"2026-05-04T10:00:00Z"}],"pagination":{"after_cursor":"p2"}}`),
				ok(`{"items":[` + shown + `],"pagination":{"after_cursor":null}}`),
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {tc.cred}, listCred: tc.list})
			got, err := s.platform().Get(t.Context(), tc.known)
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

func TestGet_NotFound_RequiresPlatformError(t *testing.T) {
	tests := map[string]struct {
		answer answer
		kind   idp.Kind
	}{
		"declared":               {says(404, noApp), idp.ErrNotFound},
		"code alone":             {says(404, `{"code":"not_found"}`), idp.ErrNotFound},
		"status and message":     {says(404, `{"message":"Nothing here","status":404}`), idp.ErrNotFound},
		"message alone":          {says(404, `{"message":"The application does not exist"}`), idp.ErrNotFound},
		"code of the object":     {says(404, `{"code":"application_not_found"}`), idp.ErrNotFound},
		"names the zone as well": {says(404, `{"code":"not_found","message":"Application a1 not found in zone z"}`), idp.ErrNotFound},
		"odd fields":             {says(404, `{"code":"not_found","message":"Application not found","status":"404","details":"x"}`), idp.ErrNotFound},
		"unknown zone":           {says(404, `{"code":"not_found","message":"Zone not found for application a1","status":404}`), idp.ErrInvalid},
		"zone by its code":       {says(404, `{"code":"zone_not_found"}`), idp.ErrInvalid},
		"unknown route":          {says(404, `{"code":"not_found","message":"Route not found","status":404}`), idp.ErrUnexpected},
		"route of a framework":   {says(404, `{"message":"Cannot GET /zones/z/applications/a1","status":404}`), idp.ErrUnexpected},
		"another service":        {says(404, `{"message":"Not Found"}`), idp.ErrUnexpected},
		"a web page":             {html(404), idp.ErrUnexpected},
		"empty":                  {says(404, ``), idp.ErrUnexpected},
		"another object":         {ok(`{"id":"a2"}`), idp.ErrUnexpected},
		"no object":              {ok(`{}`), idp.ErrUnexpected},
		"a login page":           {html(200), idp.ErrUnexpected},
		"truncated":              {ok(appBody[:20]), idp.ErrUnexpected},
		"redirect":               {says(302, ``).with("Location", "https://elsewhere.example"), idp.ErrUnexpected},
		"gone for a while":       {says(410, noApp), idp.ErrUnexpected},
		"server error":           {says(500, ``), idp.ErrUnavailable},
		"forbidden":              {says(403, `{"message":"no","code":"forbidden"}`), idp.ErrForbidden},
		"lost":                   {lost(), idp.ErrUnavailable},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {tc.answer}})
			app, err := s.platform().Get(t.Context(), registered())
			e := refusal(t, err, tc.kind)
			if app.ID != "" {
				t.Errorf("got application %q beside the error", app.ID)
			}
			if tc.kind == idp.ErrInvalid && e.Attribute != idp.AttributeZoneID {
				t.Errorf("blames %q", e.Attribute)
			}
		})
	}
}

func TestGet_CredentialNotFound_RequiresPlatformError(t *testing.T) {
	tests := map[string]answer{
		"a web page":     html(404),
		"empty":          says(404, ``),
		"another's":      ok(`{"id":"c1","application_id":"a2"}`),
		"another":        ok(`{"id":"c2"}`),
		"unknown route":  says(404, `{"code":"not_found","message":"Route not found"}`),
		"failing server": says(500, ``),
	}
	for name, second := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {second}})
			if app, err := s.platform().Get(t.Context(), registered()); err == nil || app.ID != "" {
				t.Errorf("got application %q and %v, want an error", app.ID, err)
			}
		})
	}
}

func TestImportFailsWhereCredentialsCannotBeListed(t *testing.T) {
	tests := map[string]struct {
		answer answer
		kind   idp.Kind
	}{
		"not found":   {says(404, noApp), idp.ErrUnexpected}, // the application existed a moment ago
		"no list":     {ok(`{}`), idp.ErrUnexpected},
		"forbidden":   {says(403, ``), idp.ErrForbidden},
		"unavailable": {html(503), idp.ErrUnavailable},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: {tc.answer}})
			_, err := s.platform().Get(t.Context(), imported())
			refusal(t, err, tc.kind)
		})
	}
}

func TestList_CyclicPages_Fails(t *testing.T) {
	n := 0
	var last error
	for _, err := range pages(func(place) ([]int, place, error) { n++; return []int{n}, place{After: strconv.Itoa(n)}, nil }) {
		last = err
	}
	if n != maxPages || last == nil {
		t.Errorf("ended after %d pages with %v", n, last)
	}
}

func TestIDs_Invalid_SendNothing(t *testing.T) {
	for name, spoil := range map[string]func(*idp.Application){
		"no ID":      func(a *idp.Application) { a.ID = "" },
		"parent":     func(a *idp.Application) { a.ID = ".." },
		"no zone":    func(a *idp.Application) { a.Scope.ZoneID = "" },
		"credential": func(a *idp.Application) { a.CredentialID = "." },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, nil)
			p, known := s.platform(), registered()
			spoil(&known)
			_, err := p.Get(t.Context(), known)
			refusal(t, err, idp.ErrInvalid)
			refusal(t, p.Delete(t.Context(), known), idp.ErrInvalid)
			kept, err := p.Update(t.Context(), idp.Change{Before: known, After: wanted(idp.NoAuth)})
			refusal(t, err, idp.ErrInvalid)
			if diff := cmp.Diff(known, kept); diff != "" || s.requests() != "" {
				t.Errorf("sent %s; %s", s.requests(), diff)
			}
		})
	}
}

// A proxy may decode a path before it forwards the request.
func TestIDsAreOneSegmentOfThePath(t *testing.T) {
	for _, id := range []string{"", ".", "..", "a/b", `a\b`, "a%2Fb", "a?b", "a#b", "a b", "a\u00a0b", "a\tb", "a\nb", "a\x00b", "a\x7fb"} {
		if isSegment(id) {
			t.Errorf("%q is taken for an ID", id)
		}
		s := newStub(t, nil)
		w := wanted(idp.NoAuth)
		w.Scope.ZoneID = id
		_, err := s.platform().Create(t.Context(), w)
		if e := refusal(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeZoneID || s.requests() != "" {
			t.Errorf("zone %q: attribute %q, sent %s", id, e.Attribute, s.requests())
		}
	}
	for _, id := range []string{"oc9is0j8ht9lgmxg9edn581u33", "a.b", "...", "a-b_c~d", "ä", "a:b@c"} {
		if !isSegment(id) {
			t.Errorf("%q is not taken for an ID", id)
		}
	}
}
