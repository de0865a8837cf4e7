package ownership_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// Two processes with separate states register the same application at the same time, and one of them loses the response. No
// application ends up in both states. The fault matrix plays each order within one process.
func TestProcesses_LostResponseOfOneOfTwo_OneOwnsTheApplication(t *testing.T) {
	binary := acctest.Build(t)
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			creates := &acctest.Creates{}
			w := acctest.New(t, creates.In)
			w.Binary = binary
			config := resource(w, platform, "test", `"orders"`, "")
			p := pair{w: w, platform: platform, lost: w.Process(config), other: w.Process(config)}
			started := make(chan func() (string, int), 1)
			creates.Next(func(create func()) {
				create()
				_, wait := p.other.Start("apply")
				started <- wait
			})
			w.Fault(fault.Fault{Operation: platform + ".create_application", Kind: fault.DropAfterCommit})
			lostSaid, lostStatus := p.lost.Run("apply")
			otherSaid, otherStatus := (<-started)()
			p.apart(t, lostStatus, otherStatus, lostSaid+otherSaid)
		})
	}
}

// pair has two workspaces with the same configuration.
type pair struct {
	w           *acctest.World
	platform    string
	lost, other *acctest.Workspace
}

// apart checks what two applies left, and removes it.
func (p *pair) apart(t *testing.T, lostStatus, otherStatus int, said string) {
	t.Helper()
	registered := map[any]bool{}
	for _, application := range p.w.Applications()[p.platform] {
		registered[application["id"]] = true
	}
	owners := map[string]int{}
	for _, run := range []struct {
		cli    *acctest.Workspace
		status int
	}{{p.lost, lostStatus}, {p.other, otherStatus}} {
		in := run.cli.Applications()
		if (run.status == 0) != (len(in) == 1) {
			t.Errorf("status %d with %d applications in state", run.status, len(in))
		}
		for _, attributes := range in {
			id, _ := attributes["id"].(string)
			owners[id]++
			if !registered[id] || !works(p.w, p.platform, attributes) {
				t.Errorf("application %s is registered: %v, or its secret in state does not work", id, registered[id])
			}
		}
	}
	var used []string
	for id, n := range owners {
		used = append(used, id)
		if n > 1 {
			t.Errorf("application %s is in two states", id)
		}
	}
	if left := len(registered) - len(used) - p.w.RemoveListed(said, used...); left != 0 {
		t.Errorf("%d applications are in no state and in no error", left)
	}
	if t.Failed() || lostStatus+otherStatus > 1 {
		t.Errorf("they end with %d and %d:\n%s", lostStatus, otherStatus, acctest.Flat(said))
	}
	p.lost.Must("destroy")
	p.other.Must("destroy")
	if n := len(p.w.Applications()[p.platform]); n > 0 {
		t.Errorf("%d applications are left", n)
	}
}
