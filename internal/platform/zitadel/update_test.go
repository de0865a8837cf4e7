package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func privateKey(a *idp.Application) { a.AuthMethod, a.ClientSecret = idp.PrivateKeyJWT, "" }

func TestUpdateSendsOnlyWhatDiffers(t *testing.T) {
	const fresh = "abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123"
	ok := file(t, "changed.json")
	tests := map[string]struct {
		before func(*idp.Application)
		after  func(*idp.Registration)
		calls  []string
		want   func(*idp.Application)
	}{
		"nothing":                     {nil, nil, nil, nil},
		"method left to the platform": {privateKey, func(r *idp.Registration) { r.AuthMethod = "" }, nil, nil},
		"name": {
			nil, func(r *idp.Registration) { r.Name = "new" },
			[]string{callRename},
			func(a *idp.Application) { a.Name = "new" },
		},
		"off": {
			nil, func(r *idp.Registration) { r.Disabled = true },
			[]string{callDeactivate},
			func(a *idp.Application) { a.Disabled = true },
		},
		"on": {
			func(a *idp.Application) { a.Disabled = true }, nil,
			[]string{callReactivate},
			func(a *idp.Application) { a.Disabled = false },
		},
		"to a private key": {nil, func(r *idp.Registration) { r.AuthMethod = idp.PrivateKeyJWT }, []string{callConfig}, privateKey},
		"to a secret": {
			privateKey, nil,
			[]string{callSecret, callConfig},
			func(a *idp.Application) { a.AuthMethod, a.ClientSecret = idp.ClientSecretBasic, fresh },
		},
		"to a secret that is known": {
			func(a *idp.Application) { a.AuthMethod = idp.PrivateKeyJWT }, nil,
			[]string{callConfig},
			func(a *idp.Application) { a.AuthMethod = idp.ClientSecretBasic },
		},
		"name of an import": {
			func(a *idp.Application) { a.ClientSecret = "" }, func(r *idp.Registration) { r.Name = "new" },
			[]string{callRename},
			func(a *idp.Application) { a.Name = "new" },
		},
		"all": {
			privateKey, func(r *idp.Registration) { r.Name, r.Disabled = "new", true },
			[]string{callRename, callSecret, callConfig, callDeactivate},
			func(a *idp.Application) {
				a.Name, a.Disabled, a.AuthMethod, a.ClientSecret = "new", true, idp.ClientSecretBasic, fresh
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callRename: only(ok), callConfig: only(ok), callDeactivate: only(ok), callReactivate: only(ok),
				callSecret: only(file(t, "new_secret.json")),
			})
			change := idp.Change{Before: existing(), After: wanted()}
			apply(tc.before, &change.Before)
			apply(tc.after, &change.After)
			want := change.Before
			apply(tc.want, &want)
			got, err := f.platform(t).Update(t.Context(), change)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tc.calls, f.calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func apply[T any](f func(*T), value *T) {
	if f != nil {
		f(value)
	}
}

func TestUpdate_AlreadyInEffect_Succeeds(t *testing.T) {
	f := serve(t, routes{
		callRename:     only(failure(400, 9, codeSameName, "No changes")),
		callConfig:     only(reply(400, string(testdata(t, "error_no_changes.json")))),
		callDeactivate: only(failure(400, 9, codeAlreadyOff, "Application is not active")),
		callReactivate: only(failure(400, 9, codeAlreadyOn, "Application is not inactive")),
	})
	p := f.platform(t)
	off := wanted()
	off.Name, off.AuthMethod, off.Disabled = "new", idp.PrivateKeyJWT, true
	got, err := p.Update(t.Context(), idp.Change{Before: existing(), After: off})
	if err != nil || got.Name != "new" || got.AuthMethod != idp.PrivateKeyJWT || !got.Disabled || got.ClientSecret != "" {
		t.Errorf("got %q, %q, disabled %v, %v", got.Name, got.AuthMethod, got.Disabled, err)
	}
	on := off
	on.Disabled = false
	if got, err = p.Update(t.Context(), idp.Change{Before: got, After: on}); err != nil || got.Disabled {
		t.Errorf("got disabled %v, %v", got.Disabled, err)
	}
}

func TestUpdate_LostResponse_IsRetried(t *testing.T) {
	f := serve(t, routes{
		callRename: only(lost, failure(400, 9, codeSameName, "No changes")),
		callSecret: only(cut, file(t, "new_secret.json")),
		callConfig: only(page(502), file(t, "changed.json")),
	})
	before, after := existing(), wanted()
	privateKey(&before)
	after.Name = "new"
	got, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: after})
	if err != nil || got.Name != "new" || got.AuthMethod != idp.ClientSecretBasic || got.ClientSecret == "" {
		t.Errorf("got %q, %q, %v", got.Name, got.AuthMethod, err)
	}
}

