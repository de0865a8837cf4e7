package keycard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	deps    = app1 + "/dependencies"
	listDep = "GET " + deps
	putR1   = "PUT " + deps + "/r1"
	putR2   = "PUT " + deps + "/r2"
	delR1   = "DELETE " + deps + "/r1"
	delR2   = "DELETE " + deps + "/r2"
	askDeps = listDep + "?limit=100"

	noResource = `{"code":"not_found","message":"Resource not found","status":404}`
)

// dependency returns a dependency as lists contain it.
func dependency(id string, whenAccessing ...string) string {
	conditions := "null"
	if len(whenAccessing) > 0 {
		conditions = `["` + strings.Join(whenAccessing, `","`) + `"]`
	}
	return fmt.Sprintf(`{"id":%q,"slug":"s","identifier":"urn:r","name":"R","when_accessing":%s}`, id, conditions)
}

func on(id string, whenAccessing ...string) idp.Dependency {
	return idp.Dependency{ResourceID: id, WhenAccessing: whenAccessing}
}

// depending returns registered with dependencies.
func depending(all ...idp.Dependency) idp.Application {
	app := registered()
	app.Dependencies = append([]idp.Dependency{}, all...)
	return app
}

// The service silently ignores dependencies in a create, so the provider sets them one by one and reads them back.
func TestCreate_Dependencies_AreSetAfterTheCredential(t *testing.T) {
	s := newStub(t, map[string][]answer{
		"POST " + apps: {ok(appBody)}, "POST " + creds: {ok(credBody)}, putR1: {gone()}, putR2: {gone()},
		listDep: {ok(empty), items(dependency("r2", "r9", "r8"), dependency("r1"))}, // the list lags behind
	})
	r := wanted(idp.ClientSecretBasic)
	r.Dependencies = []idp.Dependency{on("r2", "r8", "r9", "r8"), on("r1")}
	app, err := s.platform().Create(t.Context(), r)
	if diff := cmp.Diff(depending(on("r1"), on("r2", "r8", "r9")), app); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if want := lines(postApp, postCred, listCred, putR1, putR2+"?when_accessing=r8&when_accessing=r9", askDeps, askDeps); s.requests() != want {
		t.Errorf("sent\n%s\nwant\n%s", s.requests(), want)
	}
}

func TestCreate_DependencyFails_RemovesTheApplicationAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		put, list answer
		kind      idp.Kind
		attribute idp.Attribute
		hint      string
	}{
		"unknown resource":      {says(404, noResource), items(dependency("r1")), idp.ErrInvalid, idp.AttributeDependency, "Check that r2 is the ID of a resource"},
		"unknown in the zone":   {says(404, `{"code":"not_found","message":"Resource r2 not found in zone z"}`), items(dependency("r1")), idp.ErrInvalid, idp.AttributeDependency, "Check that r2 is the ID of a resource"},
		"bare denial":           {says(404, noThing), items(dependency("r1")), idp.ErrInvalid, idp.AttributeDependency, "Check that r2 is the ID of a resource"},
		"bad condition":         {says(400, `{"message":"no","details":[{"field":"when_accessing[0]"}]}`), items(dependency("r1")), idp.ErrInvalid, idp.AttributeDependency, "when_accessing"},
		"unknown route":         {says(404, `{"message":"Cannot PUT /zones/z/applications/a1/dependencies/r2"}`), items(dependency("r1")), idp.ErrUnexpected, "", "Apply again"},
		"a portal":              {html(404), items(dependency("r1")), idp.ErrUnexpected, "", "Apply again"},
		"forbidden":             {says(403, `{"message":"no"}`), items(dependency("r1")), idp.ErrForbidden, "", "Apply again"},
		"down, list too":        {html(502), html(502), idp.ErrUnavailable, "", "Apply again"},
		"a login page":          {html(200), items(dependency("r1")), idp.ErrUnexpected, "", "Apply again"},
		"confirmed, not shown":  {gone(), items(dependency("r1")), idp.ErrUnexpected, idp.AttributeDependency, "Apply again"},
		"confirmed, list fails": {gone(), says(403, `{"message":"no"}`), idp.ErrForbidden, "", "could not be read back"},
	} {
		t.Run(name, func(t *testing.T) {
			for removal, answered := range map[bool]answer{true: gone(), false: says(403, `{"message":"no"}`)} {
				s := newStub(t, map[string][]answer{
					"POST " + apps: {ok(appBody)}, "POST " + creds: {ok(credBody)}, putR1: {gone()}, putR2: {tc.put}, listDep: {tc.list}, delCred: {gone()}, delApp: {answered},
				})
				r := wanted(idp.ClientSecretBasic)
				r.Dependencies = []idp.Dependency{on("r1"), on("r2", "r8")}
				app, err := s.platform().Create(t.Context(), r)
				e := refusal(t, err, tc.kind)
				end := "so it deleted the new application; nothing is left."
				if !removal {
					end = "Application a1 is registered but lacks dependencies, and the provider could not delete it"
				}
				if (app.ID == "") != removal || e.Attribute != tc.attribute || !strings.Contains(e.Hint, tc.hint) || !strings.Contains(e.Hint, end) {
					t.Errorf("removed %t: ID %q, attribute %q, hint: %s", removal, app.ID, e.Attribute, e.Hint)
				}
			}
		})
	}
}

