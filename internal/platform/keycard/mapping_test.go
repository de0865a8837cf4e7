package keycard

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestCreateSendsOnlyWhatIsSet(t *testing.T) {
	tests := map[string]struct {
		wanted idp.Registration
		want   string
	}{
		"least": {idp.Registration{Name: "x", Identifier: "y"}, `{"identifier":"y","name":"x"}`},
		"empty sets": {
			idp.Registration{Name: "x", Identifier: "y", RedirectURIs: []string{}, Traits: []string{}},
			`{"identifier":"y","name":"x"}`,
		},
		"full": {
			idp.Registration{
				Name: "x", Identifier: "y", Description: "d", Consent: "implicit", DocsURL: "https://d.example", Traits: []string{"gateway"},
				RedirectURIs: []string{"https://b", "https://a", "https://b"}, PostLogoutRedirectURIs: []string{"https://c"},
			},
			`{"consent":"implicit","description":"d","identifier":"y","metadata":{"docs_url":"https://d.example"},"name":"x",` +
				`"protocols":{"oauth2":{"post_logout_redirect_uris":["https://c"],"redirect_uris":["https://a","https://b"]}},"traits":["gateway"]}`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := marshal(t, newApplication(tc.wanted)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestUpdateSendsOnlyWhatDiffers(t *testing.T) {
	before := idp.Registration{
		Name: "x", Identifier: "y", Description: "d", Consent: "implicit", DocsURL: "https://d.example", Traits: []string{"gateway"},
		RedirectURIs: []string{"https://a", "https://b"}, PostLogoutRedirectURIs: []string{"https://c"}, AuthMethod: idp.ClientSecretBasic,
	}
	tests := map[string]struct {
		change func(*idp.Registration)
		want   string
	}{
		"nothing":               {func(*idp.Registration) {}, `{}`},
		"order and repetition":  {func(r *idp.Registration) { r.RedirectURIs = []string{"https://b", "https://a", "https://b"} }, `{}`},
		"method only":           {func(r *idp.Registration) { r.AuthMethod = idp.NoAuth }, `{}`},
		"consent left out":      {func(r *idp.Registration) { r.Consent = "" }, `{}`},
		"name":                  {func(r *idp.Registration) { r.Name = "z" }, `{"name":"z"}`},
		"identifier":            {func(r *idp.Registration) { r.Identifier = "z" }, `{"identifier":"z"}`},
		"consent":               {func(r *idp.Registration) { r.Consent = "required" }, `{"consent":"required"}`},
		"description":           {func(r *idp.Registration) { r.Description = "z" }, `{"description":"z"}`},
		"no description":        {func(r *idp.Registration) { r.Description = "" }, `{"description":null}`},
		"documentation":         {func(r *idp.Registration) { r.DocsURL = "https://z" }, `{"metadata":{"docs_url":"https://z"}}`},
		"no documentation":      {func(r *idp.Registration) { r.DocsURL = "" }, `{"metadata":{"docs_url":null}}`},
		"one redirect URI less": {func(r *idp.Registration) { r.RedirectURIs = r.RedirectURIs[:1] }, `{"protocols":{"oauth2":{"redirect_uris":["https://a"]}}}`},
		"no redirect URI":       {func(r *idp.Registration) { r.RedirectURIs = nil }, `{"protocols":{"oauth2":{"redirect_uris":null}}}`},
		"no logout URI":         {func(r *idp.Registration) { r.PostLogoutRedirectURIs = []string{} }, `{"protocols":{"oauth2":{"post_logout_redirect_uris":null}}}`},
		"traits":                {func(r *idp.Registration) { r.Traits = []string{"mcp-provider", "gateway"} }, `{"traits":["gateway","mcp-provider"]}`},
		"no traits":             {func(r *idp.Registration) { r.Traits = nil }, `{"traits":null}`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			after := before
			tc.change(&after)
			patch, changed := difference(before, after)
			if got := marshal(t, patch); got != tc.want || changed != (tc.want != `{}`) {
				t.Errorf("got %s (%t), want %s", got, changed, tc.want)
			}
		})
	}
}

func TestMapping_MissingNullAndEmpty_AreUnset(t *testing.T) {
	known := idp.Application{Registration: idp.Registration{Scope: idp.Scope{ZoneID: "z"}, AuthMethod: idp.ClientSecretBasic, Consent: "implicit"}, ClientSecret: "s"}
	var want *idp.Application
	for _, file := range []string{"application-old.json", "application-nulls.json", "application-empty.json"} {
		var answer Application
		if err := json.Unmarshal(testdata(t, file), &answer); err != nil {
			t.Fatal(err)
		}
		answer.Consent = "" // only the old response lacks it
		got := application(answer, known)
		if want == nil {
			want = &got
		}
		if diff := cmp.Diff(*want, got); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if want.Consent != "implicit" || want.ClientSecret != "s" || want.RedirectURIs != nil || want.Traits != nil || want.DocsURL != "" {
		t.Error("a known value was lost, or an unset one appeared")
	}
}

func TestEveryFieldIsRead(t *testing.T) {
	var answer Application
	if err := json.Unmarshal(testdata(t, "application-full.json"), &answer); err != nil {
		t.Fatal(err)
	}
	want := idp.Application{
		Registration: idp.Registration{
			Scope: idp.Scope{ZoneID: "z"}, Name: "Billing agent", Identifier: "https://billing.example.test", Description: "Bills",
			Consent: "required", DocsURL: "https://wiki.example.test/billing", Traits: []string{"gateway", "mcp-provider"},
			RedirectURIs:           []string{"https://a.example.test/cb", "https://b.example.test/cb"},
			PostLogoutRedirectURIs: []string{"https://billing.example.test/bye"},
		},
		ID: "oc9is0j8ht9lgmxg9edn581u33", OrganizationID: "w53efr4edt2sywb3wkh5dnsipz", Slug: "billing-agent",
		CreatedAt: "2026-05-04T09:30:00.000Z",
	}
	got := application(answer, idp.Application{Registration: idp.Registration{Scope: idp.Scope{ZoneID: "z"}, Consent: "implicit", Disabled: true}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
