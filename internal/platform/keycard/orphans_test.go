package keycard

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	postLost  = "POST " + creds
	delOrphan = "DELETE " + creds + "/c8"
	getOrphan = "GET " + creds + "/c8"
)

// credential returns what the first request created, as lists contain it. Its age must not matter, because clocks differ.
func credential(id string, age time.Duration) string { return stamped(unstamped(id), age) }

func unstamped(id string) string { return listed1(id, "x") }

// theirs returns someone else's credential of the same age.
func theirs(id string) string { return stamped(listed1(id, "theirs"), 0) }

func listed1(id, clientID string) string {
	return fmt.Sprintf(`{"id":%q,"type":"password","application_id":"a1","identifier":%q}`, id, clientID)
}

const publicKey = `{"id":"c7","type":"public-key","application_id":"a1","identifier":"x"}`

// If the response to a new application's credential is lost, the credential is deleted, whenever it appears.
func TestCreate_LostCredentialResponse_ReplacesOrphanedCredential(t *testing.T) {
	orphan, made, none := credential("c8", 0), listed1("c1", "client"), ok(empty)
	for name, tc := range map[string]struct {
		first   answer
		lists   []answer
		removed bool
	}{
		"lost answer":        {lost(), []answer{items(publicKey, orphan)}, true},
		"on two pages":       {lost(), []answer{ok(`{"items":[` + orphan + `],"pagination":{"after_cursor":"p2"}}`), items(orphan)}, true},
		"clocks apart":       {lost(), []answer{items(credential("c8", time.Hour))}, true},
		"without a time":     {lost(), []answer{items(unstamped("c8"))}, true},
		"list lags":          {lost(), []answer{none, none, items(orphan)}, true},
		"list lags for long": {lost(), []answer{none, none, none, none, items(orphan, made)}, true},
		"committed late":     {html(504), []answer{none, none, none, none, none, items(orphan)}, true},
		"never arrived":      {lost(), []answer{none, none, none, none, none, items(publicKey, made)}, false},
		"truncated":          {ok(credBody[:30]), []answer{items(orphan)}, true},
		"without ID":         {ok(`{"identifier":"x","password":"hunter2"}`), []answer{items(orphan)}, true},
		"unavailable":        {says(503, `{"code":"service_unavailable","message":"Service unavailable"}`), []answer{items(orphan)}, true},
		"no password":        {ok(`{"id":"c8","identifier":"x"}`), []answer{items(made)}, true},
		"no client ID":       {ok(`{"id":"c8","password":"hunter2"}`), []answer{items(orphan)}, true},
		"about another":      {ok(`{"id":"c7","identifier":"theirs"}`), []answer{items(publicKey, orphan)}, true},
		"doubled":            {says(409, `{"code":"conflict","message":"taken"}`), []answer{items(orphan)}, true},
		"password, oddly":    {ok(`{"id":"c8","identifier":"x","password":7}`), []answer{items(made)}, true},
		"turned away":        {says(429, ``), []answer{items(made)}, false},
		"not heard of yet":   {says(404, noApp), []answer{items(made)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: {tc.first, ok(credBody)}, listCred: tc.lists, delOrphan: {gone()}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			if diff := cmp.Diff(registered(), app); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if sent := s.requests(); strings.Contains(sent, delOrphan) != tc.removed || strings.Count(sent, "DELETE") > 1 {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

// There is a working credential, but the outcome of the previous request is unknown.
func TestCreate_PossibleOrphanedCredential_IsReported(t *testing.T) {
	none := ok(empty)
	for name, tc := range map[string]struct {
		lists   []answer
		removal answer
		want    string
		orphan  string // stored in state, for the next apply to delete
	}{
		"list goes down":         {[]answer{none, none, none, none, html(502)}, gone(), "client ID x,", ""},
		"list does not catch up": {[]answer{none}, gone(), "client ID x,", ""},
		"not removed":            {[]answer{none, none, none, none, items(listed1("c1", "client"), unstamped("c8"))}, html(502), "created credential c8.", "c8"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: {lost(), ok(credBody)}, listCred: tc.lists, delOrphan: {tc.removal}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAmbiguous)
			want := registered()
			want.PreviousCredentialID = tc.orphan
			if diff := cmp.Diff(want, app); diff != "" || !strings.Contains(e.Outcome, tc.want) {
				t.Errorf("hint: %s\n%s", e.Hint, diff)
			}
		})
	}
}

// An update creates a missing credential. Existing ones belong to others and stay, however young they are.
func TestUpdate_MissingCredential_KeepsForeignCredentials(t *testing.T) {
	before := items(theirs("c9"), publicKey)
	s := newStub(t, map[string][]answer{
		postLost: {lost(), ok(credBody)}, listCred: {before, items(theirs("c9"), credential("c8", 0))}, delOrphan: {gone()},
	})
	app, err := s.platform().Update(t.Context(), idp.Change{Before: bare(idp.ClientSecretBasic), After: wanted(idp.ClientSecretBasic)})
	if diff := cmp.Diff(registered(), app); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if n := strings.Count(s.requests(), "DELETE"); n != 1 {
		t.Errorf("%d removals, want one:\n%s", n, s.requests())
	}
}

func TestCreateCredential_ListUnavailable_SendsNothing(t *testing.T) {
	s := newStub(t, map[string][]answer{listCred: {html(502)}})
	app, err := s.platform().Update(t.Context(), idp.Change{Before: bare(idp.ClientSecretBasic), After: wanted(idp.ClientSecretBasic)})
	refusal(t, err, idp.ErrUnavailable)
	rotated, err := s.platform().Rotate(t.Context(), registered())
	refusal(t, err, idp.ErrUnavailable)
	if diff := cmp.Diff(bare(idp.ClientSecretBasic), app) + cmp.Diff(registered(), rotated); diff != "" || strings.Contains(s.requests(), postLost) {
		t.Errorf("sent\n%s\n%s", s.requests(), diff)
	}
}

// The state stores an orphaned credential, the next plan shows it, and the next apply deletes it.
func TestUpdate_OrphanedCredential_IsDeletedByNextUpdate(t *testing.T) {
	s := newStub(t, map[string][]answer{
		postLost: {ok(`{"id":"c8","identifier":"x"}`), ok(credBody)}, delOrphan: {html(403), gone()}, listCred: {ok(empty)},
	})
	p := s.platform()
	change := idp.Change{Before: bare(idp.ClientSecretBasic), After: wanted(idp.ClientSecretBasic)}
	app, err := p.Update(t.Context(), change)
	if e := refusal(t, err, idp.ErrAmbiguous); !strings.Contains(e.Outcome, "created credential c8.") {
		t.Errorf("hint: %s", e.Hint)
	}
	want := bare(idp.ClientSecretBasic)
	want.PreviousCredentialID = "c8"
	if diff := cmp.Diff(want, app); diff != "" {
		t.Fatal(diff)
	}
	change.Before = app
	app, err = p.Update(t.Context(), change)
	if diff := cmp.Diff(registered(), app); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// The application is old but its credential is not: a replica may not know it yet.
func TestGet_NewCredentialNotFound_IsRetried(t *testing.T) {
	denied := says(404, noCred)
	s := newStub(t, map[string][]answer{
		postLost: {ok(credBody)}, listCred: {ok(empty)}, getApp: {ok(appBody)}, getCred: {denied, denied, denied, ok(shown)},
	})
	p := s.platform()
	app, err := p.Update(t.Context(), idp.Change{Before: bare(idp.ClientSecretBasic), After: wanted(idp.ClientSecretBasic)})
	if err != nil {
		t.Fatal(err)
	}
	if app, err = p.Get(t.Context(), app); err != nil || app.CredentialID != "c1" {
		t.Errorf("got credential %q and %v", app.CredentialID, err)
	}
}
