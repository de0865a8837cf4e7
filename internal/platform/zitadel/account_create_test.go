package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestCreateAccount_KeepsIDAndSecret(t *testing.T) {
	const secret = "0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123"
	for name, tc := range map[string]struct {
		method, kept idp.AuthMethod
		secret       idp.Secret
		calls        []string
	}{
		"default":     {"", idp.ClientSecretBasic, secret, []string{callAddUser, callUser, callUserSecret}},
		"secret":      {idp.ClientSecretBasic, idp.ClientSecretBasic, secret, []string{callAddUser, callUser, callUserSecret}},
		"private key": {idp.PrivateKeyJWT, idp.PrivateKeyJWT, "", []string{callAddUser, callUser}},
	} {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			f := serve(t, routes{
				callAddUser: only(keep(&sent, file(t, "add_machine_user.json"))), callUser: only(file(t, "get_user_new.json")),
				callUserSecret: only(file(t, "new_machine_secret.json")),
			})
			asked, want := wantedAccount(), existingAccount()
			asked.AuthMethod, want.AuthMethod, want.ClientSecret = tc.method, tc.kept, tc.secret
			got, err := f.platform(t).Create(t.Context(), asked)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			wantSent := map[string]any{
				"userId": appID, "userName": "billing-worker", "name": "Billing worker", "description": "Sends invoices",
				"accessTokenType": "ACCESS_TOKEN_TYPE_BEARER",
			}
			if diff := cmp.Diff(wantSent, sent); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.calls, f.calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCreateAccount_Disabled(t *testing.T) {
	f := serve(t, routes{
		callAddUser: only(file(t, "add_machine_user.json")), callUser: only(file(t, "get_user_new.json")),
		callUserSecret: only(file(t, "new_machine_secret.json")), callUserOff: only(file(t, "changed.json")),
	})
	asked := wantedAccount()
	asked.Disabled = true
	if got, err := f.platform(t).Create(t.Context(), asked); err != nil || !got.Disabled || f.count(callUserOff) != 1 {
		t.Errorf("disabled %t, %v after %v", got.Disabled, err, f.calls())
	}
}

// A read by the ID is the proof, and so is a second request that is told that the ID is in use.
func TestCreateAccount_LostResponse_IsFoundByItsID(t *testing.T) {
	there := failure(400, 9, codeUserThere, "Errors.User.AlreadyExisting")
	live := file(t, "get_user_new.json")
	for name, tc := range map[string]struct {
		creates, reads []http.HandlerFunc
		past           http.HandlerFunc
	}{
		"carried out":                    {only(lost), only(live), nil},
		"cut":                            {only(cut), only(live), nil},
		"a page":                         {only(page(200)), only(live), nil},
		"proxy gave up":                  {only(page(504)), only(live), nil},
		"without an ID":                  {only(reply(200, `{"details":{}}`)), only(live), nil},
		"not carried out":                {only(lost, file(t, "add_machine_user.json")), only(noUser(), live), reply(200, `{}`)},
		"carried out late":               {only(lost, there), only(noUser(), live), reply(200, `{}`)},
		"read denies it for a moment":    {only(lost), only(noUser(), live), file(t, "user_changes_live.json")},
		"taken by the request before it": {only(lost, userNameTaken()), only(noUser(), live), reply(200, `{}`)},
		"answered with another's ID":     {only(reply(200, `{"userId":"311000000000000999","details":{}}`)), only(live), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var asked requested
			r := routes{
				callAddUser: asked.keep(tc.creates...), callUser: tc.reads, callUserSecret: only(file(t, "new_machine_secret.json")),
			}
			if tc.past != nil {
				r[callUserChanges] = only(tc.past)
			}
			f := serve(t, r)
			got, err := f.platform(t).Create(t.Context(), wantedAccount())
			if err != nil || got.ID != appID || got.ClientSecret == "" || got.ClientID != "billing-worker" || got.Adopted {
				t.Errorf("got ID %q, client ID %q, %v after %v", got.ID, got.ClientID, err, f.calls())
			}
			for _, sent := range asked.all() {
				if diff := cmp.Diff(asked.all()[0], sent); diff != "" {
					t.Errorf("another request: %s", diff)
				}
			}
		})
	}
}

// Someone else took the user name between the lost request and the next one.
func TestCreateAccount_LostResponse_DoesNotAdoptForeignAccount(t *testing.T) {
	foreign := strings.ReplaceAll(string(testdata(t, "search_users.json")), appID, otherID)
	f := serve(t, routes{
		callAddUser: only(lost, userNameTaken()), callUser: only(noUser()), callUserChanges: only(reply(200, `{}`)),
		callUsers: only(reply(200, foreign)),
	})
	got, err := f.platform(t).Create(t.Context(), wantedAccount())
	e := refusalOf(t, err, idp.ErrAlreadyExists)
	if got.ID != "" || e.ExistingID != otherID || e.Attribute != idp.AttributeIdentifier {
		t.Errorf("got ID %q, existing %q, attribute %q", got.ID, e.ExistingID, e.Attribute)
	}
}

func TestCreateAccount_OutcomeUnknown_SaysWhatToLookFor(t *testing.T) {
	f := serve(t, routes{callAddUser: only(lost), callUser: only(page(502))})
	asked := wantedAccount()
	asked.Scope.OrganizationID = "o1"
	got, err := f.platform(t).Create(t.Context(), asked)
	e := refusalOf(t, err, idp.ErrAmbiguous)
	if got.ID != "" || !strings.Contains(e.Hint, "billing-worker") || !strings.Contains(e.Hint, "zitadel/o1/service_account/") {
		t.Errorf("got ID %q, hint %q", got.ID, e.Hint)
	}
}

// A server that chooses the ID itself returns its own.
func TestCreateAccount_ServerChoosesTheID(t *testing.T) {
	f := serve(t, routes{
		callAddUser: only(as(t, otherID, "add_machine_user.json")), callUser: only(noUser()), callUserChanges: only(reply(200, `{}`)),
		onOther(callUser): only(as(t, otherID, "get_user_new.json")), onOther(callUserSecret): only(file(t, "new_machine_secret.json")),
	})
	if got, err := f.platform(t).Create(t.Context(), wantedAccount()); err != nil || got.ID != otherID || got.ClientSecret == "" {
		t.Errorf("got ID %q, %v", got.ID, err)
	}
}

func TestCreateAccount_NotShown_IsRemovedAndCreatedUnderAnotherID(t *testing.T) {
	var asked requested
	f := serve(t, routes{
		callAddUser: asked.keep(file(t, "add_machine_user.json"), as(t, otherID, "add_machine_user.json")),
		callUser:    only(noUser()), callRemoveUser: only(file(t, "changed.json")),
		onOther(callUser): only(as(t, otherID, "get_user_new.json")), onOther(callUserSecret): only(file(t, "new_machine_secret.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wantedAccount())
	if err != nil || got.ID != otherID || f.count(callRemoveUser) != 1 || len(asked.all()) != 2 || asked.all()[1]["userId"] != otherID {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
}

func TestCreateAccount_LostSecret_IsMadeAgain(t *testing.T) {
	f := serve(t, routes{
		callAddUser: only(file(t, "add_machine_user.json")), callUser: only(file(t, "get_user_new.json")),
		callUserSecret: only(lost, cut, page(502), noUser(), reply(200, `{}`), file(t, "new_machine_secret.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wantedAccount())
	if err != nil || got.ClientSecret == "" || f.count(callAddUser) != 1 {
		t.Errorf("%v after %v", err, f.calls())
	}
}

func TestCreateAccount_WithoutSecret_IsRemoved(t *testing.T) {
	f := serve(t, routes{
		callAddUser: only(file(t, "add_machine_user.json")), callUser: only(file(t, "get_user_new.json"), noUser()),
		callUserSecret: only(notPermitted()), callRemoveUser: only(file(t, "changed.json")),
	})
	got, err := f.platform(t).Create(t.Context(), wantedAccount())
	e := refusalOf(t, err, idp.ErrForbidden)
	if got.ID != "" || f.count(callRemoveUser) != 1 || !strings.Contains(e.Hint, "nothing is left") {
		t.Errorf("got ID %q, hint %q after %v", got.ID, e.Hint, f.calls())
	}
}

func TestCreateAccount_UserNameConflict_NamesConflictingAccount(t *testing.T) {
	person := reply(200, `{"details":{},"result":[{"id":"7","userName":"Billing-Worker","details":{},"human":{}}]}`)
	for name, tc := range map[string]struct {
		search http.HandlerFunc
		id     string
		person bool
	}{
		"a service account":       {file(t, "search_users.json"), appID, false},
		"a person":                {person, "7", true},
		"in another organization": {file(t, "search_users_none.json"), "", false},
		"search is down":          {page(502), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			f := serve(t, routes{callAddUser: only(userNameTaken()), callUsers: only(keep(&sent, tc.search))})
			_, err := f.platform(t).Create(t.Context(), wantedAccount())
			e := refusalOf(t, err, idp.ErrAlreadyExists)
			if e.ExistingID != tc.id || (e.Conflict != "") != tc.person || e.Attribute != idp.AttributeIdentifier || !strings.Contains(e.Hint, "identifier") {
				t.Errorf("existing %q, conflict %q, attribute %q, hint %q", e.ExistingID, e.Conflict, e.Attribute, e.Hint)
			}
			want := []any{map[string]any{"userNameQuery": map[string]any{"userName": "billing-worker", "method": "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"}}}
			if diff := cmp.Diff(want, sent["queries"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCreateAccount_RefusalNamesTheAttribute(t *testing.T) {
	invalid := func(field string) http.HandlerFunc {
		return reply(400, `{"code":3, "message":"invalid AddMachineUserRequest.`+field+`: value length must be between 1 and 200 runes, inclusive"}`)
	}
	for field, want := range map[string]idp.Attribute{
		"UserName": idp.AttributeIdentifier, "Name": idp.AttributeName, "Description": idp.AttributeDescription,
	} {
		t.Run(field, func(t *testing.T) {
			_, err := serve(t, routes{callAddUser: only(invalid(field))}).platform(t).Create(t.Context(), wantedAccount())
			if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != want {
				t.Errorf("got attribute %q, want %q", e.Attribute, want)
			}
		})
	}
}

func TestCreateAccount_WithoutRole_SaysWhichOneIsNeeded(t *testing.T) {
	_, err := serve(t, routes{callAddUser: only(notPermitted())}).platform(t).Create(t.Context(), wantedAccount())
	if e := refusalOf(t, err, idp.ErrForbidden); !strings.Contains(e.Hint, "ORG_USER_MANAGER") {
		t.Errorf("got hint %q", e.Hint)
	}
}

func TestCreateAccount_SettingThatAccountsLackIsNotSent(t *testing.T) {
	for attribute, edit := range map[idp.Attribute]func(*idp.Registration){
		idp.AttributeAuthMethod:      func(r *idp.Registration) { r.AuthMethod = idp.ClientSecretPost },
		idp.AttributeAccessTokenType: func(r *idp.Registration) { r.AccessTokenType = "saml" },
	} {
		t.Run(string(attribute), func(t *testing.T) {
			p, asked := serve(t, nil).platform(t), wantedAccount()
			edit(&asked)
			_, err := p.Create(t.Context(), asked)
			if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != attribute {
				t.Errorf("create: attribute %q", e.Attribute)
			}
			_, err = p.Update(t.Context(), idp.Change{Before: existingAccount(), After: asked})
			if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != attribute {
				t.Errorf("update: attribute %q", e.Attribute)
			}
		})
	}
}
