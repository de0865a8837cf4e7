package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/handover"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// registered lists the platforms: their capabilities, and how to make a client from their settings. A new platform is one
// entry here.
var registered = []struct {
	capabilities func() idp.Capabilities
	credentials  []string // the attributes of the login
	connect      func(s *settings, t *transport.Transport) (idp.Platform, error)
}{
	{zitadel.Capabilities, []string{"access_token", "jwt_profile_file", "jwt_profile_json", "client_id", "client_secret"}, connectZITADEL},
	{keycard.Capabilities, []string{"client_id", "client_secret"}, connectKeycard},
	{lerian.Capabilities, []string{"access_token", "username", "password", "client_id", "client_secret"}, connectLerian},
}

// capabilities returns the capabilities of all platforms. Terraform's calls need them again and again; they are computed
// once.
var capabilities = sync.OnceValue(func() []idp.Capabilities {
	var all []idp.Capabilities
	for _, platform := range registered {
		all = append(all, platform.capabilities())
	}
	return all
})

// platforms are the connections by platform name. The provider passes them to its resources.
type platforms map[string]connection

// invalidConfiguration is the summary of all errors in the provider's settings.
const invalidConfiguration = "Invalid provider configuration"

// connection is a connected platform, or the reason why it cannot be used.
type connection struct {
	platform    idp.Platform
	run         *handover.Platform
	first       *firstPages                        // nil if each application is read individually
	listed      func(idp.Scope) []*idp.Application // likewise
	tokens      idp.TokenIssuer                    // nil if applications cannot get tokens
	credentials idp.Credentials                    // nil if applications have no additional credentials
	resources   idp.Resources                      // nil if the platform has none
	err         error
}

// Platform implements provided.Platforms.
func (p platforms) Platform(name string) (idp.Platform, error) { return p[name].platform, p[name].err }

// FirstPage implements provided.Platforms.
func (p platforms) FirstPage(ctx context.Context, name string, scope idp.Scope) (idp.Page, error) {
	if p[name].first == nil || p[name].err != nil || p[name].run.Applies() {
		return idp.Page{}, p[name].err
	}
	return p[name].first.of(scope, func() (idp.Page, error) { return p[name].platform.Page(ctx, scope, "") })
}

// Listed implements provided.Platforms.
func (p platforms) Listed(name string, scope idp.Scope) []*idp.Application {
	if p[name].listed == nil || p[name].run.Applies() {
		return nil
	}
	return p[name].listed(scope)
}

// TokenIssuer implements accesstoken.Platforms.
func (p platforms) TokenIssuer(name string) (idp.TokenIssuer, error) {
	return p[name].tokens, p[name].err
}

// Credentials implements credential.Platforms.
func (p platforms) Credentials(name string) (idp.Credentials, error) {
	return p[name].credentials, p[name].err
}

// Resources implements lookup.Resources.
func (p platforms) Resources(name string) (idp.Resources, error) {
	return p[name].resources, p[name].err
}

// connect prepares all platforms. Values that are not known yet, and platforms that are not configured, are errors only when
// a resource needs the platform.
func connect(c config, lookupEnv func(string) (string, bool), base transport.Config, keep *clients) (platforms, diag.Diagnostics) {
	http := httpSettings(c.HTTP, lookupEnv)
	t, used, diags := newTransport(http, base)
	read, more := newReader(c.Refresh, lookupEnv)
	if diags.Append(more...); diags.HasError() {
		return nil, diags
	}
	all := platforms{}
	for _, platform := range registered {
		name := platform.capabilities().Platform
		s := newSettings(name, c.block(name), lookupEnv)
		if unknown := slices.Concat(http.unknown, s.unknown); len(unknown) > 0 {
			all[name] = connection{err: fmt.Errorf("%w: %s. First apply the resources that provide these values, for example with -target",
				provided.ErrUnknown, strings.Join(unknown, ", "))}
			continue
		}
		s.only(platform.credentials...)
		s.client = func(config any, connect func() (idp.Platform, error)) (idp.Platform, error) {
			return keep.get(origin{config, s.headers(), used}, connect)
		}
		err := s.check()
		var p idp.Platform
		if err == nil {
			p, err = platform.connect(s, t)
		}
		made := connection{platform: p, err: err}
		if err == nil {
			made = read(p)
		}
		all[name] = made
		diags.Append(s.warnings...)
		diags.Append(s.refused(err)...)
	}
	return all, diags
}

// waiting makes the platforms wait for names that the same run releases.
func (p platforms) waiting(after func(time.Duration) <-chan time.Time) platforms {
	for name, c := range p {
		if c.platform != nil {
			c.run = handover.New(c.platform, after)
			c.platform = c.run
			if c.credentials != nil {
				c.credentials = c.run.Credentials(c.credentials)
			}
			p[name] = c
		}
	}
	return p
}
