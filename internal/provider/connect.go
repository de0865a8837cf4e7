package provider

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// maxParallelWrites is the largest useful value: by default, Terraform runs ten operations in parallel.
const maxParallelWrites = 64

func connectZITADEL(s *settings, t *transport.Transport) (idp.Platform, error) {
	endpoint, err := s.requireEndpoint("endpoint", "ZITADEL", t)
	if err != nil {
		return nil, err
	}
	if err := s.oneLogin("ZITADEL", "access_token", "jwt_profile_file", "jwt_profile_json", "client_id"); err != nil {
		return nil, err
	}
	if err := s.together("client_id", "client_secret"); err != nil {
		return nil, err
	}
	key, err := s.serviceAccountKey()
	if err != nil {
		return nil, err
	}
	writes, _, ok := s.number("max_parallel_writes", 1, maxParallelWrites)
	if !ok {
		return nil, &problem{attribute: "max_parallel_writes", text: fmt.Sprintf(
			"%s must be a whole number from 1 to %d.", s.both("max_parallel_writes"), maxParallelWrites)}
	}
	c := zitadel.Config{
		MaxParallelWrites: writes,
		TrustedHosts:      s.list("trusted_hosts"),

		Endpoint:       endpoint,
		OrganizationID: s.text("organization_id"),
		AccessToken:    s.secret("access_token"),
		Key:            key,
		ClientID:       s.text("client_id"),
		ClientSecret:   s.secret("client_secret"),
	}
	return s.client(c, func() (idp.Platform, error) {
		return zitadel.New(c, s.reach(t, map[string]string{"endpoint": endpoint}))
	})
}

// serviceAccountKey returns the key of a JWT profile, nil if none is set.
func (s *settings) serviceAccountKey() (*zitadel.Key, error) {
	attribute, content := "jwt_profile_json", s.secret("jwt_profile_json")
	if file := s.file("jwt_profile_file"); file != "" {
		attribute = "jwt_profile_file"
		var err error
		if content, s.warnings, err = readKeyFile(s.both(attribute), file); err != nil {
			return nil, &problem{attribute: attribute, text: fmt.Sprintf("%s cannot be read: %v.", s.both(attribute), err)}
		}
	}
	if content == "" {
		return nil, nil //nolint:nilnil // no key is a good answer
	}
	key, err := zitadel.ParseKey(content)
	if err != nil {
		return nil, &problem{attribute: attribute, text: fmt.Sprintf("%s is not the key of a service account: %s.", s.both(attribute), keyProblem(err))}
	}
	return key, nil
}

// keyProblem returns the message of an error about a key, without the kind of the error.
func keyProblem(err error) string {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

func connectKeycard(s *settings, t *transport.Transport) (idp.Platform, error) {
	endpoint, err := s.endpoint("endpoint", cmp.Or(s.text("endpoint"), keycard.DefaultEndpoint), t)
	if err != nil {
		return nil, err
	}
	if _, err := s.require("client_id", "Keycard"); err != nil {
		return nil, err
	}
	if err := s.together("client_id", "client_secret"); err != nil {
		return nil, err
	}
	c := keycard.Config{Endpoint: endpoint, ClientID: s.text("client_id"), ClientSecret: s.secret("client_secret")}
	return s.client(c, func() (idp.Platform, error) {
		return keycard.New(c, s.reach(t, map[string]string{"endpoint": endpoint}))
	})
}

func connectLerian(s *settings, t *transport.Transport) (idp.Platform, error) {
	identity, err := s.requireEndpoint("identity_endpoint", "Lerian", t)
	if err != nil {
		return nil, err
	}
	if err := s.oneLogin("Lerian", "access_token", "username", "client_id"); err != nil {
		return nil, err
	}
	for _, pair := range [][2]string{{"username", "password"}, {"client_id", "client_secret"}} {
		if err := s.together(pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	var auth string
	if s.text("access_token") == "" || s.text("auth_endpoint") != "" {
		if auth, err = s.requireEndpoint("auth_endpoint", "Lerian", t); err != nil {
			return nil, err
		}
	}
	c := lerian.Config{
		IdentityEndpoint: identity,
		AuthEndpoint:     auth,
		AccessToken:      s.secret("access_token"),
		Username:         s.text("username"),
		Password:         s.secret("password"),
		ClientID:         s.text("client_id"),
		ClientSecret:     s.secret("client_secret"),
	}
	return s.client(c, func() (idp.Platform, error) {
		return lerian.New(c, s.reach(t, map[string]string{"identity_endpoint": identity, "auth_endpoint": auth}))
	})
}

func (s *settings) requireEndpoint(attribute, title string, t *transport.Transport) (string, error) {
	address, err := s.require(attribute, title)
	if err != nil {
		return "", err
	}
	return s.endpoint(attribute, address, t)
}

// oneLogin checks that exactly one login is configured. The login determines the tenant, and the applications do not exist
// in another one. Lerian's password grant may be combined with a client.
func (s *settings) oneLogin(title string, ways ...string) error {
	var given, all []string
	for _, way := range ways {
		all = append(all, s.both(way))
		if s.text(way) != "" && (way != "client_id" || s.text("username") == "") {
			given = append(given, s.both(way))
		}
	}
	switch len(given) {
	case 0:
		return &problem{missing: true, text: fmt.Sprintf("%s needs a way to log in. Set one of %s.", title, strings.Join(all, ", "))}
	case 1:
		return nil
	}
	return &problem{text: fmt.Sprintf("More than one way to log in at %s is set: %s. Keep one.", title, strings.Join(given, " and "))}
}

// together checks that two settings are both set or both unset.
func (s *settings) together(a, b string) error {
	if (s.text(a) == "") == (s.text(b) == "") {
		return nil
	}
	if s.text(a) == "" {
		a, b = b, a
	}
	return &problem{attribute: b, text: fmt.Sprintf("%s is set without %s. Set both or neither.", s.both(a), s.both(b))}
}
