package faultmatrix_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// rate is the probability that a request fails.
const rate = 0.05

// attempts is the maximum number of runs of a command until it completes.
const attempts = 3

// Many applications are registered while one request in twenty fails: the request is lost, its response is lost, or it is
// rejected. After at most three applies each application exists once, its secret works, and the state has nothing else.
// After at most three destroys nothing is left. Applications that an error lists as possibly created are deleted before the
// next apply, as the error says.
func TestSoak(t *testing.T) {
	t.Parallel()
	count, seed := number(t, "IDP_SOAK", 20), number(t, "IDP_SOAK_SEED", uint64(time.Now().UnixNano()))
	t.Logf("%d applications on each platform; IDP_SOAK_SEED=%d makes the same chance", count, seed)
	w := acctest.New(t)
	s := soak{T: t, world: w, cli: w.Workspace(many(w, count))}
	w.Faults.Random(seed, rate,
		fault.Fault{Kind: fault.DropBefore}, fault.Fault{Kind: fault.DropAfterCommit}, fault.Fault{Kind: fault.Status, Status: http.StatusTooManyRequests},
		fault.Fault{Kind: fault.Status, Status: http.StatusServiceUnavailable}, fault.Fault{Kind: fault.Status, Status: http.StatusInternalServerError})
	s.until(func() string { return s.difference(int(count)) }, "apply")
	s.until(s.left, "destroy")
}

type soak struct {
	*testing.T

	cli   *acctest.Workspace
	world *acctest.World
}

// until repeats a command until it succeeds and nothing is wrong.
func (s *soak) until(wrong func() string, args ...string) {
	s.Helper()
	var output, last string
	for attempt := range attempts {
		began := time.Now()
		var status int
		output, status = s.cli.Run(args...)
		last = wrong()
		s.Logf("%s %d: status %d after %s, %v; still wrong: %q", args[0], attempt+1, status, time.Since(began).Round(time.Second), s.world.Sent(), last)
		if status == 0 && last == "" {
			return
		}
		if removed := s.world.RemoveListed(output, s.known()...); removed > 0 {
			s.Logf("removed %d applications that errors list", removed)
		}
	}
	if at := strings.Index(output, "Error:"); at >= 0 {
		output = output[at:]
	}
	s.Fatalf("after %d times %s: %s\n%.4000s", attempts, args[0], last, output)
}

// instances returns the applications in state by platform.
func (s *soak) instances() map[string][]map[string]any {
	var state struct {
		Resources []struct {
			Name      string
			Instances []struct{ Attributes map[string]any }
		}
	}
	if err := json.Unmarshal([]byte(s.cli.Read("terraform.tfstate")), &state); err != nil {
		s.Fatal(err)
	}
	all := map[string][]map[string]any{}
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			all[r.Name] = append(all[r.Name], instance.Attributes)
		}
	}
	return all
}

// known returns the IDs in state.
func (s *soak) known() (ids []string) {
	for _, instances := range s.instances() {
		for _, instance := range instances {
			ids = append(ids, fmt.Sprint(instance["id"]))
		}
	}
	return ids
}

// difference returns how platforms and state differ, or "".
func (s *soak) difference(count int) string {
	instances, registered := s.instances(), s.world.Applications()
	for _, column := range faultmatrix.Platforms {
		platform := column.Platform
		if n, m := len(instances[platform]), len(registered[platform]); n != count || m != count {
			return fmt.Sprintf("%d in state and %d at %s, not %d", n, m, platform, count)
		}
		known := map[any]map[string]any{}
		for _, instance := range instances[platform] {
			known[instance["id"]] = instance
		}
		for _, application := range registered[platform] {
			instance := known[application["id"]]
			if wrong := s.compare(platform, instance, application); wrong != "" {
				return fmt.Sprintf("%s application %v %s", platform, application["id"], wrong)
			}
		}
	}
	return ""
}

func (s *soak) compare(platform string, instance, application map[string]any) string {
	id, secret := fmt.Sprint(instance["client_id"]), fmt.Sprint(instance["client_secret"])
	switch {
	case instance == nil:
		return "is not in state"
	case instance["client_id"] != application["client_id"] || instance["name"] != application["name"]:
		return "is another one in state"
	case platform == "zitadel" && !s.world.ZITADEL.VerifySecret(id, secret), platform == "keycard" && !s.world.Keycard.VerifySecret(id, secret),
		platform == "lerian" && !s.world.Lerian.VerifySecret(id, secret):
		return "has another secret than in state"
	case platform == "keycard" && application["credentials"] != 1:
		return fmt.Sprintf("has %v credentials", application["credentials"])
	}
	return ""
}

func (s *soak) left() string {
	for platform, applications := range s.world.Applications() {
		if len(applications) > 0 || len(s.instances()[platform]) > 0 {
			return fmt.Sprintf("%d left at %s, and %d in state", len(applications), platform, len(s.instances()[platform]))
		}
	}
	return ""
}

func many(w *acctest.World, count uint64) string {
	return fmt.Sprintf(`
resource "idp_application" "zitadel" {
  count   = %[1]d
  name    = "app-${count.index}"
  zitadel { project_id = %[2]q }
}

resource "idp_application" "keycard" {
  count      = %[1]d
  name       = "App ${count.index}"
  identifier = "https://app-${count.index}.example.com"
  keycard { zone_id = %[3]q }
}

resource "idp_application" "lerian" {
  count       = %[1]d
  name        = "plugin-fees"
  description = "Number ${count.index}"
  lerian {}
}
`, count, w.ZITADEL.ProjectID(), w.Keycard.ZoneID())
}

func number(t *testing.T, variable string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}
