package zitadel

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config is the configuration for an instance. The provider uses the first of these credentials that is set: AccessToken;
// Key; ClientID and ClientSecret.
type Config struct {
	Endpoint       string     // the instance's address: "https://example.zitadel.cloud"
	OrganizationID string     // for applications whose Scope names none; empty means the caller's own organization
	AccessToken    idp.Secret // a service account's personal access token
	Key            *Key       // a service account's key, for the JWT profile of RFC 7523
	ClientID       string     // a service account's login name, for the client credentials of RFC 6749, section 4.4
	ClientSecret   idp.Secret

	MaxParallelWrites int      // 0 means DefaultMaxParallelWrites
	TrustedHosts      []string // other hosts where the instance's issuer and OAuth endpoints may be: "login.example.com:8443"
}

// DefaultMaxParallelWrites is the number of parallel writes that an instance handles safely. With more, it refuses some, and
// its reads can omit some of the results (contract, "Second run").
const DefaultMaxParallelWrites = 1

// The settings as messages name them: attributes and their environment variables.
const (
	settingEndpoint     = "zitadel.endpoint (ZITADEL_ENDPOINT)"
	settingOrganization = "zitadel.organization_id (ZITADEL_ORGANIZATION_ID)"
	settingTrustedHosts = "zitadel.trusted_hosts"
	settingAccessToken  = "zitadel.access_token (ZITADEL_ACCESS_TOKEN)"
	settingKey          = "zitadel.jwt_profile_file (ZITADEL_JWT_PROFILE_FILE) or zitadel.jwt_profile_json (ZITADEL_JWT_PROFILE_JSON)"
	settingClientID     = "zitadel.client_id (ZITADEL_CLIENT_ID)"
	settingClientSecret = "zitadel.client_secret (ZITADEL_CLIENT_SECRET)"
	settingClient       = settingClientID + " and " + settingClientSecret
)

// login returns the login for the credentials, and the settings that they come from, for hints.
func (c Config) login(e exchange) (transport.Login, string) {
	switch {
	case c.AccessToken != "":
		return transport.StaticToken(c.AccessToken), settingAccessToken
	case c.Key != nil:
		return e.jwtProfile(c.Key), settingKey
	default:
		return e.clientCredentials(c.ClientID, c.ClientSecret), settingClient
	}
}

// base returns the endpoint for the generated client. The instance uses a single origin, so there must not be a path.
func (c Config) base(t *transport.Transport) (string, error) {
	u, err := t.Endpoint(c.Endpoint)
	if err == nil && u.Path != "" {
		err = errors.New("has a path")
	}
	if err != nil {
		return "", misconfigured(settingEndpoint+" "+err.Error(), "Set it to scheme and host without a path, such as https://example.zitadel.cloud.")
	}
	return u.String(), nil
}

func misconfigured(message, hint string) *idp.Error {
	return &idp.Error{Kind: idp.ErrInvalid, Message: message, Hint: hint}
}
