// Package idp is the domain model: what an application at an identity platform is, what a platform can do, and which errors
// it returns. It knows neither Terraform nor HTTP; all other packages use its terms.
package idp

import (
	"context"
)

// Platform is everything that the Terraform side needs from an identity platform.
//
// Every method returns an *Error if the platform rejected the request or could not be reached.
type Platform interface {
	// Create registers an application and creates its credential.
	//
	// If the Application has an ID beside an error, it was registered but is incomplete (for example, it has no credential).
	// The caller keeps it, and Update completes it.
	Create(ctx context.Context, wanted Registration) (Application, error)

	// Get reads the application that known identifies by Scope and ID. What the platform does not return again, such as the
	// client secret, is carried over from known; a known without an AuthMethod (an import) has nothing to carry over. Only
	// ErrNotFound means that this application does not exist.
	Get(ctx context.Context, known Application) (Application, error)

	// Update applies a change and sends only what differs. It returns the application as the platform then has it, also
	// beside an error, if only a part of the change was applied.
	Update(ctx context.Context, change Change) (Application, error)

	// Rotate replaces the client secret of an application. If known.KeepPreviousCredential is set, the current credential
	// stays valid until the next rotation; otherwise it is revoked. Rotate returns the application as the platform then has
	// it, also beside an error: with the new secret if there is one, and with the previous credential if it could not be
	// deleted.
	Rotate(ctx context.Context, known Application) (Application, error)

	// Verify checks whether the application's client ID and secret authenticate. ErrSecretRefused means that they are
	// invalid; after any other error, it is unknown.
	Verify(ctx context.Context, known Application) error

	// Delete deletes an application and its credentials. It is no error if the application is already gone.
	Delete(ctx context.Context, known Application) error

	// LastChange returns who changed an application last, and when.
	LastChange(ctx context.Context, known Application) (Edit, error)

	// Page requests one page of a list of a scope's applications; List uses it. The cursor is empty for the first page, and
	// the previous page's Next for the others.
	Page(ctx context.Context, scope Scope, cursor string) (Page, error)
}

// DependencyReader is an optional interface of a Platform whose applications have dependencies. Lists do not include them.
type DependencyReader interface {
	// ReadDependencies returns the dependencies of an application that exists.
	ReadDependencies(ctx context.Context, known Application) ([]Dependency, error)
}

// Priced is an optional interface of a Platform whose Get can take more than one request.
type Priced interface {
	// GetRequests returns the number of requests that Get takes for known, excluding those for dependencies.
	GetRequests(known Application) int
}

// Page is one page of a list. It can be empty.
type Page struct {
	// Applications are as Get returns them, but without their dependencies and without what a separate credential contains.
	// They include the secret if the platform returns it.
	Applications []Application

	// Credentials are set by platforms where credentials are separate objects. An application can have several.
	Credentials []Credential

	// Next is the cursor of the next page; empty on the last one.
	Next string

	// Total is the number of applications that the platform reports; 0 if it reports none. Again is set on the last page of
	// an offset-based list: the cursor to list it a second time, because a deletion during listing can shift an application
	// past the next page.
	Total int
	Again string
}
