// Package idp is the domain: what an application at an identity platform is, what can be asked of a platform, and how
// it can refuse. It knows neither Terraform nor HTTP; every other package speaks its words.
package idp

import (
	"context"
)

// Platform is the whole of what the Terraform side may ask of an identity platform.
//
// Every method answers an *Error when the platform refused or could not be reached.
type Platform interface {
	// Create registers an application and gives it its credential.
	//
	// An Application with an ID beside an error was registered but not finished (its credential is missing, say):
	// the caller keeps it, and Update finishes it.
	Create(ctx context.Context, wanted Registration) (Application, error)

	// Get reads the application that known names by Scope and ID. What the platform never shows again, such as the
	// client secret, is carried over from known; a known without an AuthMethod (an import) has nothing to carry over.
	// Only ErrNotFound says that this very application does not exist.
	Get(ctx context.Context, known Application) (Application, error)

	// Update carries out a change, sending only what differs. The Application is what the platform has afterwards,
	// also beside an error, when only a part was carried out.
	Update(ctx context.Context, change Change) (Application, error)

	// Rotate gives an application another client secret. Where known.KeepPreviousCredential is set, the present credential
	// stays valid until the next rotation; otherwise it ends. The Application is what the platform has afterwards, also
	// beside an error: with the new secret if there is one, and with the previous credential if that could not be removed.
	Rotate(ctx context.Context, known Application) (Application, error)

	// Verify asks whether the application's client ID and secret authenticate. ErrSecretRefused says that the platform
	// knows them to be wrong; any other error leaves it open.
	Verify(ctx context.Context, known Application) error

	// Delete removes an application and its credentials. One that is gone already is no error.
	Delete(ctx context.Context, known Application) error

	// LastChange says who changed an application last, and when.
	LastChange(ctx context.Context, known Application) (Edit, error)

	// Page is one request of a list of a scope's applications; List is made of it. The cursor is empty for the first page,
	// and the Next of the page before for the others.
	Page(ctx context.Context, scope Scope, cursor string) (Page, error)
}

// DependencyReader is what a Platform is as well where applications have dependencies. Lists do not show those.
type DependencyReader interface {
	// ReadDependencies reads what an application depends on, which is there.
	ReadDependencies(ctx context.Context, known Application) ([]Dependency, error)
}

// Priced is what a Platform is as well where a Get can take more than one request.
type Priced interface {
	// GetRequests is the number of requests that a Get of an application takes which is as known, without those for its
	// dependencies.
	GetRequests(known Application) int
}

// Page is the answer to one request of a list. It may have nothing in it.
type Page struct {
	// Applications are as Get would return them, except that they lack what a separate credential says, and their dependencies. A secret is with
	// them where the platform shows it.
	Applications []Application

	// Credentials are listed by platforms that keep them beside their applications. One application may have several.
	Credentials []Credential

	// Next is the cursor at which the list goes on; empty at its end.
	Next string

	// Total is how many applications the platform says there are; 0 where it does not say. Again comes with the last of
	// pages that are counted off: the cursor at which such a list begins once more. What is removed on an earlier page
	// while later ones are fetched makes those lose an application.
	Total int
	Again string
}
