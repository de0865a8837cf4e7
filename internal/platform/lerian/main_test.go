package lerian

import (
	"testing"

	"go.uber.org/goleak"
)

// No test leaves a goroutine behind: an operation that has ended waits for nothing any more.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
