package zitadel

import (
	"cmp"
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// configureOIDC sends changed settings of an OpenID Connect application in one request. It creates a secret before the
// application authenticates with one; see switchMethod.
func (p *Platform) configureOIDC(ctx context.Context, app idp.Application, after idp.Registration) (idp.Application, error) {
	after.Type, after.AuthMethod = cmp.Or(after.Type, app.Type), cmp.Or(after.AuthMethod, app.AuthMethod)
	after = after.WithDefaults()
	settings, err := settingsOf(after)
	if err != nil {
		return app, err
	}
	if before, err := settingsOf(app.Registration); err == nil && reflect.DeepEqual(ordered(before), ordered(settings)) {
		return app, nil
	}
	if err := kept(app.Registration, after); err != nil {
		return app, err
	}
	has, err := p.oidcConfig(ctx, app)
	if err != nil {
		return app, err
	}
	if after.AuthMethod.HasSecret() && !app.AuthMethod.HasSecret() && app.ClientSecret == "" {
		if app, err = p.newSecret(ctx, app); err != nil {
			return app, err
		}
	}
	if err := p.putSettings(ctx, app, over(has, settings)); err != nil {
		return app, blamed(err, after)
	}
	app.Type, app.AuthMethod, app.AccessTokenType, app.OIDC = after.Type, after.AuthMethod, after.AccessTokenType, after.OIDC
	app.RedirectURIs, app.PostLogoutRedirectURIs = after.RedirectURIs, after.PostLogoutRedirectURIs
	if !app.AuthMethod.HasSecret() {
		app.ClientSecret = ""
	}
	if read, err := p.read(ctx, app); err == nil { // problems are only warnings, so an error does not matter
		app.Problems = read.Problems
	}
	return app, nil
}

// oidcConfig returns the application's current settings. A replica that lags behind can return "not found" once.
func (p *Platform) oidcConfig(ctx context.Context, app idp.Application) (OIDCConfig, error) {
	var has App
	read := func() (err error) { has, err = p.getApp(ctx, app); return err }
	err := p.recovery.Absent(ctx, app.CreatedAt, read(), read)
	switch {
	case err != nil:
		return OIDCConfig{}, err
	case has.OidcConfig == nil:
		return OIDCConfig{}, otherType(has)
	}
	return *has.OidcConfig, nil
}

func (p *Platform) putSettings(ctx context.Context, app idp.Application, settings OIDCSettings) error {
	return p.change(ctx, func(ctx context.Context) (*http.Response, error) {
		return p.api.UpdateOIDCAppConfig(ctx, app.Scope.ProjectID, app.ID, (*UpdateOIDCAppConfigParams)(p.inOrganization(app.Scope)), settings)
	}, codeSameConfig)
}

// over applies new settings to existing ones: what is not managed stays as it is. A list with the same values keeps its
// order, because ZITADEL would treat another order as a change.
func over(has OIDCConfig, settings OIDCSettings) OIDCSettings {
	settings.LoginVersion = has.LoginVersion
	settings.RedirectUris = sameOrder(has.RedirectUris, settings.RedirectUris)
	settings.PostLogoutRedirectUris = sameOrder(has.PostLogoutRedirectUris, settings.PostLogoutRedirectUris)
	settings.AdditionalOrigins = sameOrder(has.AdditionalOrigins, settings.AdditionalOrigins)
	settings.GrantTypes = sameOrder(has.GrantTypes, settings.GrantTypes)
	settings.ResponseTypes = sameOrder(has.ResponseTypes, settings.ResponseTypes)
	return settings
}

func sameOrder[T ~string](has, wanted []T) []T {
	if slices.Equal(set(has), set(wanted)) {
		return has
	}
	return wanted
}

// ordered returns the settings with sorted lists and without duplicates.
func ordered(s OIDCSettings) OIDCSettings {
	s.RedirectUris, s.PostLogoutRedirectUris, s.AdditionalOrigins = set(s.RedirectUris), set(s.PostLogoutRedirectUris), set(s.AdditionalOrigins)
	s.GrantTypes, s.ResponseTypes = set(s.GrantTypes), set(s.ResponseTypes)
	return s
}

func set[T ~string](list []T) []T { return slices.Compact(slices.Sorted(slices.Values(list))) }

// kept rejects clearing a list, because ZITADEL would keep its values.
func kept(before, after idp.Registration) error {
	for _, list := range []struct {
		attribute     idp.Attribute
		before, after []string
	}{
		{idp.AttributeRedirectURIs, before.RedirectURIs, after.RedirectURIs},
		{idp.AttributePostLogoutRedirectURIs, before.PostLogoutRedirectURIs, after.PostLogoutRedirectURIs},
		{idp.AttributeAdditionalOrigins, before.OIDC.AdditionalOrigins, after.OIDC.AdditionalOrigins},
	} {
		if len(list.before) > 0 && len(list.after) == 0 {
			return &idp.Error{
				Kind: idp.ErrInvalid, Attribute: list.attribute, Message: "ZITADEL cannot empty this list of an application",
				Hint: "Keep at least one value, or replace the application: run terraform taint ADDRESS, then apply.",
			}
		}
	}
	return nil
}
