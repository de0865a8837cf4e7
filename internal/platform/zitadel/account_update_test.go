package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestUpdateAccount_SendsWhatDiffers(t *testing.T) {
	const fresh = idp.Secret("0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123")
	for name, tc := range map[string]struct {
		before, after func(*idp.Application)
		call          string
		sent          map[string]any
	}{
		"name": {nil, func(a *idp.Application) { a.Name = "Biller" }, callMachine, map[string]any{
			"name": "Biller", "description": "Sends invoices", "accessTokenType": "ACCESS_TOKEN_TYPE_BEARER",
		}},
		"name of one with signed tokens": {
			func(a *idp.Application) { a.AccessTokenType = idp.TokenJWT },
			func(a *idp.Application) { a.Name, a.AccessTokenType = "Biller", idp.TokenJWT },
			callMachine,
			map[string]any{"name": "Biller", "description": "Sends invoices", "accessTokenType": "ACCESS_TOKEN_TYPE_JWT"},
		},
		"no description": {nil, func(a *idp.Application) { a.Description = "" }, callMachine, map[string]any{
			"name": "Billing worker", "accessTokenType": "ACCESS_TOKEN_TYPE_BEARER",
		}},
		"token type": {nil, func(a *idp.Application) { a.AccessTokenType = idp.TokenJWT }, callMachine, map[string]any{
			"name": "Billing worker", "description": "Sends invoices", "accessTokenType": "ACCESS_TOKEN_TYPE_JWT",
		}},
		"user name": {nil, func(a *idp.Application) { a.Identifier, a.ClientID = "biller", "biller" }, callUserName, map[string]any{"userName": "biller"}},
		"user name with a domain": {
			func(a *idp.Application) { a.ClientID = "billing-worker@acme.example.com" },
			func(a *idp.Application) { a.Identifier, a.ClientID = "biller", "biller@acme.example.com" },
			callUserName,
			map[string]any{"userName": "biller"},
		},
		"no secret": {nil, func(a *idp.Application) { a.AuthMethod, a.ClientSecret = idp.PrivateKeyJWT, "" }, callDropSecret, nil},
		"a secret": {
			func(a *idp.Application) { a.AuthMethod, a.ClientSecret = idp.PrivateKeyJWT, "" },
			func(a *idp.Application) { a.ClientSecret = fresh }, callUserSecret,
			map[string]any{},
		},
		"off": {nil, func(a *idp.Application) { a.Disabled = true }, callUserOff, map[string]any{}},
		"on":  {func(a *idp.Application) { a.Disabled = true }, func(*idp.Application) {}, callUserOn, map[string]any{}},
	} {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			answer := file(t, "changed.json")
			if tc.call == callUserSecret {
				answer = file(t, "new_machine_secret.json")
			}
			f := serve(t, routes{tc.call: only(keep(&sent, answer))})
			before, want := existingAccount(), existingAccount()
			if tc.before != nil {
				tc.before(&before)
			}
			tc.after(&want)
			got, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: want.Registration})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.sent, sent); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{tc.call}, f.calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUpdateAccount_NothingDiffers(t *testing.T) {
	f := serve(t, routes{})
	after := existingAccount().Registration
	after.AccessTokenType = "" // the default
	if _, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingAccount(), After: after}); err != nil || len(f.calls()) != 0 {
		t.Errorf("%v after %v", err, f.calls())
	}
}

// everything returns a change of all parts of a service account.
func everything() (idp.Change, idp.Application) {
	want := existingAccount()
	want.Name, want.Identifier, want.ClientID, want.Disabled = "Biller", "biller", "biller", true
	want.AuthMethod, want.ClientSecret = idp.PrivateKeyJWT, ""
	return idp.Change{Before: existingAccount(), After: want.Registration}, want
}

