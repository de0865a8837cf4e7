// Package idp is the domain: what an application at an identity platform is, what can be asked of a platform, and how
// it can refuse. It knows neither Terraform nor HTTP; every other package speaks its words.
package idp

import "context"

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
}