func TestFailedUpdateReturnsWhatThePlatformHas(t *testing.T) {
	refuse := failure(403, 7, "AUTH-3jknH", "No matching permissions found")
	ok := file(t, "changed.json")
	base := routes{callRename: only(ok), callConfig: only(ok), callSecret: only(file(t, "new_secret.json")), callDeactivate: only(ok)}
	all := wanted()
	all.Name, all.Disabled = "new", true
	tests := map[string]struct {
		call   string
		answer http.HandlerFunc
		kind   idp.Kind
		want   func(*idp.Application)
	}{
		"name":   {callRename, refuse, idp.ErrForbidden, nil},
		"secret": {callSecret, refuse, idp.ErrForbidden, func(a *idp.Application) { a.Name = "new" }},
		"secret without one": {
			callSecret, reply(200, `{"details":{}}`), idp.ErrAmbiguous,
			func(a *idp.Application) { a.Name = "new" },
		},
		"method": {callConfig, refuse, idp.ErrForbidden, func(a *idp.Application) {
			a.Name, a.ClientSecret = "new", "abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123"
		}},
		"state": {callDeactivate, page(200), idp.ErrAmbiguous, func(a *idp.Application) {
			a.Name, a.ClientSecret = "new", "abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123"
			a.AuthMethod = idp.ClientSecretBasic
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := routes{}
			for call, answers := range base {
				r[call] = answers
			}
			r[tc.call] = only(tc.answer)
			before := existing()
			privateKey(&before)
			want := before
			apply(tc.want, &want)
			got, err := serve(t, r).platform(t).Update(t.Context(), idp.Change{Before: before, After: all})
			refusalOf(t, err, tc.kind)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUpdate_NameConflict_NamesConflictingApplication(t *testing.T) {
	f := serve(t, routes{
		callRename: only(failure(409, 6, "V3-DKcYh", "Application already exists")),
		callSearch: only(reply(200, `{"result":[{"id":"`+appID+`","name":"new"},{"id":"7","name":"NEW"}]}`)),
	})
	after := wanted()
	after.Name = "new"
	got, err := f.platform(t).Update(t.Context(), idp.Change{Before: existing(), After: after})
	if e := refusalOf(t, err, idp.ErrAlreadyExists); e.ExistingID != "7" || got.Name != "billing-api" {
		t.Errorf("got existing %q, name %q", e.ExistingID, got.Name)
	}
}

func TestDelete_NotFound_IsConfirmedByHistory(t *testing.T) {
	gone := failure(404, 5, codeRemoveNoApp, "Application doesn't exist")
	none := reply(200, `{}`)
	tests := map[string]struct {
		remove http.HandlerFunc
		past   http.HandlerFunc
		read   http.HandlerFunc
		kind   idp.Kind
		hint   string
	}{
		"removed":              {file(t, "changed.json"), nil, denied(), "", ""},
		"gone":                 {gone, file(t, "changes_removed.json"), denied(), "", ""},
		"never there":          {gone, none, failure(404, 5, codeNoApp, "Errors.App.NotExisting"), "", ""},
		"another organization": {gone, none, failure(404, 5, codeForeignApp, "Application not found"), idp.ErrInvalid, "zitadel.organization_id"},
		"shown, no history":    {gone, none, file(t, "get_app_basic.json"), idp.ErrUnexpected, "terraform state rm"},
		"shown, not removed":   {gone, file(t, "changes_live.json"), file(t, "get_app_basic.json"), idp.ErrUnexpected, "terraform state rm"},
		"denied, not removed":  {gone, file(t, "changes_live.json"), failure(404, 5, codeNoApp, "Errors.App.NotExisting"), idp.ErrUnexpected, "terraform state rm"},
		"history fails":        {gone, page(502), nil, idp.ErrUnavailable, ""},
		"read fails":           {gone, none, page(502), idp.ErrUnavailable, ""},
		"wrong host":           {reply(404, string(testdata(t, "error_instance.json"))), nil, nil, idp.ErrUnexpected, "ZITADEL_ENDPOINT"},
		"no role":              {failure(404, 5, codeNoMembership, "membership not found"), nil, nil, idp.ErrForbidden, "PROJECT_OWNER"},
		"no permission":        {failure(403, 7, "AUTH-5mWD2", "No matching permissions found"), nil, nil, idp.ErrForbidden, "project.app.delete"},
		"unknown organization": {failure(403, 7, codeNoOrganization, "Organisation doesn't exist"), nil, nil, idp.ErrInvalid, "ZITADEL_ORGANIZATION_ID"},
		"page":                 {page(200), nil, nil, idp.ErrUnexpected, ""},
		"nothing said":         {reply(200, `{}`), nil, nil, idp.ErrUnexpected, ""},
		"page 404":             {page(404), nil, nil, idp.ErrUnexpected, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := routes{callDelete: only(tc.remove)}
			if tc.past != nil {
				r[callChanges] = only(tc.past)
			}
			if tc.read != nil {
				r[callGet] = only(tc.read)
			}
			err := serve(t, r).platform(t).Delete(t.Context(), existing())
			if tc.kind == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if e := refusalOf(t, err, tc.kind); !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("got hint %q, want %q in it", e.Hint, tc.hint)
			}
		})
	}
}

func TestDelete_LostResponse_Succeeds(t *testing.T) {
	f := serve(t, routes{
		callDelete:  only(lost, failure(404, 5, codeRemoveNoApp, "Application doesn't exist")),
		callChanges: only(file(t, "changes_removed.json")), callGet: only(denied()),
	})
	if err := f.platform(t).Delete(t.Context(), existing()); err != nil {
		t.Error(err)
	}
}

// An attempt without a response may have been carried out, even if the next one is rejected.
func TestUpdate_LostResponseThenRefusal_IsAmbiguous(t *testing.T) {
	refused := failure(403, 7, "AUTH-3jknH", "No matching permissions found")
	change := func(edit func(*idp.Registration)) idp.Change {
		c := idp.Change{Before: existing(), After: wanted()}
		edit(&c.After)
		return c
	}
	for name, tc := range map[string]struct {
		call string
		edit func(*idp.Registration)
	}{
		"name":   {callRename, func(r *idp.Registration) { r.Name = "new" }},
		"method": {callConfig, func(r *idp.Registration) { r.AuthMethod = idp.PrivateKeyJWT }},
		"state":  {callDeactivate, func(r *idp.Registration) { r.Disabled = true }},
	} {
		for then, answers := range map[string][]http.HandlerFunc{"lost": only(lost), "then refused": only(lost, refused)} {
			t.Run(name+" "+then, func(t *testing.T) {
				got, err := serve(t, routes{tc.call: answers}).platform(t).Update(t.Context(), change(tc.edit))
				refusalOf(t, err, idp.ErrAmbiguous)
				if diff := cmp.Diff(existing(), got); diff != "" {
					t.Error(diff)
				}
			})
		}
		t.Run(name+" refused", func(t *testing.T) {
			_, err := serve(t, routes{tc.call: only(refused)}).platform(t).Update(t.Context(), change(tc.edit))
			refusalOf(t, err, idp.ErrForbidden)
		})
	}
}

// If the lost response of a step was resolved, the next step is not ambiguous.
func TestUpdate_RefusalAfterResolvedStep_IsNotAmbiguous(t *testing.T) {
	f := serve(t, routes{
		callRename: only(lost, file(t, "changed.json")), callDeactivate: only(failure(403, 7, "AUTH-3jknH", "No matching permissions found")),
	})
	after := wanted()
	after.Name, after.Disabled = "new", true
	got, err := f.platform(t).Update(t.Context(), idp.Change{Before: existing(), After: after})
	if refusalOf(t, err, idp.ErrForbidden); got.Name != "new" {
		t.Errorf("got name %q", got.Name)
	}
}

func TestUpdate_LostResponseThenNameConflict_NamesConflictingApplication(t *testing.T) {
	f := serve(t, routes{callRename: only(lost, taken()), callSearch: only(reply(200, `{"result":[{"id":"7","name":"new","apiConfig":{}}]}`))})
	after := wanted()
	after.Name = "new"
	_, err := f.platform(t).Update(t.Context(), idp.Change{Before: existing(), After: after})
	if e := refusalOf(t, err, idp.ErrAlreadyExists); e.ExistingID != "7" {
		t.Errorf("existing %q", e.ExistingID)
	}
}