func TestUpdateAccount_AlreadyInEffect_Succeeds(t *testing.T) {
	refused := func(code string) []http.HandlerFunc { return only(failure(400, 9, code, "Errors.User.NotChanged")) }
	f := serve(t, routes{
		callMachine: refused(codeSameMachine), callUserName: refused(codeSameUserName),
		callDropSecret: refused(codeNoMachineSecret), callUserOff: refused(codeUserAlreadyOff),
	})
	change, want := everything()
	got, err := f.platform(t).Update(t.Context(), change)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The requests before the failed one were carried out, so their changes are in the result.
func TestUpdateAccount_FailureKeepsWhatWasDone(t *testing.T) {
	f := serve(t, routes{callMachine: only(file(t, "changed.json")), callUserName: only(userNameTaken()), callUsers: only(file(t, "search_users_none.json"))})
	change, _ := everything()
	got, err := f.platform(t).Update(t.Context(), change)
	e := refusalOf(t, err, idp.ErrAlreadyExists)
	if got.Name != "Biller" || got.Identifier != "billing-worker" || got.ClientID != "billing-worker" || e.Attribute != idp.AttributeIdentifier {
		t.Errorf("got name %q, identifier %q, attribute %q", got.Name, got.Identifier, e.Attribute)
	}
}

func TestUpdateAccount_LockedOneIsUnlocked(t *testing.T) {
	notOff := failure(400, 9, codeUserNotOff, "User is not inactive")
	for name, unlock := range map[string]http.HandlerFunc{
		"locked": file(t, "changed.json"), "unlocked meanwhile": failure(400, 9, codeUserNotLocked, "User is not locked"),
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callUserOn: only(notOff), callUserUnlock: only(unlock)})
			before := existingAccount()
			before.Disabled = true
			got, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: existingAccount().Registration})
			if err != nil || got.Disabled || f.count(callUserUnlock) != 1 {
				t.Errorf("disabled %t, %v after %v", got.Disabled, err, f.calls())
			}
		})
	}
}

func TestUpdateAccount_StateNotChanged_Fails(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"down": {page(503), idp.ErrAmbiguous}, "a page": {page(403), idp.ErrForbidden}, "no route": {reply(404, `{"code":5, "message":"Not Found"}`), idp.ErrUnexpected},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callUserOn: only(tc.answer)})
			before := existingAccount()
			before.Disabled = true
			got, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: existingAccount().Registration})
			if refusalOf(t, err, tc.kind); !got.Disabled {
				t.Errorf("it is taken for active after %v", f.calls())
			}
		})
	}
}

func TestUpdateAccount_NotFound_IsNotTreatedAsDeleted(t *testing.T) {
	unknown := func(code string) []http.HandlerFunc { return only(failure(404, 5, code, "User could not be found")) }
	for name, edit := range map[string]func(*idp.Application){
		"name":   func(a *idp.Application) { a.Name = "x" },
		"secret": func(a *idp.Application) { a.AuthMethod = idp.ClientSecretBasic },
		"state":  func(a *idp.Application) { a.Disabled = true },
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callMachine: unknown("COMMAND-5M0od"), callUserSecret: unknown(codeNoUser), callUserOff: unknown("COMMAND-3M9sf")})
			before := existingAccount()
			before.AuthMethod = idp.PrivateKeyJWT
			after := before
			edit(&after)
			_, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: after.Registration})
			if e := refusalOf(t, err, idp.ErrUnexpected); e.Hint != hintGone {
				t.Errorf("got hint %q", e.Hint)
			}
		})
	}
}

func TestRotateAccount_Fails_SaysIfOldSecretIsValid(t *testing.T) {
	for name, tc := range map[string]struct {
		answers []http.HandlerFunc
		kind    idp.Kind
		ended   bool
	}{
		"gone":               {only(noUser()), idp.ErrUnexpected, false},
		"no role":            {only(notPermitted()), idp.ErrForbidden, false},
		"lost":               {only(lost), idp.ErrAmbiguous, true},
		"no secret":          {only(reply(200, `{}`)), idp.ErrAmbiguous, true},
		"lost, then no role": {only(lost, notPermitted()), idp.ErrAmbiguous, true},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := serve(t, routes{callUserSecret: tc.answers}).platform(t).Rotate(t.Context(), existingAccount())
			e := refusalOf(t, err, tc.kind)
			if strings.Contains(e.Hint, "may already be invalid") != tc.ended || app.ClientSecret != existingAccount().ClientSecret {
				t.Errorf("the hint is %q", e.Hint)
			}
		})
	}
}
