package keycard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// resource creates a resource that an application provides, or that has no provider.
func (w world) resource(name, applicationID string) string {
	w.Helper()
	fields := map[string]any{"name": name, "identifier": "urn:" + name}
	if applicationID != "" {
		fields["application_id"] = applicationID
	}
	id, err := w.server.AddResource(fields)
	if err != nil {
		w.Fatal(err)
	}
	return id
}

func (w world) depends(app idp.Application, want map[string][]string) {
	w.Helper()
	if diff := cmp.Diff(want, w.server.Dependencies(app.ID)); diff != "" {
		w.Error(diff)
	}
}

func TestLifecycle_Dependencies(t *testing.T) {
	for name, c := range map[string]emulator.Config{"unset is null": {}, "unset is missing": {NullsMissing: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c, nil)
			orders, calendar := w.resource("orders", ""), w.resource("calendar", "")
			r := w.full("urn:agent")
			r.Dependencies = []idp.Dependency{{ResourceID: orders}}
			app := w.create(r)
			w.depends(app, map[string][]string{orders: nil})
			w.reads(app)

			assistant, tools := w.resource("assistant", app.ID), w.resource("tools", app.ID)
			r.Dependencies = []idp.Dependency{{ResourceID: orders, WhenAccessing: []string{tools, assistant}}, {ResourceID: calendar}}
			app = w.update(app, r)
			w.reads(app)
			r.Dependencies = []idp.Dependency{{ResourceID: orders, WhenAccessing: []string{assistant}}}
			app = w.update(app, r)
			w.depends(app, map[string][]string{orders: {assistant}})
			w.reads(app)

			r.Dependencies = nil
			app = w.update(app, r)
			w.depends(app, map[string][]string{orders: {assistant}}) // no longer managed
			w.reads(app)
			r.Dependencies = []idp.Dependency{}
			app = w.update(app, r)
			w.depends(app, map[string][]string{})
			w.reads(app)
		})
	}
}

func TestDrift_Dependencies_AreSeenOneByOne(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	orders, calendar, mail := w.resource("orders", ""), w.resource("calendar", ""), w.resource("mail", "")
	r := w.full("urn:agent")
	r.Dependencies = []idp.Dependency{{ResourceID: orders}, {ResourceID: calendar}}
	app := w.create(r)
	assistant := w.resource("assistant", app.ID)
	for _, err := range []error{
		w.server.RemoveDependency(app.ID, orders), w.server.AddDependency(app.ID, mail), w.server.AddDependency(app.ID, calendar, assistant),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	drifted, err := w.platform.Get(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{calendar: {assistant}, mail: nil}
	got := map[string][]string{}
	for _, d := range drifted.Dependencies {
		got[d.ResourceID] = d.WhenAccessing
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	w.depends(w.update(drifted, r), map[string][]string{orders: nil, calendar: nil})

	if err := w.server.RemoveResource(orders); err != nil {
		t.Fatal(err)
	}
	gone, err := w.platform.Get(t.Context(), app)
	if err != nil || len(gone.Dependencies) != 1 {
		t.Errorf("got %v, %v", gone.Dependencies, err)
	}
	_, err = w.platform.Update(t.Context(), idp.Change{Before: gone, After: r})
	if e := w.kind(err, idp.ErrInvalid); e.Attribute != idp.AttributeDependency {
		t.Errorf("blames %q", e.Attribute)
	}
}

func TestCreate_UnknownResource_LeavesNothing(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	r := w.full("urn:agent")
	r.Dependencies = []idp.Dependency{{ResourceID: "ujzde8gxd6ncf10epf91dhodzd"}}
	app, err := w.platform.Create(t.Context(), r)
	if e := w.kind(err, idp.ErrInvalid); e.Attribute != idp.AttributeDependency || app.ID != "" {
		t.Errorf("blames %q, and keeps %q", e.Attribute, app.ID)
	}
	r.Dependencies[0].ResourceID = w.resource("orders", "")
	w.reads(w.create(r)) // its identifier is free again
}

func TestDependencies_Faults_StillConverge(t *testing.T) {
	for name, f := range map[string]fault.Fault{
		"never arrives":     {Operation: "keycard.put_dependency", Kind: fault.DropBefore},
		"answer is lost":    {Operation: "keycard.put_dependency", Kind: fault.DropAfterCommit},
		"a page":            {Operation: "keycard.put_dependency", Kind: fault.HTML},
		"is not known yet":  {Operation: "keycard.put_dependency", Kind: fault.NotFoundTimes, Times: 2},
		"removal is lost":   {Operation: "keycard.delete_dependency", Kind: fault.DropAfterCommit},
		"list lags":         {Operation: "keycard.list_dependencies", Kind: fault.StaleList, Times: 2},
		"list is truncated": {Operation: "keycard.list_dependencies", Kind: fault.DropAfterCommit},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, emulator.Config{}, nil)
			orders, calendar := w.resource("orders", ""), w.resource("calendar", "")
			r := w.full("urn:agent")
			r.Dependencies = []idp.Dependency{{ResourceID: orders}}
			app := w.create(r)
			w.arm(f)
			r.Dependencies = []idp.Dependency{{ResourceID: calendar}}
			app = w.update(app, r)
			w.depends(app, map[string][]string{calendar: nil})
			w.reads(app)
		})
	}
}

func TestFindResource(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	id := w.resource("calendar", "")
	scope := idp.Scope{ZoneID: w.zone}
	found, err := w.platform.FindResource(t.Context(), scope, idp.Resource{Identifier: "urn:calendar"})
	if err != nil || found.ID != id || found.CredentialProviderID != w.server.ProviderID() {
		t.Fatalf("got %+v, %v", found, err)
	}
	if bySlug, err := w.platform.FindResource(t.Context(), scope, idp.Resource{Slug: found.Slug}); err != nil || bySlug != found {
		t.Errorf("got %+v, %v", bySlug, err)
	}
	_, err = w.platform.FindResource(t.Context(), scope, idp.Resource{Identifier: "urn:unknown"})
	w.kind(err, idp.ErrNotFound)
	_, err = w.platform.FindResource(t.Context(), idp.Scope{ZoneID: "unknown"}, idp.Resource{Identifier: "urn:calendar"})
	w.kind(err, idp.ErrInvalid)
}
