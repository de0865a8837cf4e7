package keycard

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/oapi-codegen/nullable"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// newApplication returns the request body for a registration. It omits fields that are not set.
func newApplication(wanted idp.Registration) NewApplication {
	return NewApplication{
		Name:        wanted.Name,
		Identifier:  wanted.Identifier,
		Description: wanted.Description,
		Consent:     Consent(wanted.Consent),
		Metadata:    NewMetadata{DocsURL: wanted.DocsURL},
		Protocols: NewProtocols{Oauth2: NewOAuth2{
			RedirectUris:           set(wanted.RedirectURIs),
			PostLogoutRedirectUris: set(wanted.PostLogoutRedirectURIs),
		}},
		Traits: cast[Trait](set(wanted.Traits)),
	}
}

// application returns the application in a response. Fields that the response does not contain are carried over from known:
// the scope, the credential, and the consent if the zone is too old to have one.
func application(answer Application, known idp.Application) idp.Application {
	metadata := value(answer.Metadata)
	protocols := value(answer.Protocols)
	oauth2 := value(protocols.Oauth2)
	app := known
	app.ID = answer.ID
	app.Name = answer.Name
	app.Identifier = answer.Identifier
	app.Description = value(answer.Description)
	app = inFormOf(app, known.Registration)
	app.RedirectURIs = set(value(oauth2.RedirectUris))
	app.PostLogoutRedirectURIs = set(value(oauth2.PostLogoutRedirectUris))
	app.DocsURL = value(metadata.DocsURL)
	app.Consent = cmp.Or(string(answer.Consent), known.Consent)
	app.Traits = set(cast[string](value(answer.Traits)))
	app.Disabled = false
	app.OrganizationID = answer.OrganizationID
	app.Slug = answer.Slug
	app.CreatedAt = answer.CreatedAt
	app.Unmanaged = ""
	if answer.OwnerType == ApplicationOwnerTypePlatform {
		app.Unmanaged = "Keycard's own"
	}
	return app
}

// inFormOf returns the application with the texts of the registration where they are equal, because a platform can normalize
// texts.
func inFormOf(app idp.Application, r idp.Registration) idp.Application {
	app.Name = idp.InForm(app.Name, r.Name)
	app.Identifier = idp.InForm(app.Identifier, r.Identifier)
	app.Description = idp.InForm(app.Description, r.Description)
	return app
}

// difference returns the request body for a change, and whether it changes anything. It does not include the authentication
// method, which belongs to the credential.
func difference(before, after idp.Registration) (ApplicationPatch, bool) {
	var patch ApplicationPatch
	if !idp.SameText(after.Name, before.Name) {
		patch.Name = after.Name
	}
	if !idp.SameText(after.Identifier, before.Identifier) {
		patch.Identifier = after.Identifier
	}
	if !idp.SameText(after.Description, before.Description) {
		patch.Description = orNull(after.Description, after.Description == "")
	}
	if after.Consent != before.Consent { // consent cannot be cleared, so an empty one is omitted
		patch.Consent = Consent(after.Consent)
	}
	if after.DocsURL != before.DocsURL {
		patch.Metadata.DocsURL = orNull(after.DocsURL, after.DocsURL == "")
	}
	patch.Protocols.Oauth2.RedirectUris = changedSet[string](before.RedirectURIs, after.RedirectURIs)
	patch.Protocols.Oauth2.PostLogoutRedirectUris = changedSet[string](before.PostLogoutRedirectURIs, after.PostLogoutRedirectURIs)
	patch.Traits = changedSet[Trait](before.Traits, after.Traits)
	return patch, !reflect.ValueOf(patch).IsZero()
}

// changedSet returns the new set, null if it is empty, or absent if the set does not change.
func changedSet[T ~string](before, after []string) nullable.Nullable[[]T] {
	wanted := set(after)
	if slices.Equal(set(before), wanted) {
		return nil
	}
	return orNull(cast[T](wanted), len(wanted) == 0)
}

func orNull[T any](v T, null bool) nullable.Nullable[T] {
	if null {
		return nullable.NewNullNullable[T]()
	}
	return nullable.NewNullableWithValue(v)
}

// value returns the value, or the zero value if it is null or absent.
func value[T any](n nullable.Nullable[T]) T {
	v, _ := n.Get() // the error means that there is none
	return v
}

// set returns the texts sorted and without duplicates, or nil if there are none.
func set(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(texts))
	return slices.Compact(sorted)
}

func cast[To, From ~string](from []From) []To {
	var to []To
	for _, text := range from {
		to = append(to, To(text))
	}
	return to
}
