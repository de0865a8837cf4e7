package zitadel

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const keyID = "311000000000000301"

// keyCalls are the calls for the keys of one owner.
type keyCalls struct{ add, get, remove, search, owner string }

func callsUnder(base string) keyCalls {
	return keyCalls{"POST " + base + "/keys", "GET " + base + "/keys/" + keyID, "DELETE " + base + "/keys/" + keyID, "POST " + base + "/keys/_search", "GET " + base}
}

var (
	appKeys  = callsUnder("/management/v1/projects/p1/apps/" + appID)
	userKeys = callsUnder("/management/v1/users/" + appID)
)

// keyOwner is an application or a service account with keys, and the responses to its calls.
type keyOwner struct {
	keyCalls
	key       idp.Credential // as known
	added     string         // file in testdata
	shown     string
	kindOfKey string // type in its key file
}

func keyOwners() map[string]keyOwner {
	key := idp.Credential{
		ID: keyID, ApplicationID: appID, Kind: idp.CredentialKey, AuthMethod: idp.PrivateKeyJWT,
		CreatedAt: "2026-09-01T10:10:00.123456Z", ExpiresAt: "2030-01-31T00:00:00Z",
	}
	ofApp, ofUser := key, key
	ofApp.Scope, ofApp.ClientID, ofUser.ClientID = scope(), "311000000000000102", "billing-worker"
	return map[string]keyOwner{
		"application":     {appKeys, ofApp, "add_app_key.json", "get_app_new_private_key_jwt.json", "application"},
		"service account": {userKeys, ofUser, "add_user_key.json", "get_user.json", "serviceaccount"},
	}
}

// wanted returns the key to create.
func (o keyOwner) wanted() idp.Credential {
	key := o.key
	key.ID, key.ClientID, key.CreatedAt = "", "", ""
	return key
}

// serves returns a server on which everything succeeds, except for these routes.
func (o keyOwner) serves(t *testing.T, others routes) *fake {
	t.Helper()
	r := routes{
		o.owner: only(file(t, o.shown)), o.add: only(file(t, o.added)), o.get: only(file(t, "get_key.json")),
		o.remove: only(file(t, "changed.json")), o.search: only(file(t, "search_keys.json")),
	}
	for call, answers := range others {
		r[call] = answers
	}
	return serve(t, r)
}

func noKey() http.HandlerFunc { return failure(404, 5, codeNoKey, "Errors.AuthNKey.NotFound") }

func noKeyToRemove() http.HandlerFunc {
	return failure(404, 5, codeRemoveNoKey, "Application key not found")
}

func forEachKeyOwner(t *testing.T, test func(*testing.T, keyOwner)) {
	t.Helper()
	for name, owner := range keyOwners() {
		t.Run(name, func(t *testing.T) { test(t, owner) })
	}
}

func TestIssue_ReturnsKeyFileFromResponse(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		var sent map[string]any
		f := o.serves(t, routes{o.add: only(keep(&sent, file(t, o.added)))})
		asked := o.wanted()
		asked.ExpiresAt = "2030-01-31T01:00:00+01:00"
		got, err := f.platform(t).Issue(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		want := o.key
		want.ExpiresAt = asked.ExpiresAt // the same time
		if diff := cmp.Diff(want, got.Credential); diff != "" {
			t.Error(diff)
		}
		text := got.KeyFile.Reveal()
		if !strings.HasPrefix(text, `{"type":"`+o.kindOfKey+`","keyId":"`+keyID) || strings.Contains(got.KeyFile.String(), keyID) {
			t.Errorf("the key file is %q", text)
		}
		if diff := cmp.Diff(map[string]any{"type": "KEY_TYPE_JSON", "expirationDate": "2030-01-31T00:00:00Z"}, sent); diff != "" {
			t.Error(diff)
		}
	})
}

func TestIssue_WithoutExpiry(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		var sent map[string]any
		f := o.serves(t, routes{o.add: only(keep(&sent, file(t, o.added))), o.get: only(file(t, "get_key_forever.json"))})
		asked := o.wanted()
		asked.ExpiresAt = ""
		got, err := f.platform(t).Issue(t.Context(), asked)
		if err != nil || got.ExpiresAt != "" {
			t.Errorf("expires at %q, %v", got.ExpiresAt, err)
		}
		if diff := cmp.Diff(map[string]any{"type": "KEY_TYPE_JSON"}, sent); diff != "" {
			t.Error(diff)
		}
	})
}

const publicKey = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"

