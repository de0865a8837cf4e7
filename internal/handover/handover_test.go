package handover

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// registry is a platform with unique names. Operations take as long as the test requires.
type registry struct {
	idp.Platform
	mu     sync.Mutex
	owner  map[string]string // the ID of the application, by name
	slow   map[string]time.Duration
	broken map[string]error // the error of operations, by ID
}

func (r *registry) Create(_ context.Context, wanted idp.Registration) (idp.Application, error) {
	return r.give("new-"+wanted.Name, idp.Application{}, wanted)
}

func (r *registry) Update(_ context.Context, change idp.Change) (idp.Application, error) {
	return r.give(change.Before.ID, change.Before, change.After)
}

func (r *registry) give(id string, before idp.Application, wanted idp.Registration) (idp.Application, error) {
	<-time.After(r.slow[id])
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.broken[id]; err != nil {
		return before, err
	}
	if owner, ok := r.owner[wanted.Name]; ok && owner != id {
		return before, &idp.Error{Kind: idp.ErrAlreadyExists, ExistingID: owner, Hint: "Import it."}
	}
	if before.Name != "" {
		delete(r.owner, before.Name)
	}
	r.owner[wanted.Name] = id
	return idp.Application{ID: id, Registration: wanted}, nil
}

func (r *registry) Delete(_ context.Context, known idp.Application) error {
	<-time.After(r.slow[known.ID])
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.broken[known.ID]; err != nil {
		return err
	}
	delete(r.owner, known.Name)
	return nil
}

func known(id, name string) idp.Application {
	return idp.Application{ID: id, Registration: idp.Registration{Name: name}}
}

func named(name string) idp.Registration { return idp.Registration{Name: name} }

// run starts operations, each at its own time, and returns their errors.
func run(r *registry, operations ...func(context.Context, *Platform) error) []error {
	p := New(r, time.After)
	errs := make([]error, len(operations))
	var all sync.WaitGroup
	for i, operation := range operations {
		all.Go(func() {
			<-time.After(time.Duration(i) * time.Millisecond)
			errs[i] = operation(context.Background(), p)
		})
	}
	all.Wait()
	return errs
}

func create(name string) func(context.Context, *Platform) error {
	return func(ctx context.Context, p *Platform) error { _, err := p.Create(ctx, named(name)); return err }
}

func remove(id, name string) func(context.Context, *Platform) error {
	return func(ctx context.Context, p *Platform) error { return p.Delete(ctx, known(id, name)) }
}

func rename(id, from, to string) func(context.Context, *Platform) error {
	return func(ctx context.Context, p *Platform) error {
		_, err := p.Update(ctx, idp.Change{Before: known(id, from), After: named(to)})
		return err
	}
}

func TestName_ReleasedInSameRun_IsReused(t *testing.T) {
	second := map[string]time.Duration{"a": time.Second, "b": time.Second, "c": time.Second}
	for name, operations := range map[string][]func(context.Context, *Platform) error{
		"create before the delete":       {create("x"), remove("a", "x")},
		"delete before the create":       {remove("a", "x"), create("x")},
		"create before the rename":       {create("x"), rename("a", "x", "w")},
		"one taken out of the middle":    {rename("a", "x", "y"), rename("b", "y", "z"), remove("c", "z")},
		"the same in the other order":    {remove("c", "z"), rename("b", "y", "z"), rename("a", "x", "y")},
		"all addresses change":           {create("x"), create("y"), create("z"), remove("a", "x"), remove("b", "y"), remove("c", "z")},
		"an update waits for a create's": {create("w"), rename("a", "x", "y"), remove("b", "y")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				r := &registry{owner: map[string]string{"x": "a", "y": "b", "z": "c"}, slow: second}
				for i, err := range run(r, operations...) {
					if err != nil {
						t.Errorf("operation %d: %v", i, err)
					}
				}
				if took := time.Since(began); took >= patience {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

// blind is a platform whose conflicts do not name the conflicting application, because that one has lost the name before the
// lookup.
type blind struct {
	*registry
	meanwhile func()
}

func (b *blind) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	app, err := b.registry.Create(ctx, wanted)
	if err != nil {
		b.meanwhile()
		err = &idp.Error{Kind: idp.ErrAlreadyExists}
	}
	return app, err
}

func TestCreate_NameReleasedDuringLookup_IsRetried(t *testing.T) {
	for _, released := range []bool{true, false} {
		b := &blind{registry: &registry{owner: map[string]string{"x": "a"}}, meanwhile: func() {}}
		p := New(b, time.After)
		if released {
			b.meanwhile = func() { _ = p.Delete(t.Context(), known("a", "x")) }
		}
		if _, err := p.Create(t.Context(), named("x")); (err == nil) != released {
			t.Errorf("released: %v, got %v", released, err)
		}
	}
}

// blindAndLate is a blind platform on which a deletion takes effect before its operation returns.
type blindAndLate struct{ *blind }

func (b *blindAndLate) Delete(ctx context.Context, known idp.Application) error {
	err := b.registry.Delete(ctx, known)
	<-time.After(time.Second)
	return err
}

func TestCreate_NameReleasedByOperationInProgress_IsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &registry{owner: map[string]string{"x": "a", "y": "b"}}
		var removal sync.WaitGroup
		b := &blindAndLate{&blind{registry: r}}
		p := New(b, time.After)
		b.meanwhile = func() {
			removal.Go(func() { _ = p.Delete(t.Context(), known("a", "x")) })
			synctest.Wait()
		}
		if _, err := p.Create(t.Context(), named("x")); err != nil {
			t.Error(err)
		}
		removal.Wait()
	})
}

