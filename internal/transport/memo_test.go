package transport

import (
	"errors"
	"testing"
)

func TestMemo_CachesSuccessAndRetriesFailure(t *testing.T) {
	var m Memo[int]
	asked := 0
	ask := func(err error) func() (int, error) {
		return func() (int, error) { asked++; return asked, err }
	}
	if _, err := m.Get("a", ask(errors.New("not now"))); err == nil {
		t.Error("the failure is lost")
	}
	for range 2 {
		if value, err := m.Get("a", ask(nil)); value != 2 || err != nil {
			t.Errorf("got %d, %v", value, err)
		}
	}
	if value, _ := m.Get("b", ask(nil)); value != 3 {
		t.Errorf("another key got %d", value)
	}
}
