package zitadel

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Config says where an instance is and who calls. The credentials are one of: AccessToken; Key; ClientID and
// ClientSecret.
type Config struct {
	Endpoint       string     // the instance's address: "https://example.zitadel.cloud"
	OrganizationID string     // for applications whose Scope names none; empty is the caller's own organization
	AccessToken    idp.Secret // a service account's personal access token
	Key            *Key       // a service account's key, for the JWT profile of RFC 7523
	ClientID       string     // a service account's login name, for the client credentials of RFC 6749, section 4.4
	ClientSecret   idp.Secret

	MaxParallelWrites int // writes under way at a time; 0 is DefaultMaxParallelWrites
}

// DefaultMaxParallelWrites is how many writes at a time an instance keeps apart. With more, it refuses some, and its reads
// lose some (contract, "Lost or failed creates").
const DefaultMaxParallelWrites = 4

// The settings, as the user finds them: attributes and their environment variables.
const (
	settingEndpoint     = "zitadel.endpoint (ZITADEL_ENDPOINT)"
	settingOrganization = "zitadel.organization_id (ZITADEL_ORGANIZATION_ID)"
	settingAccessToken  = "zitadel.access_token (ZITADEL_ACCESS_TOKEN)"
	settingKey          = "zitadel.jwt_profile_file (ZITADEL_JWT_PROFILE_FILE) or zitadel.jwt_profile_json (ZITADEL_JWT_PROFILE_JSON)"
	settingClientID     = "zitadel.client_id (ZITADEL_CLIENT_ID)"
	settingClientSecret = "zitadel.client_secret (ZITADEL_CLIENT_SECRET)"
	settingClient       = settingClientID + " and " + settingClientSecret
)

// login picks the way to log in, and the settings behind it, for advice.
func (c Config) login(base string, t *transport.Transport) (transport.Login, string, error) {
	e := exchange{base: base, client: t.Client()}
	client := c.ClientID != "" || c.ClientSecret != ""
	switch {
	case several(c.AccessToken != "", c.Key != nil, client):
		return nil, "", misconfigured("more than one kind of credentials is set",
			fmt.Sprintf("Keep one of: %s; %s; %s.", settingAccessToken, settingKey, settingClient))
	case c.AccessToken != "":
		return transport.StaticToken(c.AccessToken), settingAccessToken, nil
	case c.Key != nil:
		return e.jwtProfile(c.Key), settingKey, nil
	case c.ClientID != "" && c.ClientSecret != "":
		return e.clientCredentials(c.ClientID, c.ClientSecret), settingClient, nil
	case client:
		return nil, "", misconfigured("half of the client credentials is missing", fmt.Sprintf("Set both %s.", settingClient))
	default:
		return nil, "", misconfigured("no credentials are set",
			fmt.Sprintf("Set one of: %s; %s; %s.", settingAccessToken, settingKey, settingClient))
	}
}

func several(choices ...bool) bool {
	n := 0
	for _, chosen := range choices {
		if chosen {
			n++
		}
	}
	return n > 1
}

// base is the endpoint without a slash at its end. One origin serves everything, so there is nothing after the host. The
// error leaves out the endpoint, which may hold a password.
func base(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if endpoint == "" {
		return "", misconfigured("no endpoint is set", "Set "+settingEndpoint+".")
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", misconfigured("the endpoint is not the address of an instance",
			"Set "+settingEndpoint+" to scheme and host alone, such as https://example.zitadel.cloud.")
	}
	return u.Scheme + "://" + u.Host, nil
}

func misconfigured(message, advice string) *idp.Error {
	return &idp.Error{Kind: idp.ErrInvalid, Message: message, Advice: advice}
}
