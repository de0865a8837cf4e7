package zitadel

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config says where an instance is and who calls. The credentials are the first of these that is set: AccessToken; Key;
// ClientID and ClientSecret.
type Config struct {
	Endpoint       string     // the instance's address: "https://example.zitadel.cloud"
	OrganizationID string     // for applications whose Scope names none; empty is the caller's own organization
	AccessToken    idp.Secret // a service account's personal access token
	Key            *Key       // a service account's key, for the JWT profile of RFC 7523
	ClientID       string     // a service account's login name, for the client credentials of RFC 6749, section 4.4
	ClientSecret   idp.Secret

	MaxParallelWrites int      // writes under way at a time; 0 is DefaultMaxParallelWrites
	TrustedHosts      []string // beside the endpoint's, where the instance's issuer and OAuth endpoints may be: "login.example.com:8443"
}

// DefaultMaxParallelWrites is how many writes at a time an instance keeps apart. With more, it refuses some, and its reads
// lose some (contract, "Second run").
const DefaultMaxParallelWrites = 1

// The settings, as the user finds them: attributes and their environment variables.
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

// login picks the way to log in, and the settings behind it, for hints.
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

// base is the endpoint as the generated client takes it. One origin serves everything, so there is nothing after the host.
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