// The result of the read counts, not the response to the change.
func TestUpdate_DependencyAnswerIsLost_ReadsItBack(t *testing.T) {
	for name, put := range map[string]answer{"lost": lost(), "gateway timeout": html(504), "a login page": html(200), "not heard of": says(404, noResource)} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{putR1: {put}, listDep: {items(dependency("r1"))}})
			after := registered().Registration
			after.Dependencies = []idp.Dependency{on("r1")}
			app, err := s.platform().Update(t.Context(), idp.Change{Before: depending(), After: after})
			if diff := cmp.Diff(depending(on("r1")), app); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	}
}

func TestUpdate_SendsOnlyDependenciesThatDiffer(t *testing.T) {
	unmanaged := registered()
	r1, r2 := dependency("r1"), dependency("r2", "r8")
	for name, tc := range map[string]struct {
		before idp.Application
		after  []idp.Dependency
		lists  []answer
		sent   string
		want   idp.Application
	}{
		"not managed":            {unmanaged, nil, nil, "", registered()},
		"not managed any more":   {depending(on("r1")), nil, nil, "", registered()},
		"same":                   {depending(on("r1"), on("r2", "r8", "r9")), []idp.Dependency{on("r2", "r9", "r8"), on("r1")}, nil, "", depending(on("r1"), on("r2", "r8", "r9"))},
		"one more":               {depending(on("r1")), []idp.Dependency{on("r1"), on("r2", "r8")}, []answer{items(r1, r2)}, lines(putR2+"?when_accessing=r8", askDeps), depending(on("r1"), on("r2", "r8"))},
		"one less":               {depending(on("r1"), on("r2", "r8")), []idp.Dependency{on("r1")}, []answer{items(r1)}, lines(delR2, askDeps), depending(on("r1"))},
		"all gone":               {depending(on("r1")), []idp.Dependency{}, []answer{ok(empty)}, lines(delR1, askDeps), depending()},
		"another condition":      {depending(on("r2")), []idp.Dependency{on("r2", "r8")}, []answer{items(r2)}, lines(delR2, putR2+"?when_accessing=r8", askDeps), depending(on("r2", "r8"))},
		"no condition":           {depending(on("r1", "r8")), []idp.Dependency{on("r1")}, []answer{items(r1)}, lines(delR1, putR1, askDeps), depending(on("r1"))},
		"managed from now on":    {unmanaged, []idp.Dependency{on("r1")}, []answer{items(r1, r2), items(r1)}, lines(askDeps, delR2, askDeps), depending(on("r1"))},
		"managed, and as wanted": {unmanaged, []idp.Dependency{on("r1")}, []answer{items(r1)}, askDeps, depending(on("r1"))},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{putR1: {gone()}, putR2: {gone()}, delR1: {gone()}, delR2: {says(404, noThing)}, listDep: tc.lists})
			after := registered().Registration
			after.Dependencies = tc.after
			app, err := s.platform().Update(t.Context(), idp.Change{Before: tc.before, After: after})
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if s.requests() != tc.sent {
				t.Errorf("sent\n%s\nwant\n%s", s.requests(), tc.sent)
			}
		})
	}
}

// If a dependency is deleted but cannot be set again, state lacks it, and the next apply sets it.
func TestUpdate_DependencyNotSetAgain_IsRemovedFromState(t *testing.T) {
	s := newStub(t, map[string][]answer{delR1: {gone()}, putR1: {says(403, `{"message":"no"}`), gone()}, listDep: {ok(empty), items(dependency("r1", "r8"))}})
	p, after := s.platform(), registered().Registration
	after.Dependencies = []idp.Dependency{on("r1", "r8")}
	app, err := p.Update(t.Context(), idp.Change{Before: depending(on("r1")), After: after})
	refusal(t, err, idp.ErrForbidden)
	if diff := cmp.Diff(depending(), app); diff != "" {
		t.Error(diff)
	}
	app, err = p.Update(t.Context(), idp.Change{Before: app, After: after})
	if diff := cmp.Diff(depending(on("r1", "r8")), app); err != nil || diff != "" || strings.Count(s.requests(), "DELETE") != 1 {
		t.Error(err, diff)
	}
}

