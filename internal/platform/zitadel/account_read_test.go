package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestGetAccount_ShowsWhatZITADELShows(t *testing.T) {
	user := func(more, machine string) http.HandlerFunc {
		return reply(200, `{"user":{"id":"311000000000000101", "details":{"creationDate":"2026-09-01T10:00:00.123456Z", "resourceOwner":"`+organizationID+
			`"}, "userName":"billing-worker"`+more+`, "machine":{"name":"Billing worker", "description":"Sends invoices"`+machine+`}}}`)
	}
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		want   func(*idp.Application)
	}{
		"with a secret": {file(t, "get_user.json"), func(*idp.Application) {}},
		"secret removed": {file(t, "get_user_new.json"), func(a *idp.Application) {
			a.AuthMethod, a.ClientSecret = idp.PrivateKeyJWT, ""
		}},
		"signed tokens": {user("", `, "hasSecret":true, "accessTokenType":"ACCESS_TOKEN_TYPE_JWT"`), func(a *idp.Application) {
			a.AccessTokenType = idp.TokenJWT
		}},
		"inactive": {user(`, "state":"USER_STATE_INACTIVE"`, `, "hasSecret":true`), func(a *idp.Application) { a.Disabled = true }},
		"locked":   {user(`, "state":"USER_STATE_LOCKED"`, `, "hasSecret":true`), func(a *idp.Application) { a.Disabled = true }},
		"logins have a domain": {user(`, "preferredLoginName":"billing-worker@acme.example.com"`, `, "hasSecret":true`), func(a *idp.Application) {
			a.ClientID = "billing-worker@acme.example.com"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			want := existingAccount()
			tc.want(&want)
			got, err := serve(t, routes{callUser: only(tc.answer)}).platform(t).Get(t.Context(), existingAccount())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGetAccount_WhatIsNoServiceAccountIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"a person":           {reply(200, `{"user":{"id":"311000000000000101", "userName":"x", "human":{}}}`), idp.ErrInvalid},
		"somebody else":      {reply(200, `{"user":{"id":"7", "userName":"x", "machine":{}}}`), idp.ErrUnexpected},
		"nobody":             {reply(200, `{}`), idp.ErrUnexpected},
		"unknown token type": {reply(200, `{"user":{"id":"311000000000000101", "machine":{"accessTokenType":"ACCESS_TOKEN_TYPE_X"}}}`), idp.ErrUnexpected},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := serve(t, routes{callUser: only(tc.answer)}).platform(t).Get(t.Context(), existingAccount())
			refusalOf(t, err, tc.kind)
		})
	}
}

// ZITADEL returns "not found" for service accounts of other organizations. At a wrong installation, it does so for all.
func TestGetAccount_NotFound_CountsOnlyInItsOrganization(t *testing.T) {
	never, removed := reply(200, `{}`), file(t, "user_changes_removed.json")
	for name, tc := range map[string]struct {
		past, here http.HandlerFunc
		known      string // the organization where it was last seen
		named      string // in the configuration
		kind       idp.Kind
		message    string
	}{
		"removed":                                  {removed, nil, organizationID, "", idp.ErrNotFound, "admin-sa removed it at 2026-09-02T11:30:00.5Z"},
		"removed, and last seen nowhere":           {removed, nil, "", "", idp.ErrNotFound, "admin-sa removed it"},
		"no history where it was last seen":        {never, organization(organizationID), organizationID, "", idp.ErrNotFound, ""},
		"no history in the named organization":     {never, organization("o1"), "", "o1", idp.ErrNotFound, ""},
		"another organization":                     {never, organization("o2"), organizationID, "", idp.ErrOtherInstallation, "last seen in organization " + organizationID},
		"another organization, which is the named": {never, organization("o1"), organizationID, "o1", idp.ErrOtherInstallation, "organization o1"},
		"last seen nowhere, and none is named":     {never, organization("o2"), "", "", idp.ErrOtherInstallation, "organization o2"},
		"exists":                                   {file(t, "user_changes_live.json"), nil, organizationID, "", idp.ErrHidden, ""},
		"history is down":                          {page(502), nil, organizationID, "", idp.ErrUnavailable, ""},
		"history is not permitted":                 {notPermitted(), nil, organizationID, "", idp.ErrForbidden, ""},
		"organization is not permitted":            {never, notPermitted(), organizationID, "", idp.ErrForbidden, ""},
		"organization is down":                     {never, page(502), organizationID, "", idp.ErrUnavailable, ""},
		"organization without an ID":               {never, reply(200, `{"org":{}}`), "", "", idp.ErrUnexpected, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := routes{callUser: only(noUser()), callUserChanges: only(tc.past)}
			if tc.here != nil {
				r[callMyOrganization] = only(tc.here)
			}
			known := existingAccount()
			known.OrganizationID, known.Scope.OrganizationID = tc.known, tc.named
			_, err := serve(t, r).platform(t).Get(t.Context(), known)
			if e := refusalOf(t, err, tc.kind); !strings.Contains(e.Message, tc.message) || e.Removal != strings.Contains(tc.message, "removed it") {
				t.Errorf("got message %q, want %q in it; shows the removal: %t", e.Message, tc.message, e.Removal)
			}
		})
	}
}

