package keycard

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// An emulator on loopback may use plaintext. That does not allow sending secrets unencrypted to another machine.
func TestZoneEndpoint_Plaintext_RequiresLoopbackOrAllowPlaintext(t *testing.T) {
	const elsewhere, here, encrypted = "http://zone.example.test/token", "http://127.0.0.1:1/token", "https://zone.example.test/token"
	for name, tc := range map[string]struct {
		api     string
		inClear bool // is allowed
		taken   map[string]bool
	}{
		"on loopback":           {"http://127.0.0.1:1", false, map[string]bool{elsewhere: false, here: true, encrypted: true}},
		"in clear text":         {"http://api.example.test", true, map[string]bool{elsewhere: true, here: true, encrypted: true}},
		"encrypted":             {DefaultEndpoint, false, map[string]bool{elsewhere: false, here: false, encrypted: true}},
		"encrypted, may be not": {DefaultEndpoint, true, map[string]bool{elsewhere: false, here: false, encrypted: true}},
	} {
		t.Run(name, func(t *testing.T) {
			config := nowait.Config()
			config.AllowPlaintext = tc.inClear
			carrier, err := transport.New(config)
			if err != nil {
				t.Fatal(err)
			}
			p, err := New(Config{Endpoint: tc.api}, carrier)
			if err != nil {
				t.Fatal(err)
			}
			for _, none := range []string{"", "ftp://zone.example.test/token", "zone.example.test", "https://me:hunter2@zone.example.test"} {
				tc.taken[none] = false
			}
			for endpoint, want := range tc.taken {
				if got := p.allowed(endpoint); got != want {
					t.Errorf("%s: %t, want %t", endpoint, got, want)
				}
			}
		})
	}
}

// anyHost responds for every host, and records which hosts were requested.
type anyHost struct {
	body  string
	asked []string
}

func (h *anyHost) RoundTrip(req *http.Request) (*http.Response, error) {
	h.asked = append(h.asked, req.URL.String())
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(h.body)), Header: http.Header{}, Request: req}, nil
}

func TestNothingIsSentToAnEndpointInClearText(t *testing.T) {
	const inClear, encrypted = "http://zone.example.test/x", "https://zone.example.test/x"
	for name, tc := range map[string]struct {
		token, metadata, revocation string
		asked                       []string
	}{
		"all encrypted":       {encrypted, encrypted, encrypted, []string{encrypted, encrypted}},
		"token endpoint":      {inClear, encrypted, encrypted, nil},
		"metadata":            {encrypted, inClear, encrypted, nil},
		"revocation endpoint": {encrypted, encrypted, inClear, []string{encrypted}},
	} {
		t.Run(name, func(t *testing.T) {
			oauth2 := fmt.Sprintf(`{"token_endpoint":%q,"authorization_server_metadata":%q}`, tc.token, tc.metadata)
			p := newStub(t, map[string][]answer{getZone: {ok(`{"id":"z","protocols":{"oauth2":` + oauth2 + `}}`)}}).platform()
			hosts := &anyHost{body: fmt.Sprintf(`{"revocation_endpoint":%q}`, tc.revocation)}
			p.public = &http.Client{Transport: hosts}
			request := idp.TokenRequest{Scope: idp.Scope{ZoneID: "z"}, ClientID: "client", ClientSecret: "hunter2"}
			err := p.RevokeToken(t.Context(), request, idp.Token{Value: "token"})
			if tc.token != inClear && err != nil {
				t.Error(err)
			}
			if tc.token == inClear {
				refusal(t, err, idp.ErrUnexpected)
			}
			if diff := cmp.Diff(tc.asked, hosts.asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Anyone can serve metadata that names another host. Client secrets and tokens stay at the origin of the zone's token endpoint,
// which the API names.
func TestRevocationEndpoint_ElsewhereThanTheZone_GetsNothing(t *testing.T) {
	const base = "https://z.keycard.example/oauth/2/"
	for endpoint, sent := range map[string]bool{
		base + "revoke": true,
		"https://Z.keycard.example:443/oauth/2/revoke": true,
		"https://keycard.example/revoke":               false,
		"https://z.keycard.example.org/revoke":         false,
		"https://z.keycard.example:8443/revoke":        false,
		"https://z.keycard.example@example.org/revoke": false,
		"/oauth/2/revoke":                              false,
	} {
		t.Run(endpoint, func(t *testing.T) {
			oauth2 := fmt.Sprintf(`{"token_endpoint":%q,"authorization_server_metadata":%q}`, base+"token", base+"metadata")
			p := newStub(t, map[string][]answer{getZone: {ok(`{"id":"z","protocols":{"oauth2":` + oauth2 + `}}`)}}).platform()
			hosts := &anyHost{body: fmt.Sprintf(`{"revocation_endpoint":%q,"access_token":"t","token_type":"Bearer"}`, endpoint)}
			p.public = &http.Client{Transport: hosts}
			request := idp.TokenRequest{Scope: idp.Scope{ZoneID: "z"}, ClientID: "client", ClientSecret: "hunter2"}
			token, err := p.IssueToken(t.Context(), request)
			if err != nil || token.Revocable != sent {
				t.Errorf("revocable: %t, %v", token.Revocable, err)
			}
			if err := p.RevokeToken(t.Context(), request, token); err != nil {
				t.Error(err)
			}
			if got := hosts.asked[len(hosts.asked)-1] == endpoint; got != sent {
				t.Errorf("sent: %t, of %q", got, hosts.asked)
			}
		})
	}
}

// Nothing is in state yet, so the hint must not suggest to remove it.
func TestCreate_WrongZone_DoesNotHintAtStateRm(t *testing.T) {
	none := says(404, `{"message":"Zone not found","code":"not_found","status":404}`)
	s := newStub(t, map[string][]answer{"POST " + apps: {none}, getApp: {none}, getList: {none}})
	p := s.platform()
	_, err := p.Create(t.Context(), wanted(idp.NoAuth))
	if e := refusal(t, err, idp.ErrInvalid); strings.Contains(e.Hint, "state rm") || !strings.Contains(e.Hint, "keycard.zone_id") {
		t.Errorf("hint: %s", e.Hint)
	}
	_, err = p.Page(t.Context(), idp.Scope{ZoneID: "z"}, "")
	if e := refusal(t, err, idp.ErrInvalid); strings.Contains(e.Hint, "state rm") {
		t.Errorf("hint of a list: %s", e.Hint)
	}
	_, err = p.Get(t.Context(), registered())
	if e := refusal(t, err, idp.ErrInvalid); !strings.Contains(e.Hint, "state rm") {
		t.Errorf("hint of a read: %s", e.Hint)
	}
}
