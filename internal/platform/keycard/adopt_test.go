package keycard

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

const (
	getList = "GET " + apps
	empty   = `{"items":[]}`
)

// stamped returns body with a created_at that lies age in the past.
func stamped(body string, age time.Duration) string {
	return strings.TrimSuffix(body, "}") + fmt.Sprintf(`,"created_at":%q}`, now().Add(-age).Format("2006-01-02T15:04:05.000Z"))
}

func application1(age time.Duration) string {
	return stamped(`{"id":"a1","name":"n","identifier":"i","organization_id":"o","zone_id":"z","slug":"s"}`, age)
}

func items(bodies ...string) answer { return ok(`{"items":[` + strings.Join(bodies, ",") + `]}`) }

// lostAnswers are the ways in which the outcome of a create can be unknown.
func lostAnswers() map[string]answer {
	return map[string]answer{
		"lost answer":        lost(),
		"truncated JSON":     ok(appBody[:20]),
		"a web page":         html(200),
		"no ID":              ok(`{"name":"n"}`),
		"no content":         gone(),
		"gateway timeout":    html(504),
		"server error":       says(500, `{"code":"internal_server_error","message":"Internal server error"}`),
		"unavailable":        says(503, `{"code":"service_unavailable","message":"Service unavailable"}`), // does not say what was done
		"ID is not a text":   ok(`{"id":7}`),
		"null":               ok(`null`),
		"successful refusal": ok(noApp),
	}
}

func TestCreate_LostResponse_AdoptsOwnApplication(t *testing.T) {
	for name, first := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {first}, getList: {ok(empty), items(application1(0))}, // the list lags behind
				getApp: {ok(application1(0))}, "POST " + creds: {ok(credBody)}, listCred: {ok(empty), items(listed1("c1", "client"))},
			})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			if err != nil || app.ID != "a1" || app.ClientSecret == "" || app.Slug != "s" || !app.Adopted {
				t.Errorf("got ID %q, %v after %s", app.ID, err, s.requests())
			}
			if n := strings.Count(s.requests(), "POST "+apps+" "); n != 1 {
				t.Errorf("%d creates, want one", n)
			}
		})
	}
}

func TestCreateThatNeverArrivedIsSentAgain(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + apps: {lost(), ok(appBody)}, getList: {ok(empty)}, "POST " + creds: {ok(credBody)}})
	app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
	if diff := cmp.Diff(registered(), app); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestCreate_LostResponse_DoesNotAdoptForeignApplication(t *testing.T) {
	young := application1(0)
	for name, tc := range map[string]struct {
		read   string
		listed answer
		method idp.AuthMethod
		hint   string
	}{
		"older":                 {application1(time.Hour), ok(empty), "", "rotate_when_changed"},
		"older by seconds":      {application1(8 * time.Second), ok(empty), "", "rotate_when_changed"},
		"older by little":       {application1(900 * time.Millisecond), ok(empty), "", "rotate_when_changed"},
		"younger":               {application1(-3 * time.Second), ok(empty), "", "rotate_when_changed"},
		"of an unknown age":     {`{"id":"a1","name":"n","identifier":"i"}`, ok(empty), "", "rotate_when_changed"},
		"identifier changed":    {strings.Replace(young, `"identifier":"i"`, `"identifier":"j"`, 1), ok(empty), "", "rotate_when_changed"},
		"another name":          {strings.Replace(young, `"name":"n"`, `"name":"m"`, 1), ok(empty), "", "rotate_when_changed"},
		"with a secret":         {young, items(theirs("c9")), "", "rotate_when_changed"},
		"with a key":            {young, items(publicKey), "", "rotate_when_changed"},
		"nothing to tell it by": {young, ok(empty), idp.NoAuth, "no client secret to lose"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(tc.read)}, listCred: {tc.listed}})
			app, err := s.platform().Create(t.Context(), wanted(tc.method))
			e := refusal(t, err, idp.ErrAlreadyExists)
			if app.ID != "" || e.ExistingID != "a1" || e.Attribute != idp.AttributeIdentifier {
				t.Errorf("got ID %q, existing %q, attribute %q", app.ID, e.ExistingID, e.Attribute)
			}
			if !strings.Contains(e.Hint, "import it as keycard/z/a1") || !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("hint: %s", e.Hint)
			}
			if sent := s.requests(); strings.Contains(sent, "DELETE") || strings.Contains(sent, postCred) {
				t.Errorf("what is somebody else's was changed:\n%s", sent)
			}
		})
	}
}

