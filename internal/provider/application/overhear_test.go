package application_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// overheard contains the warnings of reads and plans, line by line: the test driver cannot check them.
type overheard struct {
	mu        sync.Mutex
	lines     []string
	summaries []string
}

// overhear records the warnings of a world's provider.
func overhear(w *acctest.World) *overheard {
	o := &overheard{}
	w.Others = map[string]func() (tfprotov6.ProviderServer, error){"idp": func() (tfprotov6.ProviderServer, error) {
		server, err := w.Server()
		return listening{server, o}, err
	}}
	return o
}

func (o *overheard) add(diagnostics []*tfprotov6.Diagnostic) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, d := range diagnostics {
		o.lines = append(append(o.lines, d.Summary), strings.Split(d.Detail, "\n")...)
		o.summaries = append(o.summaries, d.Summary)
	}
}

func (o *overheard) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines, o.summaries = nil, nil
}

// expect checks that each of these lines was said, or, without any, that nothing was.
func (o *overheard) expect(t *testing.T, want []string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, line := range want {
		if !slices.Contains(o.lines, line) {
			t.Errorf("not said: %s", line)
		}
	}
	if len(want) == 0 && len(o.lines) > 0 || t.Failed() {
		t.Errorf("said: %s", strings.Join(o.lines, "\n"))
	}
}

// expectSummaries expects warnings with exactly these summaries, each any number of times.
func (o *overheard) expectSummaries(t *testing.T, want ...string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	got := slices.Clone(o.summaries)
	slices.Sort(got)
	slices.Sort(want)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
}

type listening struct {
	tfprotov6.ProviderServer
	heard *overheard
}

func (l listening) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := l.ProviderServer.ReadResource(ctx, req)
	if resp != nil {
		l.heard.add(resp.Diagnostics)
	}
	return resp, err
}

func (l listening) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := l.ProviderServer.PlanResourceChange(ctx, req)
	if resp != nil {
		l.heard.add(resp.Diagnostics)
	}
	return resp, err
}
