package keycard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	nfc = "caf\u00e9"
	nfd = "cafe\u0301"
)

// texts returns registered with all texts in this form.
func texts(form string) idp.Application {
	app := registered()
	app.Name, app.Identifier, app.Description = form, form, form
	app.RedirectURIs = []string{"https://example.com/" + form}
	return app
}

func textsBody(form string) string {
	return strings.NewReplacer(`"name":"n"`, `"name":"`+form+`"`, `"identifier":"i"`, `"identifier":"`+form+`","description":"`+form+
		`","protocols":{"oauth2":{"redirect_uris":["https://example.com/`+form+`"]}}`).Replace(appBody)
}

// A platform can normalize texts, and so can the editor of a configuration. URIs are compared byte by byte.
func TestTextIsComparedInOneNormalizationForm(t *testing.T) {
	t.Run("no drift", func(t *testing.T) {
		s := newStub(t, map[string][]answer{getApp: {ok(textsBody(nfd))}, getCred: {ok(shown)}})
		app, err := s.platform().Get(t.Context(), texts(nfc))
		want := texts(nfc)
		want.RedirectURIs = texts(nfd).RedirectURIs
		if diff := cmp.Diff(want, app); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	t.Run("drift", func(t *testing.T) {
		s := newStub(t, map[string][]answer{getApp: {ok(textsBody("cafe"))}, getCred: {ok(shown)}})
		app, err := s.platform().Get(t.Context(), texts(nfc))
		if diff := cmp.Diff(texts("cafe"), app); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	t.Run("no update", func(t *testing.T) {
		s := newStub(t, nil)
		after := texts(nfc)
		after.RedirectURIs = texts(nfd).RedirectURIs
		app, err := s.platform().Update(t.Context(), idp.Change{Before: texts(nfd), After: after.Registration})
		if diff := cmp.Diff(after, app); err != nil || diff != "" || s.requests() != "" {
			t.Error(err, diff, s.requests())
		}
	})
	t.Run("update of an URI alone", func(t *testing.T) {
		s := newStub(t, map[string][]answer{"PATCH " + app1: {ok(textsBody(nfc))}})
		if _, err := s.platform().Update(t.Context(), idp.Change{Before: texts(nfd), After: texts(nfc).Registration}); err != nil {
			t.Error(err)
		}
		if want := "PATCH " + app1 + ` {"protocols":{"oauth2":{"redirect_uris":["https://example.com/` + nfc + `"]}}}`; s.requests() != want {
			t.Errorf("sent %s, want %s", s.requests(), want)
		}
	})
	t.Run("create", func(t *testing.T) {
		s := newStub(t, map[string][]answer{"POST " + apps: {ok(textsBody(nfd))}, "POST " + creds: {ok(credBody)}})
		w := texts(nfc).Registration
		w.RedirectURIs = texts(nfd).RedirectURIs
		app, err := s.platform().Create(t.Context(), w)
		want := texts(nfc)
		want.RedirectURIs = w.RedirectURIs
		if diff := cmp.Diff(want, app); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
	t.Run("conflict", func(t *testing.T) {
		s := newStub(t, map[string][]answer{"POST " + apps: {says(409, `{"message":"taken","code":"conflict"}`)}, getList: {items(textsBody(nfd))}})
		_, err := s.platform().Create(t.Context(), texts(nfc).Registration)
		if e := refusal(t, err, idp.ErrAlreadyExists); e.ExistingID != "a1" {
			t.Errorf("existing %q", e.ExistingID)
		}
	})
}
