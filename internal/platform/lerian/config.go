package lerian

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Config says where Access Manager is and who calls. The credentials are one of: AccessToken; Username and Password,
// with or without ClientID and ClientSecret; ClientID and ClientSecret.
type Config struct {
	IdentityEndpoint string // of the Identity plugin, with or without /v1: "https://identity.example.com"
	AuthEndpoint     string // of the Auth plugin, likewise; not needed with an AccessToken
	AccessToken      idp.Secret
	Username         string
	Password         idp.Secret
	ClientID         string
	ClientSecret     idp.Secret
}

// The settings, as the user finds them: the attribute and its environment variable.
const (
	settingIdentityEndpoint = "lerian.identity_endpoint (LERIAN_IDENTITY_ENDPOINT)"
	settingAuthEndpoint     = "lerian.auth_endpoint (LERIAN_AUTH_ENDPOINT)"
	settingAccessToken      = "lerian.access_token (LERIAN_ACCESS_TOKEN)"
	settingUsername         = "lerian.username (LERIAN_USERNAME)"
	settingPassword         = "lerian.password (LERIAN_PASSWORD)"
	settingClientID         = "lerian.client_id (LERIAN_CLIENT_ID)"
	settingClientSecret     = "lerian.client_secret (LERIAN_CLIENT_SECRET)"
)

// settings names the credentials that are set.
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

// check returns what is missing or too much among the credentials. Two identities at once are refused: the tenant comes
// with the token, and the wrong one would show a tenant in which the applications do not exist.
func (c Config) check() error {
	user, client := c.Username != "" || c.Password != "", c.ClientID != "" || c.ClientSecret != ""
	switch {
	case c.AccessToken != "" && (user || client):
		return fmt.Errorf("set either %s, or a username or client and no access token", settingAccessToken)
	case c.AccessToken != "":
		return nil
	case !user && !client:
		return fmt.Errorf("set the credentials: %s and %s of an administrator, or %s", settingUsername, settingPassword, settingAccessToken)
	case user && c.Username == "":
		return missing(settingUsername, settingPassword)
	case user && c.Password == "":
		return missing(settingPassword, settingUsername)
	case client && c.ClientID == "":
		return missing(settingClientID, settingClientSecret)
	case client && c.ClientSecret == "":
		return missing(settingClientSecret, settingClientID)
	}
	return nil
}

func missing(setting, beside string) error {
	return fmt.Errorf("set %s beside %s", setting, beside)
}

// base brings an endpoint into the form that the generated client adds its paths to. What is wrong with it is said
// without the endpoint itself, which may hold a password.
func base(setting, endpoint string) (string, error) {
	if endpoint == "" {
		return "", fmt.Errorf("set %s", setting)
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		err = errors.New("it cannot be read") // err quotes the endpoint
	} else {
		err = checkURL(u)
	}
	if err != nil {
		return "", fmt.Errorf("%s is not an address such as https://lerian.example.com: %w", setting, err)
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/v1")
	u.RawPath = ""
	return strings.TrimRight(u.String(), "/"), nil
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return errors.New("it begins with neither https:// nor http://")
	case u.Hostname() == "":
		return errors.New("it has no host")
	case u.User != nil:
		return errors.New("it holds a user name")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("it goes on after the path")
	}
	return nil
}