// The credential that this run created proves ownership. A second credential disproves it.
func TestCreate_LostResponseAndSecondCredential_DoesNotAdopt(t *testing.T) {
	none, made := ok(empty), listed1("c1", "client")
	for name, tc := range map[string]struct {
		lists   []answer
		removal answer
		hint    string
	}{
		"another secret":           {[]answer{none, items(made, theirs("c9"))}, gone(), "import it as keycard/z/a1"},
		"a key":                    {[]answer{none, items(publicKey, made)}, gone(), "import it as keycard/z/a1"},
		"another, not its own":     {[]answer{none, items(theirs("c9"))}, gone(), "import it as keycard/z/a1"},
		"its own is not shown":     {[]answer{none}, gone(), "import it as keycard/z/a1"},
		"list is down":             {[]answer{none, html(502)}, gone(), "import it as keycard/z/a1"},
		"list is forbidden":        {[]answer{none, says(403, `{"message":"no"}`)}, gone(), "import it as keycard/z/a1"},
		"its own is not removed":   {[]answer{none, items(made, theirs("c9"))}, says(403, `{"message":"no"}`), "nothing uses them: c1."},
		"its own is shown at last": {[]answer{none, none, items(made, theirs("c9"))}, gone(), "import it as keycard/z/a1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(application1(0))}, postLost: {ok(credBody)}, listCred: tc.lists, delCred: {tc.removal},
			})
			p := s.platform()
			app, err := p.Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAlreadyExists)
			if app.ID != "" || e.ExistingID != "a1" || !strings.Contains(e.Hint, tc.hint) || p.recovery.Claimed("a1") {
				t.Errorf("got ID %q, existing %q, hint: %s", app.ID, e.ExistingID, e.Hint)
			}
			if sent := s.requests(); !strings.HasSuffix(sent, delCred) || strings.Count(sent, "DELETE") != 1 {
				t.Errorf("sent\n%s", sent)
			}
		})
	}
}

// An adopted application must not be deleted if its credential cannot be created: it may belong to someone else.
func TestCreate_LostResponseThenCredentialFails_DeletesNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		post answer
		hint string
	}{
		"refused": {says(403, `{"message":"no"}`), "import it as keycard/z/a1"},
		"lost":    {lost(), "client ID x or xx"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(application1(0))}, postLost: {tc.post}, listCred: {ok(empty)},
			})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAlreadyExists)
			if app.ID != "" || e.ExistingID != "a1" || !strings.Contains(e.Hint, tc.hint) || strings.Contains(s.requests(), "DELETE") {
				t.Errorf("got ID %q, existing %q, hint: %s, sent\n%s", app.ID, e.ExistingID, e.Hint, s.requests())
			}
		})
	}
}

// Another run has created the application, and is about to create its credential.
func TestCreate_LostResponse_WaitsForTheCredentialOfAnotherRun(t *testing.T) {
	s := newStub(t, map[string][]answer{
		"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(application1(0))}, postLost: {ok(credBody)}, listCred: {ok(empty), items(listed1("c1", "client"))}, delCred: {gone()},
	})
	var paused []time.Duration
	p := s.platform()
	p.recovery = recovery.NewAt(func(_ context.Context, d time.Duration) error {
		paused = append(paused, d)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.answers[listCred] = []answer{items(listed1("c1", "client"), theirs("c9"))}
		return nil
	}, now)
	app, err := p.Create(t.Context(), wanted(idp.ClientSecretBasic))
	refusal(t, err, idp.ErrAlreadyExists)
	if app.ID != "" || len(paused) != 1 || paused[0] != settling {
		t.Errorf("got ID %q after pauses of %v", app.ID, paused)
	}
}

