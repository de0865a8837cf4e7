package zitadel

import (
	"fmt"
	"reflect"
	"slices"
)

// The names of RFC 7591 and OpenID Connect for enum values, by enum number.
var (
	authMethods         = []string{"client_secret_basic", "private_key_jwt"} // of API applications
	oidcAuthMethodWords = []string{"client_secret_basic", "client_secret_post", "none", "private_key_jwt"}
	appTypeWords        = []string{"web", "user_agent", "native"}
	grantTypeWords      = []string{
		"authorization_code", "implicit", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
		"urn:ietf:params:oauth:grant-type:token-exchange",
	}
	responseTypeWords = []string{"code", "id_token", "id_token token"}
	tokenTypeWords    = []string{"bearer", "jwt"}
)

func (s *Server) summary(app *application) map[string]any {
	summary := map[string]any{
		"id":              app.id,
		"type":            "api",
		"name":            app.name,
		"auth_method":     authMethods[app.method],
		"enabled":         !app.inactive,
		"client_id":       app.clientID,
		"project_id":      app.project.id,
		"organization_id": app.owner,
		"created_at":      timestamp(app.created),
		"has_secret":      app.secret != nil,
		"keys":            s.keyIDs(app, nil),
	}
	if o := app.oidc; o != nil {
		summary["type"] = appTypeWords[o.appType]
		summary["auth_method"] = oidcAuthMethodWords[o.method]
		summary["redirect_uris"] = slices.Clone(o.redirects)
		summary["post_logout_redirect_uris"] = slices.Clone(o.logoutRedirects)
		summary["additional_origins"] = slices.Clone(o.origins)
		summary["grant_types"] = named(grantTypeWords, o.grantTypes)
		summary["response_types"] = named(responseTypeWords, o.responseTypes)
		summary["access_token_type"] = tokenTypeWords[o.tokenType]
		summary["dev_mode"] = o.devMode
		summary["access_token_role_assertion"] = o.accessTokenRoles
		summary["id_token_role_assertion"] = o.idTokenRoles
		summary["id_token_userinfo_assertion"] = o.idTokenUserinfo
		summary["skip_native_app_success_page"] = o.skipSuccessPage
		summary["clock_skew"] = duration(o.clockSkew)
		summary["back_channel_logout_uri"] = o.backChannelLogout
	}
	return summary
}

func (s *Server) planApp(app *application, field string, value any) (func(), error) {
	switch field {
	case "name":
		return s.planName(app, value)
	case "enabled":
		var enabled bool
		err := takeFlag(value, &enabled)
		return func() { s.setEnabled(app, enabled) }, err
	case "client_secret":
		var secret string
		err := takeSecret(value, &secret)
		return func() { s.store(s.access.console, app, func() { app.keep(secret) }, app.secretChanged()) }, err
	case "keys":
		return s.planKeys(app, nil, value)
	}
	if app.oidc != nil {
		return s.planOIDC(app, field, value)
	}
	if field != "auth_method" {
		return nil, errNoField
	}
	var method int
	err := takeEnum(value, authMethods, &method)
	return func() { s.setMethod(app, method) }, err
}

func (a application) secretChanged() eventKind {
	if a.oidc != nil {
		return oidcSecretChanged
	}
	return apiSecretChanged
}

func (s *Server) planName(app *application, value any) (func(), error) {
	var name string
	err := takeName(value, &name)
	if err == nil && app.project.taken(name, app) {
		err = fmt.Errorf("%q is taken", name)
	}
	return func() {
		if app.name != name {
			s.rename(s.access.console, app, name)
		}
	}, err
}

func (s *Server) setMethod(app *application, method int) {
	if app.method != method {
		s.store(s.access.console, app, func() { app.method = method }, apiConfigChanged)
	}
}

func (s *Server) setEnabled(app *application, enabled bool) {
	kind := appDeactivated
	if enabled {
		kind = appReactivated
	}
	if app.inactive == enabled {
		s.store(s.access.console, app, func() { app.inactive = !enabled }, kind)
	}
}

// oidcFields set one field of a configuration. Unlike the API, they can empty lists.
var oidcFields = map[string]func(*oidcSettings, any) error{
	"redirect_uris":                func(o *oidcSettings, v any) error { return takeTexts(v, &o.redirects) },
	"post_logout_redirect_uris":    func(o *oidcSettings, v any) error { return takeTexts(v, &o.logoutRedirects) },
	"additional_origins":           func(o *oidcSettings, v any) error { return takeTexts(v, &o.origins) },
	"grant_types":                  func(o *oidcSettings, v any) error { return takeEnums(v, grantTypeWords, &o.grantTypes) },
	"response_types":               func(o *oidcSettings, v any) error { return takeEnums(v, responseTypeWords, &o.responseTypes) },
	"type":                         func(o *oidcSettings, v any) error { return takeEnum(v, appTypeWords, &o.appType) },
	"auth_method":                  func(o *oidcSettings, v any) error { return takeEnum(v, oidcAuthMethodWords, &o.method) },
	"access_token_type":            func(o *oidcSettings, v any) error { return takeEnum(v, tokenTypeWords, &o.tokenType) },
	"dev_mode":                     func(o *oidcSettings, v any) error { return takeFlag(v, &o.devMode) },
	"access_token_role_assertion":  func(o *oidcSettings, v any) error { return takeFlag(v, &o.accessTokenRoles) },
	"id_token_role_assertion":      func(o *oidcSettings, v any) error { return takeFlag(v, &o.idTokenRoles) },
	"id_token_userinfo_assertion":  func(o *oidcSettings, v any) error { return takeFlag(v, &o.idTokenUserinfo) },
	"skip_native_app_success_page": func(o *oidcSettings, v any) error { return takeFlag(v, &o.skipSuccessPage) },
	"back_channel_logout_uri":      func(o *oidcSettings, v any) error { return takeText(v, &o.backChannelLogout) },
	"clock_skew":                   func(o *oidcSettings, v any) error { return takeDuration(v, &o.clockSkew) },
}

func (s *Server) planOIDC(app *application, field string, value any) (func(), error) {
	set, ok := oidcFields[field]
	if !ok {
		return nil, errNoField
	}
	var tried oidcSettings
	err := set(&tried, value)
	return func() {
		settings := *app.oidc
		_ = set(&settings, value) // checked above
		if !reflect.DeepEqual(settings, *app.oidc) {
			s.store(s.access.console, app, func() { app.oidc = &settings }, oidcConfigChanged)
		}
	}, err
}
