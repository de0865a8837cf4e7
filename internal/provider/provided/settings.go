package provided

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// ErrUnknown is what Platforms answers while the provider's configuration of a platform is not known yet.
var ErrUnknown = errors.New("the provider's configuration is not known yet")

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	diagnose.Causes

	// Platform returns a platform by the name of its block, or an error that says what to configure.
	Platform(name string) (idp.Platform, error)

	// FirstPage is the first page of a platform's list of a scope, which all who ask share. It is empty where each application
	// is to be read individually.
	FirstPage(ctx context.Context, name string, scope idp.Scope) (idp.Page, error)
}

// Settings are those of the provider that concern its resources.
type Settings interface {
	diagnose.Causes

	// Remember keeps something under the key of an application or a credential for as long as the process runs, and Remembered
	// returns it.
	Remember(id string, known any)
	Remembered(id string) any

	// Identities decrypt client secrets. There may be none.
	Identities() (encryption.Identities, error)

	// Now is the time.
	Now() time.Time

	// OperationTimeout is the longest time for one create, read, update or delete with all its retries.
	OperationTimeout() time.Duration

	// IgnoreDeletionProtection reports whether protected applications can be deleted.
	IgnoreDeletionProtection() bool
}