// A run whose create got a response can still meet another run that adopts its application.
func TestCreate_AdoptedByOtherRun_Fails(t *testing.T) {
	made := listed1("c1", "client")
	for name, tc := range map[string]struct {
		list answer
		lost bool
	}{
		"another secret":           {items(made, theirs("c9")), true},
		"another, not its own":     {items(theirs("c9")), true},
		"a key, which is no run's": {items(made, publicKey), false},
		"list lags":                {ok(empty), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: {ok(credBody)}, listCred: {tc.list}, delCred: {gone()}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			if !tc.lost {
				if diff := cmp.Diff(registered(), app); err != nil || diff != "" {
					t.Error(err, diff)
				}
				return
			}
			e := refusal(t, err, idp.ErrAlreadyExists)
			if app.ID != "" || e.ExistingID != "a1" || !strings.HasSuffix(s.requests(), delCred) {
				t.Errorf("got ID %q, existing %q, sent\n%s", app.ID, e.ExistingID, s.requests())
			}
		})
	}
}

// It is unknown whether another run has adopted the application. The application is complete, and the error says so.
func TestCreate_CredentialListFails_ReturnsApplicationWithError(t *testing.T) {
	s := newStub(t, map[string][]answer{"POST " + apps: {ok(appBody)}, postLost: {ok(credBody)}, listCred: {says(403, `{"message":"no"}`)}})
	app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
	if e := refusal(t, err, idp.ErrForbidden); !strings.Contains(e.Hint, "check which run made it") {
		t.Errorf("hint: %s", e.Hint)
	}
	if diff := cmp.Diff(registered(), app); diff != "" {
		t.Error(diff)
	}
}

func TestCreate_OutcomeUnknown_HintsAtManualCheck(t *testing.T) {
	for name, answers := range map[string]map[string][]answer{
		"never answered":       {"POST " + apps: {lost()}, getList: {ok(empty)}},
		"list is down":         {"POST " + apps: {lost()}, getList: {html(502)}},
		"taken, and not shown": {"POST " + apps: {lost(), says(409, `{"message":"taken","code":"conflict"}`)}, getList: {ok(empty)}},
		"read is down":         {"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {html(502)}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, answers)
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAmbiguous)
			if app.ID != "" || !strings.Contains(e.Hint, `"i"`) || !strings.Contains(e.Hint, "keycard/z/<application_id>") {
				t.Errorf("got ID %q; the hint does not say what to look for: %s", app.ID, e.Hint)
			}
		})
	}
}

func TestAbsenceIsConfirmedByAnotherRead(t *testing.T) {
	young := registered()
	young.CreatedAt = now().Format(time.RFC3339)
	denied, body := says(404, noApp), ok(appBody)
	for name, tc := range map[string]struct {
		known idp.Application
		reads []answer
		kind  idp.Kind
		n     int
	}{
		"denied twice":              {registered(), []answer{denied}, idp.ErrNotFound, 2},
		"denied for a moment":       {registered(), []answer{denied, body}, "", 2},
		"denied, then a proxy":      {registered(), []answer{denied, html(404)}, idp.ErrUnexpected, 2},
		"young, and not heard of":   {young, []answer{denied}, idp.ErrNotFound, 5},
		"young, and heard of late":  {young, []answer{denied, denied, denied, body}, "", 4},
		"not a word of the service": {registered(), []answer{html(404)}, idp.ErrUnexpected, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: tc.reads, getCred: {ok(shown)}})
			app, err := s.platform().Get(t.Context(), tc.known)
			if tc.kind != "" {
				refusal(t, err, tc.kind)
			} else if err != nil || app.ID != "a1" {
				t.Error(err)
			}
			if n := strings.Count(s.requests(), getApp); n != tc.n {
				t.Errorf("%d reads, want %d", n, tc.n)
			}
		})
	}
}

func TestDelete_False404_IsRetried(t *testing.T) {
	denied := says(404, noApp)
	for name, tc := range map[string]struct {
		removal []answer
		read    answer
		kind    idp.Kind
		n       int
	}{
		"denied for a moment": {[]answer{denied, gone()}, ok(appBody), "", 2},
		"denied and shown":    {[]answer{denied}, ok(appBody), idp.ErrNotFound, 2},
		"gone":                {[]answer{denied}, denied, "", 1},
		"read is down":        {[]answer{denied}, html(502), idp.ErrUnavailable, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{delApp: tc.removal, getApp: {tc.read}, delCred: {gone()}})
			err := s.platform().Delete(t.Context(), registered())
			if tc.kind != "" {
				refusal(t, err, tc.kind)
			} else if err != nil {
				t.Error(err)
			}
			if n := strings.Count(s.requests(), delApp); n != tc.n {
				t.Errorf("%d removals, want %d", n, tc.n)
			}
		})
	}
}