func TestGetAccount_OtherRefusalsAreNotAbsence(t *testing.T) {
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
	}{
		"no role":              {failure(404, 5, codeNoMembership, "membership not found"), idp.ErrForbidden},
		"unknown organization": {failure(403, 7, codeNoOrganization, "Organisation doesn't exist"), idp.ErrInvalid},
		"no route":             {reply(404, `{"code":5, "message":"Not Found"}`), idp.ErrUnexpected},
		"a page":               {page(404), idp.ErrUnexpected},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := serve(t, routes{callUser: only(tc.answer)}).platform(t).Get(t.Context(), existingAccount())
			refusalOf(t, err, tc.kind)
		})
	}
}

func TestDeleteAccount_NotFound_CountsOnlyInItsOrganization(t *testing.T) {
	gone := failure(404, 5, codeRemoveNoUser, "User could not be found")
	for name, tc := range map[string]struct {
		remove, past, here http.HandlerFunc
		kind               idp.Kind // "" means none
	}{
		"removed":              {file(t, "changed.json"), nil, nil, ""},
		"removed before":       {gone, file(t, "user_changes_removed.json"), nil, ""},
		"never here":           {gone, reply(200, `{}`), organization(organizationID), ""},
		"another organization": {gone, reply(200, `{}`), organization("o2"), idp.ErrOtherInstallation},
		"not permitted":        {notPermitted(), nil, nil, idp.ErrForbidden},
		"a page":               {page(200), nil, nil, idp.ErrUnexpected},
	} {
		t.Run(name, func(t *testing.T) {
			r := routes{callRemoveUser: only(tc.remove), callUser: only(noUser())}
			if tc.past != nil {
				r[callUserChanges] = only(tc.past)
			}
			if tc.here != nil {
				r[callMyOrganization] = only(tc.here)
			}
			err := serve(t, r).platform(t).Delete(t.Context(), existingAccount())
			if tc.kind != "" {
				refusalOf(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLastChangeOfAccount_LeavesOutLogins(t *testing.T) {
	past := reply(200, `{"result":[
		{"changeDate":"2026-09-03T00:00:00Z", "eventType":{"key":"EventTypes.user.machine.secret.check.succeeded"}, "editorDisplayName":"nobody"},
		{"changeDate":"2026-09-02T00:00:01Z", "eventType":{"key":"EventTypes.user.token.added"}, "editorDisplayName":"nobody"},
		{"changeDate":"2026-09-02T00:00:00Z", "eventType":{"key":"EventTypes.user.machine.secret.set"}, "editorDisplayName":"admin-sa"}]}`)
	var sent map[string]any
	got, err := serve(t, routes{callUserChanges: only(keep(&sent, past))}).platform(t).LastChange(t.Context(), existingAccount())
	if err != nil || got != (idp.Edit{By: "admin-sa", At: "2026-09-02T00:00:00Z"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if diff := cmp.Diff(map[string]any{"query": map[string]any{"limit": 50.0}}, sent); diff != "" {
		t.Error(diff)
	}
}
