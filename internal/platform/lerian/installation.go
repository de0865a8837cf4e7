package lerian

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// installation tells an Access Manager, and a tenant of it, from others: by the address of the Identity plugin, which keeps the
// applications, and by what the tokens say of who issued them and for which tenant. Nothing of a token that differs from one
// login or user to the next is a part of it, and nothing secret.
type installation struct {
	address string

	mu     sync.Mutex
	claims claims // of the latest token
}

type claims struct {
	Issuer   string `json:"iss"`
	TenantID string `json:"tenantId"` // where a server has several
}

// address is an endpoint without what does not tell installations apart: the scheme, its port, and the case of the host.
func address(endpoint *url.URL) string {
	host := strings.ToLower(strings.TrimSuffix(endpoint.Hostname(), "."))
	if port := endpoint.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[endpoint.Scheme] {
		host = net.JoinHostPort(host, port)
	}
	return host + endpoint.Path
}

// fingerprint is the installation in words: "identity.example.com (iss https://auth.example.com, tenantId acme)".
func (i *installation) fingerprint() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var said []string
	if i.claims.Issuer != "" {
		said = append(said, "iss "+i.claims.Issuer)
	}
	if i.claims.TenantID != "" {
		said = append(said, "tenantId "+i.claims.TenantID)
	}
	if len(said) == 0 {
		return i.address
	}
	return fmt.Sprintf("%s (%s)", i.address, strings.Join(said, ", "))
}

// learning is a login whose tokens are read.
func (i *installation) learning(login transport.Login) transport.Login {
	return func(ctx context.Context) (*oauth2.Token, error) {
		token, err := login(ctx)
		if err == nil {
			i.learn(token.AccessToken)
		}
		return token, err
	}
}

// learn reads a token without verifying it: the Identity plugin does that. One that is not a JWT says nothing.
func (i *installation) learn(token string) {
	var said claims
	if parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.RS512, jose.ES256, jose.ES512}); err == nil {
		_ = parsed.UnsafeClaimsWithoutVerification(&said) // what could be read is in said
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.claims = claims{transport.Printable(said.Issuer), transport.Printable(said.TenantID)}
}

// proven turns an absence into an error where another installation answers than the application is known from. IDs are those of
// an installation, so another one's answer says nothing about it.
func (i *installation) proven(known idp.Application, err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	present := i.fingerprint()
	if !ok || e.Kind != idp.ErrNotFound || known.Installation == "" || known.Installation == present {
		return err
	}
	other := *e
	other.Kind = idp.ErrOtherInstallation
	other.Message = fmt.Sprintf("the application was last seen at %s; %s has no application with this ID", known.Installation, present)
	other.Hint = "Check " + settingIdentityEndpoint + " and the credentials: they may belong to another environment. If the application " +
		"or its installation no longer exists, remove it from state with terraform state rm. If the installation has a new address, " +
		"set it. The first read that finds the application there accepts the new address."
	return &other
}
