package zitadel

import (
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type appAnswer struct {
	App appBody `json:"app"`
}

type appBody struct {
	ID      string      `json:"id"`
	Details details     `json:"details"`
	State   string      `json:"state"`
	Name    string      `json:"name"`
	OIDC    *oidcConfig `json:"oidcConfig,omitempty"`
	API     *apiConfig  `json:"apiConfig,omitempty"`
}

// apiConfig omits the auth method with the enum's zero value, as protojson does.
type apiConfig struct {
	ClientID   string `json:"clientId"`
	AuthMethod string `json:"authMethodType,omitempty"`
}

// getApp sees the latest writes. In releases that check the organization, an application of another one gets its own error
// ID.
func (s *Server) getApp(c *call) (any, *problem) {
	app := s.state.byID[c.app]
	if app == nil || !app.readable() || app.project.id != c.project || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	if app.project.organization != c.organization && s.version.hidesForeignApps() {
		return nil, failure("MANAG-SFf2a")
	}
	return appAnswer{App: show(*app)}, nil
}

func show(app application) appBody {
	body := appBody{ID: app.id, Details: app.readDetails(), State: "APP_STATE_ACTIVE", Name: app.name}
	if app.inactive {
		body.State = "APP_STATE_INACTIVE"
	}
	if app.oidc != nil {
		body.OIDC = app.showOIDC()
		return body
	}
	body.API = &apiConfig{ClientID: app.clientID}
	if app.method != methodBasic {
		body.API.AuthMethod = apiAuthMethods[app.method]
	}
	return body
}
