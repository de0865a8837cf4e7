package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestGetCredential_ShowsTheKeyAndKeepsItsPublicPart(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		want := o.key
		want.PublicKey = publicKey
		known := want
		known.ClientID = "before-the-rename"
		got, err := o.serves(t, nil).platform(t).GetCredential(t.Context(), known)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestGetCredential_ImportNeedsNothingButIDs(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		known := idp.Credential{ID: keyID, ApplicationID: appID, Scope: o.key.Scope}
		got, err := o.serves(t, nil).platform(t).GetCredential(t.Context(), known)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(o.key, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestGetCredential_NotFound_IsConfirmed(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		for name, tc := range map[string]struct {
			answers []http.HandlerFunc
			kind    idp.Kind // "" means that the key is read
		}{
			"gone":                {only(noKey()), idp.ErrNotFound},
			"denied for a moment": {only(noKey(), file(t, "get_key.json")), ""},
			"no role":             {only(failure(404, 5, codeNoMembership, "membership not found")), idp.ErrForbidden},
			"no route":            {only(reply(404, `{"code":5, "message":"Not Found"}`)), idp.ErrUnexpected},
			"a page":              {only(page(404)), idp.ErrUnexpected},
			"down":                {only(page(502)), idp.ErrUnavailable},
			"somebody else's":     {only(reply(200, `{"key":{"id":"7", "details":{}}}`)), idp.ErrUnexpected},
			"denied, then no DB":  {only(noKey(), page(502)), idp.ErrUnavailable},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := o.serves(t, routes{o.get: tc.answers}).platform(t).GetCredential(t.Context(), o.key)
				if tc.kind != "" {
					refusalOf(t, err, tc.kind)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
	})
}

// ZITADEL hides the keys of an application that was switched to another method, and shows them after it is switched back.
func TestGetCredential_HiddenKeyIsNotGone(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.owner: only(file(t, "get_app_new.json")), o.get: only(noKey())})
	_, err := f.platform(t).GetCredential(t.Context(), o.key)
	e := refusalOf(t, err, idp.ErrHidden)
	if e.Attribute != idp.AttributeAuthMethod || !strings.Contains(e.Message, keyID) || !strings.Contains(e.Message, string(idp.ClientSecretBasic)) {
		t.Errorf("attribute %q, message %q", e.Attribute, e.Message)
	}
}

// A service account can have keys with or without a client secret.
func TestGetCredential_AccountWithSecretHasKeys(t *testing.T) {
	o := keyOwners()["service account"]
	for _, shown := range []string{"get_user.json", "get_user_new.json"} {
		if _, err := o.serves(t, routes{o.owner: only(file(t, shown))}).platform(t).GetCredential(t.Context(), o.key); err != nil {
			t.Errorf("%s: %v", shown, err)
		}
	}
}

// A "not found" for the application counts under the same conditions as in Get.
func TestGetCredential_ApplicationNotFound_IsConfirmed(t *testing.T) {
	app, account := keyOwners()["application"], keyOwners()["service account"]
	for name, tc := range map[string]struct {
		keyOwner
		answers routes
		kind    idp.Kind
	}{
		"application removed":                {app, routes{app.owner: only(denied()), callChanges: only(file(t, "changes_removed.json"))}, idp.ErrNotFound},
		"application lost by the reads":      {app, routes{app.owner: only(denied()), callChanges: only(file(t, "changes_live.json"))}, idp.ErrHidden},
		"project not seen":                   {app, routes{app.owner: only(denied()), callProject: only(failure(404, 5, codeUnknownProject, "Project not found"))}, idp.ErrOtherInstallation},
		"application not to be read":         {app, routes{app.owner: only(page(502))}, idp.ErrUnavailable},
		"service account removed":            {account, routes{account.owner: only(noUser()), callUserChanges: only(file(t, "user_changes_removed.json"))}, idp.ErrNotFound},
		"service account of another":         {account, routes{account.owner: only(noUser()), callUserChanges: only(reply(200, `{}`)), callMyOrganization: only(organization("o2"))}, idp.ErrOtherInstallation},
		"service account not to be read now": {account, routes{account.owner: only(page(502))}, idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tc.serves(t, tc.answers).platform(t).GetCredential(t.Context(), tc.key)
			refusalOf(t, err, tc.kind)
		})
	}
}

func TestUpdateCredential_IsRefused(t *testing.T) {
	o := keyOwners()["application"]
	after := o.key
	after.ExpiresAt = ""
	got, err := serve(t, routes{}).platform(t).UpdateCredential(t.Context(), o.key, after)
	if refusalOf(t, err, idp.ErrInvalid); got != o.key {
		t.Errorf("got %v", got)
	}
}