func TestIssue_OwnPublicKeyMakesNoPrivateOne(t *testing.T) {
	o := keyOwners()["service account"]
	var sent map[string]any
	f := o.serves(t, routes{o.add: only(keep(&sent, file(t, "add_user_key_public.json")))})
	asked := o.wanted()
	asked.PublicKey = publicKey
	got, err := f.platform(t).Issue(t.Context(), asked)
	if err != nil || got.KeyFile != "" || got.PublicKey != publicKey || got.ID != keyID {
		t.Errorf("got ID %q, a key file: %t, %v", got.ID, got.KeyFile != "", err)
	}
	if sent["publicKey"] != "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUlJQgotLS0tLUVORCBQVUJMSUMgS0VZLS0tLS0K" {
		t.Errorf("sent %v", sent)
	}
}

// A release that does not support public keys generates a key pair.
func TestIssue_ServerIgnoresOwnPublicKey_DeletesGeneratedKey(t *testing.T) {
	o := keyOwners()["service account"]
	f := o.serves(t, routes{o.get: only(noKey())})
	asked := o.wanted()
	asked.PublicKey = publicKey
	got, err := f.platform(t).Issue(t.Context(), asked)
	if refusalOf(t, err, idp.ErrUnexpected); got.ID != "" || got.KeyFile != "" || f.count(o.remove) != 1 {
		t.Errorf("got ID %q after %v", got.ID, f.calls())
	}
}

// ZITADEL would ignore the public key, and generate a key pair.
func TestIssue_UnsupportedFields_AreRefusedWithoutRequest(t *testing.T) {
	o := keyOwners()["application"]
	for name, edit := range map[string]func(*idp.Credential){
		"own public key of an application": func(c *idp.Credential) { c.PublicKey = publicKey },
		"another kind":                     func(c *idp.Credential) { c.Kind = idp.CredentialClientSecret },
		"an expiry that is no time":        func(c *idp.Credential) { c.ExpiresAt = "tomorrow" },
		"an ID that is a path":             func(c *idp.Credential) { c.ApplicationID = "../x" },
	} {
		t.Run(name, func(t *testing.T) {
			f := o.serves(t, nil)
			asked := o.wanted()
			edit(&asked)
			got, err := f.platform(t).Issue(t.Context(), asked)
			if refusalOf(t, err, idp.ErrInvalid); got.ID != "" || f.count(o.add) != 0 {
				t.Errorf("got ID %q after %v", got.ID, f.calls())
			}
		})
	}
}

func TestIssue_ApplicationThatDoesNotUseKeysGetsNone(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.owner: only(file(t, "get_app_new.json"))})
	_, err := f.platform(t).Issue(t.Context(), o.wanted())
	e := refusalOf(t, err, idp.ErrInvalid)
	if e.Attribute != idp.AttributeAuthMethod || !strings.Contains(e.Hint, "private_key_jwt") || f.count(o.add) != 0 {
		t.Errorf("attribute %q, hint %q after %v", e.Attribute, e.Hint, f.calls())
	}
}

func TestIssue_Refused(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		for name, tc := range map[string]struct {
			answer http.HandlerFunc
			kind   idp.Kind
		}{
			"method without keys": {failure(400, 9, "COMMAND-Dff54", "Chosen Auth Method does not require a key"), idp.ErrInvalid},
			"unknown application": {failure(400, 9, "COMMAND-sak25", "Application not found"), idp.ErrInvalid},
			"unknown account":     {failure(400, 9, "COMMAND-bnipwm1", "User could not be found"), idp.ErrInvalid},
			"past expiry":         {failure(400, 3, "DOMAIN-dv3t5", "Errors.AuthNKey.ExpireBeforeNow"), idp.ErrInvalid},
			"no RSA key":          {failure(400, 3, "COMMAND-5F3h1", "Errors.Key.Invalid"), idp.ErrInvalid},
			"no role":             {notPermitted(), idp.ErrForbidden},
		} {
			t.Run(name, func(t *testing.T) {
				got, err := o.serves(t, routes{o.add: only(tc.answer)}).platform(t).Issue(t.Context(), o.wanted())
				if e := refusalOf(t, err, tc.kind); e.Hint == "" || got.ID != "" {
					t.Errorf("got ID %q, hint %q", got.ID, e.Hint)
				}
			})
		}
	})
}

// keys returns the response to a search that finds keys with these IDs and ages.
func keys(ages map[string]time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := time.Now().UTC()
		var found []string
		for id, age := range ages {
			found = append(found, `{"id":"`+id+`", "details":{"creationDate":"`+now.Add(-age).Format(time.RFC3339Nano)+`"}}`)
		}
		reply(200, `{"details":{}, "result":[`+strings.Join(found, ",")+`]}`)(w, r)
	}
}

