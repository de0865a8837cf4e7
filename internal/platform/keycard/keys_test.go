package keycard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	jwks    = "https://agent.example.test/jwks.json"
	jwks2   = "https://agent.example.test/keys.json"
	keyBody = `{"id":"c1","type":"public-key","application_id":"a1","identifier":"client","jwks_uri":"` + jwks + `","created_at":"2026-05-04T09:31:00.000Z"}`
	key2    = `{"id":"c2","type":"public-key","application_id":"a1","identifier":"client2","jwks_uri":"` + jwks2 + `"}`
	postKey = "POST " + creds + ` {"application_id":"a1","identifier":"x","jwks_uri":"` + jwks + `","type":"public-key"}`
	lostKey = `{"id":"c8","type":"public-key","application_id":"a1","identifier":"x","jwks_uri":"` + jwks + `"}`
	urlItem = `{"id":"c5","type":"url","application_id":"a1","identifier":"https://agent.example.test/client.json"}`
	tokItem = `{"id":"c6","type":"token","application_id":"a1","identifier":"*","provider_id":"p1","subject":null}`
	pubItem = `{"id":"c4","type":"public","application_id":"a1","identifier":"spa"}`
	fedItem = `{"id":"c3","type":"token-federation","application_id":"a1"}`
)

func wantedKey(uri string) idp.Registration {
	r := wanted(idp.PrivateKeyJWT)
	r.JWKSURI = uri
	return r
}

// keyed returns the application of appBody with the credential of keyBody.
func keyed() idp.Application {
	app := registered()
	app.AuthMethod, app.JWKSURI, app.ClientSecret = idp.PrivateKeyJWT, jwks, ""
	return app
}

func TestCreate_Keys_UsesClientIDOfCredential(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, "POST " + creds: {ok(keyBody)}})
	app, err := s.platform().Create(t.Context(), wantedKey(jwks))
	if diff := cmp.Diff(keyed(), app); err != nil || diff != "" || s.requests() != lines(postApp, postKey, listCred) {
		t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
	}
}

// Its credentials are created separately.
func TestCreate_KeysWithoutJWKSURI_CreatesNoCredential(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, getApp: {ok(appBody)}})
	p := s.platform()
	app, err := p.Create(t.Context(), wanted(idp.PrivateKeyJWT))
	if diff := cmp.Diff(bare(idp.PrivateKeyJWT), app); err != nil || diff != "" || s.requests() != postApp {
		t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
	}
	app, err = p.Get(t.Context(), app)
	if diff := cmp.Diff(bare(idp.PrivateKeyJWT), app); err != nil || diff != "" || s.requests() != lines(postApp, getApp) {
		t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
	}
}