func TestUpdate_DependencyNotDeleted_ReportsIt(t *testing.T) {
	s := newStub(t, map[string][]answer{delR1: {says(403, `{"message":"no"}`)}, listDep: {items(dependency("r1"))}})
	after := registered().Registration
	after.Dependencies = []idp.Dependency{on("r1", "r8")}
	app, err := s.platform().Update(t.Context(), idp.Change{Before: depending(on("r1")), After: after})
	refusal(t, err, idp.ErrForbidden)
	if diff := cmp.Diff(depending(on("r1")), app); diff != "" || strings.Contains(s.requests(), "PUT") {
		t.Errorf("sent\n%s\n%s", s.requests(), diff)
	}
}

// Reading dependencies takes one more request, and only if there are some.
func TestGet_ReadsDependenciesThatAreManaged(t *testing.T) {
	counted := func(n int) string {
		return strings.TrimSuffix(appBody, "}") + fmt.Sprintf(`,"dependencies_count":%d}`, n)
	}
	for name, tc := range map[string]struct {
		known idp.Application
		body  string
		list  []answer
		want  idp.Application
		sent  string
	}{
		"not managed":         {registered(), counted(2), nil, registered(), lines(getApp, getCred)},
		"none":                {depending(), counted(0), nil, depending(), lines(getApp, getCred)},
		"as known":            {depending(on("r1")), counted(1), []answer{items(dependency("r1"))}, depending(on("r1")), lines(getApp, getCred, askDeps)},
		"somebody added one":  {depending(), counted(1), []answer{items(dependency("r1"))}, depending(on("r1")), lines(getApp, getCred, askDeps)},
		"somebody removed it": {depending(on("r1")), counted(0), []answer{ok(empty)}, depending(), lines(getApp, getCred, askDeps)},
		"other conditions":    {depending(on("r1", "r8")), counted(1), []answer{items(dependency("r1", "r9"))}, depending(on("r1", "r9")), lines(getApp, getCred, askDeps)},
		"no count":            {depending(on("r1")), appBody, []answer{items(dependency("r1"))}, depending(on("r1")), lines(getApp, getCred, askDeps)},
		"two pages": {
			depending(on("r1"), on("r2")), counted(2), []answer{
				ok(`{"items":[` + dependency("r1") + `],"pagination":{"after_cursor":"p2"}}`), items(dependency("r1"), dependency("r2")),
			}, depending(on("r1"), on("r2")), lines(getApp, getCred, askDeps, askDeps+"&after=p2"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(tc.body)}, getCred: {ok(shown)}, listDep: tc.list})
			app, err := s.platform().Get(t.Context(), tc.known)
			if diff := cmp.Diff(tc.want, app); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if s.requests() != tc.sent {
				t.Errorf("sent\n%s\nwant\n%s", s.requests(), tc.sent)
			}
		})
	}
}

func TestGet_DependenciesCannotBeListed_Fails(t *testing.T) {
	for name, tc := range map[string]struct {
		answer answer
		kind   idp.Kind
	}{
		"not found": {says(404, noApp), idp.ErrUnexpected}, // the application existed a moment ago
		"no list":   {ok(`{}`), idp.ErrUnexpected},
		"forbidden": {says(403, ``), idp.ErrForbidden},
		"web page":  {html(200), idp.ErrUnexpected},
		"down":      {html(502), idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{getApp: {ok(appBody)}, getCred: {ok(shown)}, listDep: {tc.answer}})
			_, err := s.platform().Get(t.Context(), depending(on("r1")))
			refusal(t, err, tc.kind)
		})
	}
}

func TestDependencies_InvalidResourceIDs_SendNothing(t *testing.T) {
	for _, id := range []string{"", "..", "a/b", "https://orders.example.test"} {
		s := newStub(t, nil)
		p, r := s.platform(), wanted(idp.ClientSecretBasic)
		r.Dependencies = []idp.Dependency{on(id)}
		_, err := p.Create(t.Context(), r)
		if e := refusal(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeDependency {
			t.Errorf("%q: blames %q", id, e.Attribute)
		}
		kept, err := p.Update(t.Context(), idp.Change{Before: registered(), After: r})
		refusal(t, err, idp.ErrInvalid)
		if diff := cmp.Diff(registered(), kept); diff != "" || s.requests() != "" {
			t.Errorf("sent %s; %s", s.requests(), diff)
		}
	}
}
