package refresh

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// dependent is a platform whose applications have dependencies. It counts the reads of them.
type dependent struct {
	*fake

	has   []idp.Dependency
	err   error
	reads int
}

func (d *dependent) ReadDependencies(ctx context.Context, _ idp.Application) ([]idp.Dependency, error) {
	_ = d.call(ctx, &d.reads, nil)
	return d.has, d.err
}

func TestGet_Dependencies_TakeOneRequestMore(t *testing.T) {
	orders, calendar := []idp.Dependency{{ResourceID: "orders"}}, []idp.Dependency{{ResourceID: "calendar"}}
	for name, tc := range map[string]struct {
		known, has, want []idp.Dependency
		err              error
		reads, gets      int
	}{
		"not managed":    {nil, orders, nil, nil, 0, 0},
		"as known":       {orders, orders, orders, nil, 1, 0},
		"drift":          {orders, calendar, calendar, nil, 1, 0},
		"cannot be read": {orders, nil, nil, errors.New("no"), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := &dependent{fake: newFake(10, 100, true), has: tc.has, err: tc.err}
			p := New(d)
			warm(t, p, d.fake)
			known := application(5, true)
			known.Dependencies = tc.known
			before := d.requests()
			got, err := p.Get(t.Context(), known)
			if err != nil || d.reads != tc.reads || min(d.requests()-before, 1) != tc.gets {
				t.Errorf("%v after %d reads of dependencies and %d other requests", err, d.reads, d.requests()-before)
			}
			if diff := cmp.Diff(tc.want, got.Dependencies); tc.err == nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}