func TestNameThatIsNotReleasedIsRefused(t *testing.T) {
	broken := errors.New("503")
	for name, tc := range map[string]struct {
		broken     map[string]error
		operations []func(context.Context, *Platform) error
		failing    []int
		hint       string
		within     time.Duration
	}{
		"nobody releases it":      {nil, []func(context.Context, *Platform) error{create("x")}, []int{0}, "moved block", patience},
		"its removal fails":       {map[string]error{"a": broken}, []func(context.Context, *Platform) error{create("x"), remove("a", "x")}, []int{0, 1}, "kept the name", time.Second},
		"two names swap":          {nil, []func(context.Context, *Platform) error{rename("a", "x", "y"), rename("b", "y", "x")}, []int{0, 1}, "", time.Second},
		"its update keeps it":     {nil, []func(context.Context, *Platform) error{create("x"), rename("a", "x", "x")}, []int{0}, "kept the name", time.Second},
		"three names in a circle": {nil, []func(context.Context, *Platform) error{rename("a", "x", "y"), rename("b", "y", "z"), rename("c", "z", "x")}, []int{0, 1, 2}, "", time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				r := &registry{
					owner: map[string]string{"x": "a", "y": "b", "z": "c"}, broken: tc.broken,
					slow: map[string]time.Duration{"a": 100 * time.Millisecond, "b": 100 * time.Millisecond, "c": 100 * time.Millisecond},
				}
				errs := run(r, tc.operations...)
				for _, i := range tc.failing {
					if errs[i] == nil {
						t.Errorf("operation %d succeeded", i)
					}
				}
				if e, ok := errors.AsType[*idp.Error](errs[0]); !ok || !strings.Contains(e.Hint, tc.hint) || strings.Contains(e.Hint, "Import") {
					t.Errorf("%v", errs[0])
				}
				if took := time.Since(began); took > tc.within+time.Second {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestRename_Swap_IsNamedInHint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &registry{owner: map[string]string{"x": "a", "y": "b"}}
		errs := run(r, rename("a", "x", "y"), rename("b", "y", "x"))
		if e, ok := errors.AsType[*idp.Error](errs[1]); !ok || !strings.Contains(e.Hint, "swap") {
			t.Errorf("%v", errs[1])
		}
	})
}

func TestWaitEndsWithOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := New(&registry{owner: map[string]string{"x": "a"}}, time.After).Create(ctx, named("x"))
		if !errors.Is(err, idp.ErrAlreadyExists) {
			t.Error(err)
		}
	})
}

func TestCreate_UnresolvableConflict_FailsAtOnce(t *testing.T) {
	for name, conflict := range map[string]*idp.Error{
		"of the same run":         {Kind: idp.ErrAlreadyExists, ExistingID: "a", Conflict: "Another resource has just registered it."},
		"perhaps made by a retry": {Kind: idp.ErrAlreadyExists, ExistingID: "a", Unproven: true, Hint: "Look at it."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := New(&registry{broken: map[string]error{"new-x": conflict}}, time.After).Create(t.Context(), named("x"))
				e, ok := errors.AsType[*idp.Error](err)
				if !ok || *e != *conflict || time.Since(began) > 0 {
					t.Errorf("%v after %v", err, time.Since(began))
				}
			})
		})
	}
}

// Terraform changes an object once in a run, so the name of one that the run has updated already is not waited for.
func TestNameThatAnEarlierUpdateKeptIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		p := New(&registry{owner: map[string]string{"x": "a"}}, time.After)
		kept := rename("a", "x", "x")(t.Context(), p)
		e, ok := errors.AsType[*idp.Error](create("x")(t.Context(), p))
		if kept != nil || !ok || e.Conflict != "This run manages it, too." || time.Since(began) > 0 {
			t.Errorf("%v, %v after %v", kept, e, time.Since(began))
		}
	})
}
