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

// installation identifies an Access Manager, and a tenant of it: by the address of the Identity plugin, which stores the
// applications, and by the issuer and tenant in its tokens. It contains nothing secret, and nothing that differs between
// logins or users.
type installation struct {
	address string

	mu     sync.Mutex
	claims claims // of the last token
}

type claims struct {
	Issuer   string `json:"iss"`
	TenantID string `json:"tenantId"` // on servers with several tenants
}

// address returns an endpoint without the parts that do not identify an installation: the scheme, its default port, and the
// case of the host.
func address(endpoint *url.URL) string {
	host := strings.ToLower(strings.TrimSuffix(endpoint.Hostname(), "."))
	if port := endpoint.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[endpoint.Scheme] {
		host = net.JoinHostPort(host, port)
	}
	return host + endpoint.Path
}

// fingerprint returns the installation as text: "identity.example.com (iss https://auth.example.com, tenantId acme)".
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

// learning returns a login that also reads the claims of its tokens.
func (i *installation) learning(login transport.Login) transport.Login {
	return func(ctx context.Context) (*oauth2.Token, error) {
		token, err := login(ctx)
		if err == nil {
			i.learn(token.AccessToken)
		}
		return token, err
	}
}

// learn reads the claims of a token without verifying it, because the Identity plugin does that. A token that is not a JWT
// has no claims.
func (i *installation) learn(token string) {
	var said claims
	if parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.RS512, jose.ES256, jose.ES512}); err == nil {
		_ = parsed.UnsafeClaimsWithoutVerification(&said) // ignore the error: said has what could be decoded
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.claims = claims{transport.Printable(said.Issuer), transport.Printable(said.TenantID)}
}

// proven turns a "not found" into ErrOtherInstallation unless the installation is the one where the application was last
// seen. IDs belong to an installation, so another one's response proves nothing. An import knows only the ID, and has nothing
// to lose.
func (i *installation) proven(known idp.Application, err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	present := i.fingerprint()
	if !ok || e.Kind != idp.ErrNotFound || known.Installation == present || known.Installation == "" && known.Name == "" {
		return err
	}
	other := *e
	other.Kind = idp.ErrOtherInstallation
	if known.Installation == "" {
		other.Message = fmt.Sprintf("the private state does not say where the application was last seen; %s has no application with this ID", present)
		other.Hint = "Check " + settingIdentityEndpoint + " and the credentials: they may belong to another environment. If they are right, " +
			"the application no longer exists: remove it from state with terraform state rm."
		return &other
	}
	other.Message = fmt.Sprintf("the application was last seen at %s; %s has no application with this ID", known.Installation, present)
	other.Hint = "Check " + settingIdentityEndpoint + " and the credentials: they may belong to another environment. If the application " +
		"or its installation no longer exists, remove it from state with terraform state rm. If the installation has a new address, " +
		"set it. The first read that finds the application there accepts the new address."
	return &other
}
