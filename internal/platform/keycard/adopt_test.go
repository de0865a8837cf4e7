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
	getList = "GET " + apps
	empty   = `{"items":[]}`
)

// stamped is a body with the time some time ago as created_at.
func stamped(body string, age time.Duration) string {
	return strings.TrimSuffix(body, "}") + fmt.Sprintf(`,"created_at":%q}`, time.Now().Add(-age).UTC().Format(time.RFC3339Nano))
}

func application1(age time.Duration) string {
	return stamped(`{"id":"a1","name":"n","identifier":"i","organization_id":"o","zone_id":"z","slug":"s"}`, age)
}

func items(bodies ...string) answer { return ok(`{"items":[` + strings.Join(bodies, ",") + `]}`) }

// lostAnswers are ways not to learn what became of a create.
func lostAnswers() map[string]answer {
	return map[string]answer{
		"lost answer":        lost(),
		"truncated JSON":     ok(appBody[:20]),
		"a web page":         html(200),
		"no ID":              ok(`{"name":"n"}`),
		"no content":         gone(),
		"gateway timeout":    html(504),
		"server error":       says(500, `{"code":"internal_server_error","message":"Internal server error"}`),
		"unavailable":        says(503, `{"code":"service_unavailable","message":"Service unavailable"}`), // no word of what was done
		"ID is not a text":   ok(`{"id":7}`),
		"null":               ok(`null`),
		"successful refusal": ok(noApp),
	}
}

func TestApplicationWhoseCreateWasNotAnsweredIsAdopted(t *testing.T) {
	for name, first := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{
				"POST " + apps: {first}, getList: {ok(empty), items(application1(0))}, // it lags behind
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

func TestApplicationOfSomebodyElseIsNeverAdopted(t *testing.T) {
	for name, read := range map[string]string{
		"older":             application1(time.Hour),
		"older by seconds":  application1(8 * time.Second),
		"of an unknown age": `{"id":"a1","identifier":"i"}`,
		"changed just now":  strings.Replace(application1(0), `"identifier":"i"`, `"identifier":"j"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{"POST " + apps: {lost()}, getList: {items(appBody)}, getApp: {ok(read)}})
			app, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, idp.ErrAlreadyExists)
			if app.ID != "" || e.ExistingID != "a1" || e.Attribute != idp.AttributeIdentifier || !strings.Contains(e.Advice, "keycard/z/a1") {
				t.Errorf("got ID %q, existing %q, advice %q", app.ID, e.ExistingID, e.Advice)
			}
		})
	}
}

func TestCreateThatCannotBeFoundOutSaysWhatToLookFor(t *testing.T) {
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
			if app.ID != "" || !strings.Contains(e.Advice, `"i"`) || !strings.Contains(e.Advice, "keycard/z/<application_id>") {
				t.Errorf("got ID %q; the advice does not say what to look for: %s", app.ID, e.Advice)
			}
		})
	}
}

func TestAbsenceIsConfirmedByAnotherRead(t *testing.T) {
	young := registered()
	young.CreatedAt = time.Now().UTC().Format(time.RFC3339)
	denied, body := says(404, noApp), ok(appBody)
	for name, tc := range map[string]struct {
		known idp.Application
		reads []answer
		kind  idp.Kind
		n     int
	}{
		"denied twice":              {registered(), []answer{denied}, idp.ErrNotFound, 2},
		"denied in passing":         {registered(), []answer{denied, body}, "", 2},
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

func TestApplicationThatIsOnlyDeniedIsStillRemoved(t *testing.T) {
	denied := says(404, noApp)
	for name, tc := range map[string]struct {
		removal []answer
		read    answer
		kind    idp.Kind
		n       int
	}{
		"denied in passing": {[]answer{denied, gone()}, ok(appBody), "", 2},
		"denied and shown":  {[]answer{denied}, ok(appBody), idp.ErrNotFound, 2},
		"gone":              {[]answer{denied}, denied, "", 1},
		"read is down":      {[]answer{denied}, html(502), idp.ErrUnavailable, 1},
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
