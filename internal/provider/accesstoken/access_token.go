// Package accesstoken implements the ephemeral resource idp_access_token: an access token that an application gets with its
// client ID and client secret.
package accesstoken

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

var (
	_ ephemeral.EphemeralResource                   = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure      = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithRenew          = (*Ephemeral)(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*Ephemeral)(nil)
)

const (
	requestTimeout = time.Minute
	renewBefore    = time.Minute // lead time of Renew, shorter for short-lived tokens
)

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	// TokenIssuer returns a platform by the name of its block, nil if its applications get no tokens, or an error that says
	// what to configure.
	TokenIssuer(name string) (idp.TokenIssuer, error)

	// Now returns the current time.
	Now() time.Time
}

// Ephemeral is the ephemeral resource idp_access_token.
type Ephemeral struct {
	catalog   rules.Catalog
	platforms Platforms // nil until the provider is configured
}

// New returns the ephemeral resource for platforms with these capabilities.
func New(capabilities []idp.Capabilities) *Ephemeral { return &Ephemeral{catalog: capabilities} }

// Metadata implements ephemeral.EphemeralResource.
func (e *Ephemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_token"
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
}

// Open gets a token.
func (e *Ephemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	request, name, diags := m.request(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	platform, _ := e.catalog.Find(name)
	issuer, err := e.platforms.TokenIssuer(name)
	if err != nil {
		resp.Diagnostics.AddError(platform.Title+" is not configured", err.Error())
		return
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	ctx, report := tokenOf(platform).CollectWaits(ctx, &resp.Diagnostics)
	defer report()
	token, err := issuer.IssueToken(ctx, request)
	if err != nil {
		resp.Diagnostics.Append(notIssued(platform, request, err))
		return
	}
	m.AccessToken, m.TokenType = types.StringValue(token.Value.Reveal()), types.StringValue(token.Type)
	if m.ExpiresAt = types.StringNull(); !token.Expiry.IsZero() {
		m.ExpiresAt = types.StringValue(token.Expiry.UTC().Format(time.RFC3339))
		resp.RenewAt = renewal(e.platforms.Now(), token.Expiry)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, name, request, token)...)
}

// renewal returns when to call Renew: one minute before the token expires, or after three quarters of its lifetime if that
// is later.
func renewal(now, expiry time.Time) time.Time {
	return expiry.Add(-min(renewBefore, max(0, expiry.Sub(now)/4)))
}

// Renew is called shortly before the token expires. It cannot extend the token: consumers keep the value they already read.
func (e *Ephemeral) Renew(_ context.Context, _ ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	resp.Diagnostics.AddWarning("An access token expires during this run",
		"The token of an idp_access_token is about to expire. Requests that use it later in this run will be refused. Increase the token "+
			"lifetime on the platform, or split the configuration into shorter runs.")
}

// Close revokes the token if it can be revoked. Other tokens expire by themselves.
func (e *Ephemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	content, diags := req.Private.GetKey(ctx, keyRevocable)
	resp.Diagnostics.Append(diags...)
	if len(content) == 0 || e.platforms == nil {
		return
	}
	var kept revocable
	if err := json.Unmarshal(content, &kept); err != nil {
		resp.Diagnostics.AddError("Cannot revoke an access token", "The provider cannot read its stored revocation data. This is a bug in the provider; please report it.")
		return
	}
	platform, _ := e.catalog.Find(kept.Platform)
	issuer, err := e.platforms.TokenIssuer(kept.Platform)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestTimeout)
		defer cancel()
		ctx, report := tokenOf(platform).CollectWaits(ctx, &resp.Diagnostics)
		defer report()
		err = issuer.RevokeToken(ctx, kept.request(), idp.Token{Value: idp.Secret(kept.Token), Revocable: true})
	}
	if err != nil {
		resp.Diagnostics.Append(notRevoked(platform, err))
	}
}

const keyRevocable = "revocable"

// revocable contains what is needed to revoke a token. Terraform keeps it in memory only, like the token.
type revocable struct {
	Platform     string `json:"platform"`
	ZoneID       string `json:"zone_id"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	Token        string `json:"token"`
}

func (r revocable) request() idp.TokenRequest {
	return idp.TokenRequest{Scope: idp.Scope{ZoneID: r.ZoneID}, ClientID: r.ClientID, ClientSecret: idp.Secret(r.ClientSecret)}
}

// private is the private state of an ephemeral resource.
type private interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func remember(ctx context.Context, p private, platform string, request idp.TokenRequest, token idp.Token) (diags diag.Diagnostics) {
	if !token.Revocable {
		return nil
	}
	content, err := json.Marshal(revocable{ //nolint:gosec // kept in memory for Close
		platform, request.Scope.ZoneID, request.ClientID, request.ClientSecret.Reveal(), token.Value.Reveal(),
	})
	if err != nil {
		diags.AddError("Cannot keep the access token for its revocation", err.Error())
		return diags
	}
	return p.SetKey(ctx, keyRevocable, content)
}