// Nobody knows the client ID of a credential whose response was lost. It is deleted, and another one is created.
func TestCreate_Keys_LostResponse_LeavesOneCredential(t *testing.T) {
	none := ok(empty)
	for name, tc := range map[string]struct {
		first   answer
		lists   []answer
		removed bool
	}{
		"lost":           {lost(), []answer{items(lostKey)}, true},
		"list lags":      {lost(), []answer{none, none, items(lostKey)}, true},
		"comes up late":  {lost(), []answer{none, none, none, none, none, items(lostKey)}, true},
		"never arrived":  {lost(), []answer{none, none, none, none, items(keyBody)}, false},
		"a login page":   {html(200), []answer{items(lostKey)}, true},
		"doubled":        {says(409, `{"code":"conflict","message":"taken"}`), []answer{items(lostKey)}, true},
		"no client ID":   {ok(`{"id":"c8","jwks_uri":"` + jwks + `"}`), []answer{items(lostKey)}, true},
		"another's":      {lost(), []answer{items(strings.Replace(lostKey, `"x"`, `"theirs"`, 1), keyBody)}, false},
		"turned away":    {says(429, ``), []answer{none}, false},
		"app not heard":  {says(404, noApp), []answer{none}, false},
		"type is not so": {lost(), []answer{items(strings.Replace(urlItem, "https://agent.example.test/client.json", "x", 1), keyBody)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{postLost: {tc.first, ok(keyBody)}, listCred: tc.lists, delOrphan: {gone()}})
			app, err := s.platform().Update(t.Context(), idp.Change{Before: bare(idp.NoAuth), After: wantedKey(jwks)})
			if diff := cmp.Diff(keyed(), app); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if sent := s.requests(); strings.Contains(sent, delOrphan) != tc.removed || strings.Count(sent, "DELETE") > 1 {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

// The credential proves ownership, as with a secret. Without a credential of its own, nothing proves who created the
// application.
func TestCreate_LostResponse_PublicKeyProvesOwnership(t *testing.T) {
	none := ok(empty)
	for name, tc := range map[string]struct {
		wanted idp.Registration
		lists  []answer
		kind   idp.Kind
	}{
		"its own alone":   {wantedKey(jwks), []answer{none, items(keyBody)}, ""},
		"another key":     {wantedKey(jwks), []answer{none, items(keyBody, strings.Replace(key2, "client2", "theirs", 1))}, idp.ErrAlreadyExists},
		"another secret":  {wantedKey(jwks), []answer{none, items(keyBody, theirs("c9"))}, idp.ErrAlreadyExists},
		"no own":          {wanted(idp.PrivateKeyJWT), []answer{none}, idp.ErrAlreadyExists},
		"a key was there": {wantedKey(jwks), []answer{items(key2)}, idp.ErrAlreadyExists},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(application1(0))}, "POST " + creds: {ok(keyBody)}, listCred: tc.lists, delCred: {gone()},
			})
			app, err := s.platform().Create(t.Context(), tc.wanted)
			if tc.kind == "" {
				if err != nil || app.CredentialID != "c1" || app.JWKSURI != jwks || !app.Adopted {
					t.Errorf("got %+v, %v", app, err)
				}
				return
			}
			e := refusal(t, err, tc.kind)
			if app.ID != "" || e.ExistingID != "a1" || strings.Contains(e.Hint, "rotate_when_changed") {
				t.Errorf("got ID %q, hint: %s", app.ID, e.Hint)
			}
			if sent := s.requests(); strings.Count(sent, "DELETE") != strings.Count(sent, "POST "+creds) {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

// The two runs have different configurations. Each still recognizes the other by its credential.
func TestCreate_KeyOfOtherRun_Fails(t *testing.T) {
	s := newStub(t, map[string][]answer{
		"POST " + apps: {ok(appBody)}, postLost: {ok(credBody)}, listCred: {items(listed1("c1", "client"), key2)}, delCred: {gone()},
	})
	app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
	if e := refusal(t, err, idp.ErrAlreadyExists); app.ID != "" || e.ExistingID != "a1" || !strings.HasSuffix(s.requests(), delCred) {
		t.Errorf("got ID %q, sent\n%s", app.ID, s.requests())
	}
}

func TestCreate_NoKeyCredential_RemovesTheApplicationAgain(t *testing.T) {
	s := newStub(t, map[string][]answer{
		"POST " + apps: {ok(appBody)}, postLost: {says(400, `{"message":"no","details":[{"field":"jwks_uri"}]}`)}, listCred: {ok(empty)}, delApp: {gone()},
	})
	app, err := s.platform().Create(t.Context(), wantedKey(jwks))
	if e := refusal(t, err, idp.ErrInvalid); app.ID != "" || e.Attribute != idp.AttributeJWKSURI || !strings.Contains(e.Hint, "nothing is left") {
		t.Errorf("got ID %q, blames %q, hint: %s", app.ID, e.Attribute, e.Hint)
	}
}

func TestGet_Keys(t *testing.T) {
	lostState := keyed()
	lostState.CredentialID = ""
	elsewhere := keyed()
	elsewhere.JWKSURI = jwks2
	for name, tc := range map[string]struct {
		known idp.Application
		cred  answer
		want  idp.Application
		sent  string
	}{
		"as before":            {keyed(), ok(keyBody), keyed(), lines(getApp, getCred)},
		"address not answered": {keyed(), ok(`{"id":"c1"}`), keyed(), lines(getApp, getCred)},
		"another address":      {keyed(), ok(strings.Replace(keyBody, jwks, jwks2, 1)), elsewhere, lines(getApp, getCred)},
		"credential gone":      {keyed(), says(404, noCred), bare(idp.PrivateKeyJWT), lines(getApp, getCred, getCred, getZone)},
		"ID was lost":          {lostState, ok(keyBody), keyed(), lines(getApp, listCred, getCred)},
		"no own":               {bare(idp.PrivateKeyJWT), answer{}, bare(idp.PrivateKeyJWT), getApp},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {tc.cred}, listCred: {items(publicKey, urlItem, keyBody)}})
			app, err := s.platform().Get(t.Context(), tc.known)
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" || s.requests() != tc.sent {
				t.Errorf("%v %s, sent\n%s", err, diff, s.requests())
			}
		})
	}
}

