package lerian

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config is the configuration for Access Manager. The provider uses the first of these credentials that is set: AccessToken;
// Username and Password, with or without ClientID and ClientSecret; ClientID and ClientSecret.
type Config struct {
	IdentityEndpoint string // of the Identity plugin, with or without /v1: "https://identity.example.com"
	AuthEndpoint     string // of the Auth plugin, with or without /v1; not needed with an AccessToken
	AccessToken      idp.Secret
	Username         string
	Password         idp.Secret
	ClientID         string
	ClientSecret     idp.Secret
}

// The settings as messages name them: the attribute and its environment variable.
const (
	settingIdentityEndpoint = "lerian.identity_endpoint (LERIAN_IDENTITY_ENDPOINT)"
	settingAuthEndpoint     = "lerian.auth_endpoint (LERIAN_AUTH_ENDPOINT)"
	settingAccessToken      = "lerian.access_token (LERIAN_ACCESS_TOKEN)"
	settingUsername         = "lerian.username (LERIAN_USERNAME)"
	settingPassword         = "lerian.password (LERIAN_PASSWORD)"
	settingClientID         = "lerian.client_id (LERIAN_CLIENT_ID)"
	settingClientSecret     = "lerian.client_secret (LERIAN_CLIENT_SECRET)"
)

// settings returns the names of the credentials that are set.
func (c Config) settings() string {
	switch {
	case c.AccessToken != "":
		return settingAccessToken
	case c.Username == "":
		return settingClientID + " and " + settingClientSecret
	case c.ClientID == "":
		return settingUsername + " and " + settingPassword
	default:
		return strings.Join([]string{settingUsername, settingPassword, settingClientID}, ", ") + " and " + settingClientSecret
	}
}

// base returns an endpoint in the form that the generated client appends its paths to.
func base(t *transport.Transport, setting, endpoint string) (*url.URL, error) {
	u, err := t.Endpoint(endpoint)
	if err != nil {
		return nil, fmt.Errorf("%s %w", setting, err)
	}
	u.Path = strings.TrimRight(strings.TrimSuffix(u.Path, "/v1"), "/")
	u.RawPath = ""
	return u, nil
}
