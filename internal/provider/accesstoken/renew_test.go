package accesstoken

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// issuer issues tokens with this lifetime.
type issuer struct {
	now time.Time
	ttl time.Duration // 0 if not known
}

func (i issuer) TokenIssuer(string) (idp.TokenIssuer, error) { return i, nil }

func (i issuer) RevokeToken(context.Context, idp.TokenRequest, idp.Token) error { return nil }

func (i issuer) Now() time.Time { return i.now }

func (i issuer) IssueToken(context.Context, idp.TokenRequest) (idp.Token, error) {
	token := idp.Token{Value: "token", Type: "Bearer"}
	if i.ttl != 0 {
		token.Expiry = i.now.Add(i.ttl)
	}
	return token, nil
}

func open(t *testing.T, i issuer) *ephemeral.OpenResponse {
	t.Helper()
	e := &Ephemeral{platforms: i}
	var s ephemeral.SchemaResponse
	e.Schema(t.Context(), ephemeral.SchemaRequest{}, &s)
	object := s.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
	}
	values["client_id"], values["client_secret"] = tftypes.NewValue(tftypes.String, "a"), tftypes.NewValue(tftypes.String, "b")
	values["lerian"] = tftypes.NewValue(object.AttributeTypes["lerian"], map[string]tftypes.Value{})
	resp := &ephemeral.OpenResponse{Result: tfsdk.EphemeralResultData{Schema: s.Schema}}
	e.Open(t.Context(), ephemeral.OpenRequest{Config: tfsdk.Config{Schema: s.Schema, Raw: tftypes.NewValue(object, values)}}, resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp
}

func TestOpen_RenewAt_PrecedesTokenExpiry(t *testing.T) {
	now := time.Date(2026, 9, 1, 10, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct{ ttl, after time.Duration }{
		"a day":        {24 * time.Hour, 24*time.Hour - time.Minute},
		"five minutes": {5 * time.Minute, 4 * time.Minute},
		"a minute":     {time.Minute, 45 * time.Second},
		"some seconds": {8 * time.Second, 6 * time.Second},
		"over already": {-time.Second, -time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			if got := open(t, issuer{now: now, ttl: tc.ttl}).RenewAt.Sub(now); got != tc.after {
				t.Errorf("announced after %s, want %s", got, tc.after)
			}
		})
	}
	if at := open(t, issuer{now: now}).RenewAt; !at.IsZero() {
		t.Errorf("the end of a token that has none is announced at %s", at)
	}
}

func TestRenew_ExpiringToken_WarnsOnly(t *testing.T) {
	var resp ephemeral.RenewResponse
	(&Ephemeral{}).Renew(t.Context(), ephemeral.RenewRequest{}, &resp)
	if resp.Diagnostics.WarningsCount() != 1 || resp.Diagnostics.HasError() || !resp.RenewAt.IsZero() {
		t.Errorf("%v, again at %s", resp.Diagnostics, resp.RenewAt)
	}
}

var keycardCapabilities = idp.Capabilities{Platform: "keycard", Title: "Keycard"}

func TestDiagnostics_IncludeAllPlatformErrorDetails(t *testing.T) {
	full := &idp.Error{Kind: idp.ErrForbidden, Code: "access_denied", Message: "no", Status: 400, RequestID: "r-1", Hint: "Ask for more."}
	for name, d := range map[string]string{
		"not issued":  notIssued(keycardCapabilities, idp.TokenRequest{}, full).Detail(),
		"not revoked": notRevoked(keycardCapabilities, full).Detail(),
	} {
		for _, part := range []string{"Keycard: no", "access_denied", "HTTP 400", "request r-1", "Ask for more."} {
			if !strings.Contains(d, part) {
				t.Errorf("%s: no %q in %q", name, part, d)
			}
		}
	}
	if got := notIssued(keycardCapabilities, idp.TokenRequest{}, &idp.Error{Kind: idp.ErrUnavailable}).Detail(); !strings.HasSuffix(got, "\n\nKeycard: unavailable") {
		t.Errorf("where nothing is known: %q", got)
	}
}
