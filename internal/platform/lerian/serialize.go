package lerian

import (
	"context"
	"sync"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// serializer runs creates of the same name and description one at a time, because their results look the same. A create
// holds its slot until the lookup of a lost response is done. So no create names an application as a candidate that another
// create of this process is about to receive.
type serializer struct {
	mu    sync.Mutex
	slots map[registered]chan struct{}
}

// registered has all attributes of a registration.
type registered struct{ name, description string }

// acquire waits until no other create with the same name and description is in progress. The caller must call release.
func (s *serializer) acquire(ctx context.Context, wanted idp.Registration) (release func(), err error) {
	slot := s.slot(registered{wanted.Name, wanted.Description})
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, &idp.Error{
			Kind: idp.ErrUnavailable, Message: "the operation timed out or was cancelled while another create of the same name and description was running",
			Hint: "Nothing was sent. Apply again.", Cause: ctx.Err(),
		}
	}
}

func (s *serializer) slot(key registered) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.slots == nil {
		s.slots = map[registered]chan struct{}{}
	}
	if s.slots[key] == nil {
		s.slots[key] = make(chan struct{}, 1)
	}
	return s.slots[key]
}
