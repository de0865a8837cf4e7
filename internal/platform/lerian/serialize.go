package lerian

import (
	"context"
	"sync"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// serializer lets creates go one after the other where nobody could tell what each of them made: from the first request to the
// end of the search for what became of it. So no create lists as its own what another one of this process is about to receive.
type serializer struct {
	mu    sync.Mutex
	slots map[registered]chan struct{}
}

// registered is all that a registration says of an application.
type registered struct{ name, description string }

// acquire waits until no other create of the same name and description is under way. The function that it returns ends this one.
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
