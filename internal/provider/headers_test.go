package provider

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

func headers(all map[string]attr.Value) attributes {
	return attributes{"headers": types.MapValueMust(types.StringType, all)}
}

// The headers are a gateway's keys. Each platform has its own; no other host may receive them.
func TestHeaders_AreSentToThePlatformOfTheirBlock(t *testing.T) {
	var mu sync.Mutex
	got := map[string]string{} // the last header received, by host
	serve := func(name string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			got[name] = r.Header.Get("X-Gateway") + r.Header.Get("X-Null")
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"accessToken": "a", "access_token": "a", "token_type": "Bearer", "expires_in": 3600}`))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	env := environment(map[string]string{
		"LERIAN_IDENTITY_ENDPOINT": serve("identity"), "LERIAN_AUTH_ENDPOINT": serve("auth"), "LERIAN_USERNAME": "u", "LERIAN_PASSWORD": "p",
		"KEYCARD_ENDPOINT": serve("keycard"), "KEYCARD_CLIENT_ID": "c", "KEYCARD_CLIENT_SECRET": "s",
		"ZITADEL_ENDPOINT": serve("zitadel"), "ZITADEL_ACCESS_TOKEN": "t",
		"IDP_REFRESH": "individual",
	})
	all, diags := connect(config{
		Lerian:  written(t, "lerian", headers(attributes{"X-Gateway": types.StringValue("for lerian"), "X-Null": types.StringNull()})),
		ZITADEL: written(t, "zitadel", headers(attributes{"x-gateway": types.StringValue("for zitadel")})),
	}, env, nowait.Config(), newClients())
	if diags.HasError() {
		t.Fatal(diags)
	}
	for _, name := range []string{"zitadel", "keycard", "lerian"} {
		p, err := all.Platform(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Get(t.Context(), idp.Application{ID: "app", Registration: idp.Registration{Scope: idp.Scope{ProjectID: "p", ZoneID: "z"}}})
		_ = err // the server does not respond like a platform
	}
	want := map[string]string{"identity": "for lerian", "auth": "for lerian", "zitadel": "for zitadel", "keycard": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got)\n%s", diff)
	}
}

func TestHeaders_Invalid_AreRefusedByName(t *testing.T) {
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		for name, row := range map[string]struct{ header, value, want string }{
			"own":        {"authorization", "Basic hidden", "authorization is set by the provider"},
			"owner":      {"X-Zitadel-Orgid", "hidden", "X-Zitadel-Orgid is set by the provider"},
			"line break": {"X-Key", "hidden\r\n", "X-Key ends with a line break"},
			"second":     {"X-Key", "hidden\nHost: evil", "X-Key contains a line break"},
			"empty":      {"X-Key", "", "X-Key has no value"},
			"name":       {"X Key", "hidden", `"X Key" is not a valid header name`},
		} {
			t.Run(platform+"/"+name, func(t *testing.T) {
				block := headers(attributes{row.header: types.StringValue(row.value)})
				_, diags := connect(configured(t, platform, block), environment(nil), transport.Config{}, newClients())
				if len(diags) != 1 || diags[0].Summary() != invalidConfiguration {
					t.Fatal(diags)
				}
				if said := spoken(diags[0]); !strings.HasPrefix(said, "Error "+platform+".headers In "+platform+".headers, "+row.want) || strings.Contains(said, "hidden") {
					t.Errorf("said %q", said)
				}
			})
		}
	}
}

// Without a header that is not known yet, a gateway would refuse the request, or worse.
func TestHeaders_Unknown_PlatformIsUnavailable(t *testing.T) {
	block := headers(attributes{"X-A": types.StringValue("a"), "X-B": types.StringUnknown()})
	platforms, diags := connect(configured(t, "keycard", block),
		environment(map[string]string{"KEYCARD_CLIENT_ID": "id", "KEYCARD_CLIENT_SECRET": "s"}), transport.Config{}, newClients())
	if len(diags) > 0 {
		t.Error(diags)
	}
	if _, err := platforms.Platform("keycard"); err == nil || !strings.Contains(err.Error(), "keycard.headers") {
		t.Errorf("got %v", err)
	}
}
