package keycard

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/oapi-codegen/nullable"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// newApplication is the request that registers what is wanted. What is not set is left to the service.
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

// application is what the platform answered, with what it does not show carried over from known: the scope, the
// credential, and a consent where the zone is too old to have one.
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

// inFormOf writes the texts of an application as the registration does where they are the same: a platform may normalize them.
func inFormOf(app idp.Application, r idp.Registration) idp.Application {
	app.Name = inForm(app.Name, r.Name)
	app.Identifier = inForm(app.Identifier, r.Identifier)
	app.Description = inForm(app.Description, r.Description)
	return app
}

func inForm(text, form string) string {
	if idp.SameText(text, form) {
		return form
	}
	return text
}

// difference is the request that leads from before to after, and whether there is anything in it. The authentication
// method is not: it is the credential's.
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
	if after.Consent != before.Consent { // an empty one is left out: it cannot be cleared
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

// changedSet is the new set, null if it is empty, or absent if both are the same set.
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

// value is the zero value for null and for absent.
func value[T any](n nullable.Nullable[T]) T {
	v, _ := n.Get() // the error says that there is none
	return v
}

// set is the same set of texts in one order, each once; nil for an empty one.
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