func TestImport_AuthMethod_IsDerivedFromCredentials(t *testing.T) {
	found := registered()
	found.ClientSecret = ""
	for name, tc := range map[string]struct {
		list []string
		want idp.Application
	}{
		"a key":              {[]string{urlItem, keyBody, tokItem}, keyed()},
		"a secret and a key": {[]string{key2, shown}, found},
		"two keys":           {[]string{keyBody, key2}, bare(idp.PrivateKeyJWT)},
		"url":                {[]string{pubItem, urlItem}, bare(idp.PrivateKeyJWT)},
		"workload":           {[]string{tokItem}, bare(idp.PrivateKeyJWT)},
		"of a later API":     {[]string{fedItem}, bare(idp.PrivateKeyJWT)},
		"public":             {[]string{pubItem}, bare(idp.NoAuth)},
		"none":               {nil, bare(idp.NoAuth)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, listCred: {items(tc.list...)}})
			app, err := s.platform().Get(t.Context(), imported())
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

// The credential that works is deleted last. If a credential cannot be deleted, state keeps it.
func TestUpdate_AnotherMethodOrAddress_AddsThenRemoves(t *testing.T) {
	second := keyed()
	second.CredentialID, second.ClientID, second.JWKSURI = "c2", "client2", jwks2
	secret := rotated(keyed())
	secret.AuthMethod, secret.JWKSURI = idp.ClientSecretBasic, ""
	withPrevious := func(app idp.Application) idp.Application {
		app.PreviousCredentialID, app.PreviousClientID = "c1", "client"
		return app
	}
	apart := wanted(idp.PrivateKeyJWT)
	for name, tc := range map[string]struct {
		before  idp.Application
		after   idp.Registration
		made    answer
		removal answer
		want    idp.Application
		kind    idp.Kind
		sent    []string
	}{
		"another address":      {keyed(), wantedKey(jwks2), ok(key2), gone(), second, "", []string{listCred, "POST", delCred}},
		"secret to key":        {registered(), wantedKey(jwks2), ok(key2), gone(), second, "", []string{listCred, "POST", delCred}},
		"key to secret":        {keyed(), wanted(idp.ClientSecretBasic), ok(rotatedBody), gone(), secret, "", []string{listCred, "POST", delCred}},
		"key to none":          {keyed(), wanted(idp.NoAuth), answer{}, gone(), bare(idp.NoAuth), "", []string{delCred}},
		"key to no own":        {keyed(), apart, answer{}, gone(), bare(idp.PrivateKeyJWT), "", []string{delCred}},
		"secret to no own":     {registered(), apart, answer{}, gone(), bare(idp.PrivateKeyJWT), "", []string{delCred}},
		"none to no own":       {bare(idp.NoAuth), apart, answer{}, answer{}, bare(idp.PrivateKeyJWT), "", nil},
		"no own to key":        {bare(idp.PrivateKeyJWT), wantedKey(jwks2), ok(key2), answer{}, second, "", []string{listCred, "POST"}},
		"no own to secret":     {bare(idp.PrivateKeyJWT), wanted(idp.ClientSecretBasic), ok(rotatedBody), answer{}, secret, "", []string{listCred, "POST"}},
		"no method given":      {keyed(), wanted(""), answer{}, answer{}, keyed(), "", nil},
		"same":                 {keyed(), wantedKey(jwks), answer{}, answer{}, keyed(), "", nil},
		"removal is forbidden": {keyed(), wantedKey(jwks2), ok(key2), says(403, `{"message":"no"}`), withPrevious(second), idp.ErrForbidden, []string{listCred, "POST", delCred}},
		"creation is refused":  {keyed(), wantedKey(jwks2), says(403, `{"message":"no"}`), answer{}, keyed(), idp.ErrForbidden, []string{listCred, "POST"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{postLost: {tc.made}, listCred: {ok(empty)}, delCred: {tc.removal}})
			app, err := s.platform().Update(t.Context(), idp.Change{Before: tc.before, After: tc.after})
			if tc.kind != "" {
				if e := refusal(t, err, tc.kind); strings.Contains(e.Hint, "secret") {
					t.Errorf("the hint speaks of a secret: %s", e.Hint)
				}
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(tc.want, app); diff != "" {
				t.Error(diff)
			}
			sent := strings.Split(s.requests(), "\n")
			if s.requests() == "" {
				sent = nil
			}
			if len(sent) != len(tc.sent) {
				t.Fatalf("sent %q", sent)
			}
			for i, want := range tc.sent {
				if !strings.HasPrefix(sent[i], want) {
					t.Errorf("request %d is %s, want %s", i, sent[i], want)
				}
			}
		})
	}
}

// When the method changes, the previous secret of an overlap is deleted as well.
func TestUpdate_SecretToKey_RemovesAKeptSecretToo(t *testing.T) {
	s := newStub(t, map[string][]answer{postLost: {ok(key2)}, listCred: {ok(empty)}, delCred: {gone()}, delOlder: {gone()}})
	after := wantedKey(jwks2)
	after.KeepPreviousCredential = true
	app, err := s.platform().Update(t.Context(), idp.Change{Before: kept(), After: after})
	if err != nil || app.CredentialID != "c2" || app.PreviousCredentialID != "" || app.ClientSecret != "" {
		t.Errorf("got %+v, %v", app, err)
	}
	if n := strings.Count(s.requests(), "DELETE"); n != 2 {
		t.Errorf("%d removals", n)
	}
}

func TestKeys_HaveNoSecretToRotateOrVerify(t *testing.T) {
	for name, known := range map[string]idp.Application{"own": keyed(), "apart": bare(idp.PrivateKeyJWT)} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, nil)
			p := s.platform()
			app, err := p.Rotate(t.Context(), known)
			if e := refusal(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeAuthMethod {
				t.Errorf("blames %q", e.Attribute)
			}
			refusal(t, p.Verify(t.Context(), known), idp.ErrInvalid)
			if diff := cmp.Diff(known, app); diff != "" || s.requests() != "" {
				t.Errorf("sent %s; %s", s.requests(), diff)
			}
		})
	}
}

func TestDelete_KeysGoWithTheirApplication(t *testing.T) {
	s := newStub(t, map[string][]answer{delCred: {gone()}, delApp: {gone()}})
	if err := s.platform().Delete(t.Context(), keyed()); err != nil || s.requests() != lines(delCred, delApp) {
		t.Errorf("%v, sent\n%s", err, s.requests())
	}
}