// The private key was only in the response, so no key is adopted. A key of the same time may be another run's, so no key is
// deleted.
func TestIssue_LostResponse_NamesTheKeyAndLeavesItAlone(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		for name, answer := range map[string]http.HandlerFunc{
			"connection lost": lost, "answer cut": cut, "a page": page(200), "proxy gave up": page(504), "no ID": reply(200, `{"details":{}}`),
		} {
			t.Run(name, func(t *testing.T) {
				f := o.serves(t, routes{o.add: only(answer), o.search: only(keys(map[string]time.Duration{"new-key": 0, "old-key": time.Hour}))})
				got, err := f.platform(t).Issue(t.Context(), o.wanted())
				e := refusalOf(t, err, idp.ErrAmbiguous)
				if got.ID != "" || !strings.Contains(e.Hint, "new-key (made at ") || strings.Contains(e.Hint, "old-key") {
					t.Errorf("got ID %q, hint %q", got.ID, e.Hint)
				}
				if f.count(o.add) != 1 || f.count(o.remove) != 0 {
					t.Errorf("sent %v", f.calls())
				}
			})
		}
	})
}

func TestIssue_LostResponseAndStaleOrFailedList_IsAmbiguous(t *testing.T) {
	o := keyOwners()["application"]
	none := keys(nil)
	for name, tc := range map[string]struct {
		searches []http.HandlerFunc
		hint     string
	}{
		"lags":          {only(none, none, keys(map[string]time.Duration{"31": 0})), "31 (made at "},
		"shows no key":  {only(none), "shows no new key"},
		"not permitted": {only(notPermitted()), "delete any new key"},
		"down for good": {only(page(502)), "delete any new key"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := o.serves(t, routes{o.add: only(lost), o.search: tc.searches}).platform(t).Issue(t.Context(), o.wanted())
			if e := refusalOf(t, err, idp.ErrAmbiguous); !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("got hint %q", e.Hint)
			}
		})
	}
}

// Another resource of the same run owns the key.
func TestIssue_LostResponse_DoesNotNameKeysThatHaveAnOwner(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.add: only(file(t, o.added), lost), o.search: only(keys(map[string]time.Duration{keyID: 0}))})
	p := f.platform(t)
	if _, err := p.Issue(t.Context(), o.wanted()); err != nil {
		t.Fatal(err)
	}
	_, err := p.Issue(t.Context(), o.wanted())
	if e := refusalOf(t, err, idp.ErrAmbiguous); strings.Contains(e.Hint, keyID) {
		t.Errorf("got hint %q", e.Hint)
	}
}

func TestIssue_KeyWithoutItsFileIsRemoved(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		for name, answer := range map[string]string{
			"none": ``, "no base64": `, "keyDetails":"{}"`,
		} {
			t.Run(name, func(t *testing.T) {
				useless := reply(200, `{"id":"`+keyID+`", "keyId":"`+keyID+`", "details":{}`+answer+`}`)
				f := o.serves(t, routes{o.add: only(useless), o.get: only(noKey())})
				got, err := f.platform(t).Issue(t.Context(), o.wanted())
				e := refusalOf(t, err, idp.ErrUnexpected)
				if got.ID != "" || f.count(o.remove) != 1 || !strings.Contains(e.Outcome, "nothing is left") {
					t.Errorf("got ID %q, hint %q after %v", got.ID, e.Hint, f.calls())
				}
			})
		}
	})
}

func TestIssue_OrphanedKeyNotDeleted_IsReturned(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.add: only(reply(200, `{"id":"`+keyID+`", "details":{}}`)), o.remove: only(notPermitted())})
	got, err := f.platform(t).Issue(t.Context(), o.wanted())
	if e := refusalOf(t, err, idp.ErrUnexpected); got.ID != keyID || got.KeyFile != "" || !strings.Contains(e.Outcome, keyID) {
		t.Errorf("got ID %q, hint %q", got.ID, e.Hint)
	}
}

// A key that reads do not return is not accepted either.
func TestIssue_NotShown_IsRemovedAndAnotherOneMade(t *testing.T) {
	const another = "311000000000000302"
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		second := func(name string) http.HandlerFunc {
			return reply(200, strings.ReplaceAll(string(testdata(t, name)), keyID, another))
		}
		f := o.serves(t, routes{
			o.add: only(file(t, o.added), second(o.added)), o.get: only(noKey()),
			strings.Replace(o.get, keyID, another, 1): only(second("get_key.json")),
		})
		got, err := f.platform(t).Issue(t.Context(), o.wanted())
		if err != nil || got.ID != another || f.count(o.remove) != 1 || f.count(o.add) != 2 {
			t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
		}
	})
}

func TestIssue_NeverShown_LeavesNothing(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.get: only(noKey())})
	got, err := f.platform(t).Issue(t.Context(), o.wanted())
	e := refusalOf(t, err, idp.ErrUnavailable)
	if got.ID != "" || f.count(o.add) != registrations || f.count(o.remove) != registrations || !strings.Contains(e.Outcome, "nothing is left") {
		t.Errorf("got ID %q, hint %q after %v", got.ID, e.Hint, f.calls())
	}
}