func TestRevoke_KeyNotFound_SucceedsIfApplicationIsReadable(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		shown := file(t, "get_key.json")
		for name, tc := range map[string]struct {
			removes, reads []http.HandlerFunc
			kind           idp.Kind // "" means none
			removals       int
		}{
			"removed":                         {only(file(t, "changed.json")), only(noKey()), "", 1},
			"shown for a moment":              {only(file(t, "changed.json")), only(shown, shown, noKey()), "", 1},
			"shown for good":                  {only(file(t, "changed.json")), only(shown), idp.ErrStillShown, 1},
			"read fails":                      {only(file(t, "changed.json")), only(page(502)), idp.ErrUnavailable, 1},
			"gone":                            {only(noKeyToRemove()), only(noKey()), "", 1},
			"denied for a moment":             {only(noKeyToRemove(), file(t, "changed.json")), only(shown, noKey()), "", 2},
			"not permitted":                   {only(notPermitted()), only(shown), idp.ErrForbidden, 1},
			"no route":                        {only(reply(404, `{"code":5, "message":"Not Found"}`)), only(shown), idp.ErrUnexpected, 1},
			"a page":                          {only(page(200)), only(shown), idp.ErrUnexpected, 1},
			"removed by a request unheard of": {only(lost, noKeyToRemove()), only(noKey()), "", 2},
		} {
			t.Run(name, func(t *testing.T) {
				f := o.serves(t, routes{o.remove: tc.removes, o.get: tc.reads})
				err := f.platform(t).Revoke(t.Context(), o.key)
				if tc.kind != "" {
					refusalOf(t, err, tc.kind)
				} else if err != nil {
					t.Error(err)
				}
				if n := f.count(o.remove); n != tc.removals {
					t.Errorf("%d removals, want %d", n, tc.removals)
				}
			})
		}
	})
}

func TestRevoke_ApplicationNotReadable_Fails(t *testing.T) {
	account := keyOwners()["service account"]
	f := account.serves(t, routes{
		account.remove: only(noKeyToRemove()), account.owner: only(noUser()), callUserChanges: only(reply(200, `{}`)),
		callMyOrganization: only(organization("o2")),
	})
	refusalOf(t, f.platform(t).Revoke(t.Context(), account.key), idp.ErrOtherInstallation)
}

func TestRevoke_ApplicationDeleted_Succeeds(t *testing.T) {
	o := keyOwners()["application"]
	f := o.serves(t, routes{o.remove: only(noKeyToRemove()), o.owner: only(denied()), callChanges: only(file(t, "changes_removed.json"))})
	if err := f.platform(t).Revoke(t.Context(), o.key); err != nil {
		t.Error(err)
	}
}

func TestCredentialPage_ShowsWhatSingleReadsShow(t *testing.T) {
	forEachKeyOwner(t, func(t *testing.T, o keyOwner) {
		var sent map[string]any
		f := o.serves(t, routes{o.search: only(keep(&sent, file(t, "search_keys.json")))})
		page, err := f.platform(t).CredentialPage(t.Context(), o.key.Scope, appID, "")
		if err != nil {
			t.Fatal(err)
		}
		second := o.key
		second.ID, second.ExpiresAt = "311000000000000302", ""
		if diff := cmp.Diff(idp.Page{Credentials: []idp.Credential{o.key, second}, Total: 2}, page); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[string]any{"query": map[string]any{"offset": "0", "limit": 1000.0}}, sent); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCredentialPage_ApplicationNotReadable_Fails(t *testing.T) {
	o := keyOwners()["application"]
	_, err := o.serves(t, nil).platform(t).CredentialPage(t.Context(), o.key.Scope, "", "")
	refusalOf(t, err, idp.ErrInvalid)
	f := o.serves(t, routes{o.owner: only(denied()), callChanges: only(file(t, "changes_removed.json"))})
	_, err = f.platform(t).CredentialPage(t.Context(), o.key.Scope, appID, "")
	refusalOf(t, err, idp.ErrNotFound)
}

func TestExpiry(t *testing.T) {
	for name, tc := range map[string]struct{ known, shown, want string }{
		"never":                 {"", "9999-12-31T23:59:59Z", ""},
		"as known":              {"2030-01-31T01:00:00+01:00", "2030-01-31T00:00:00Z", "2030-01-31T01:00:00+01:00"},
		"cut off":               {"2030-01-31T00:00:00.123456789Z", "2030-01-31T00:00:00.123456Z", "2030-01-31T00:00:00.123456789Z"},
		"another":               {"2030-01-31T00:00:00Z", "2031-01-31T00:00:00Z", "2031-01-31T00:00:00Z"},
		"not known":             {"", "2031-01-31T00:00:00Z", "2031-01-31T00:00:00Z"},
		"made to expire":        {"2030-01-31T00:00:00Z", "9999-12-31T23:59:59Z", ""},
		"not said":              {"2030-01-31T00:00:00Z", "", ""},
		"in the year 9999, too": {"9999-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "9999-01-01T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := expiry(tc.known, tc.shown); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
