package provided

import (
	"context"
	"errors"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// ErrUnknown is the error of Platforms while the provider's configuration of a platform is not known yet.
var ErrUnknown = errors.New("The provider's configuration is not known yet") //nolint:staticcheck // begins a message for users

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	diagnose.Causes

	// Platform returns a platform by the name of its block, or an error that says what to configure.
	Platform(name string) (idp.Platform, error)

	// FirstPage returns the first page of a platform's list of a scope, which all callers share. It is empty if each
	// application is read individually, and once the run changes something: then it is an apply, which reports conflicts itself.
	FirstPage(ctx context.Context, name string, scope idp.Scope) (idp.Page, error)

	// Listed returns the applications of a scope that the provider has listed so far, which includes the first page; none
	// once the run changes something.
	Listed(name string, scope idp.Scope) []*idp.Application
}

// Settings are the provider's settings for its resources.
type Settings interface {
	diagnose.Causes

	// Remember stores a value under the key of an application or a credential until the process ends. Remembered returns it.
	Remember(id string, known any)
	Remembered(id string) any

	// Manage records the ID of an application in state. Manages reports whether an application is known to be in state: those
	// that Terraform has not shown yet are not.
	Manage(id string)
	Manages(id string) bool

	// Identities returns the private keys that decrypt client secrets, possibly none.
	Identities() (encryption.Identities, error)

	// Now returns the current time.
	Now() time.Time

	// OperationTimeout returns the timeout of one create, read, update or delete, including all retries.
	OperationTimeout() time.Duration

	// IgnoreDeletionProtection reports whether protected applications can be deleted.
	IgnoreDeletionProtection() bool
}
