package fault_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// thousand returns the statuses of a thousand responses, and how many of them are errors.
func thousand(s *fault.Set) (all []int, failed int) {
	h := s.Middleware(creating, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for range 1000 {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", nil))
		all = append(all, rec.Code)
		if rec.Code != http.StatusOK {
			failed++
		}
	}
	return all, failed
}

func TestRandom_SameSeed_RepeatsFaultsAtGivenRate(t *testing.T) {
	faults := []fault.Fault{{Kind: fault.Status, Status: 503}, {Kind: fault.Status, Status: 429}}
	var s, again, other fault.Set
	s.Random(7, 0.1, faults...)
	again.Random(7, 0.1, faults...)
	other.Random(8, 0.1, faults...)
	first, failed := thousand(&s)
	if failed < 60 || failed > 140 {
		t.Errorf("%d of 1000 requests met a fault, and should be about 100", failed)
	}
	second, _ := thousand(&again)
	third, _ := thousand(&other)
	same, differ := true, false
	for i := range first {
		same, differ = same && first[i] == second[i], differ || first[i] != third[i]
	}
	if !same || !differ {
		t.Errorf("the same with the same seed: %v, different with another: %v", same, differ)
	}
	s.Clear()
	if _, failed := thousand(&s); failed > 0 {
		t.Errorf("%d faults after they were cleared", failed)
	}
}

func TestArmedFaultsComeBeforeRandomOnes(t *testing.T) {
	var s fault.Set
	s.Random(1, 1, fault.Fault{Kind: fault.Status, Status: 503})
	if err := s.Arm(fault.Fault{Operation: creating, Kind: fault.Status, Status: 404}); err != nil {
		t.Fatal(err)
	}
	if all, _ := thousand(&s); all[0] != 404 || all[1] != 503 {
		t.Errorf("got %v", all[:2])
	}
}
