package zitadel

import (
	"testing"

	"go.uber.org/goleak"
)

// No test may leave a goroutine behind: operations must not leave anything waiting when they end.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
