package zitadel

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	callCreateOIDC = "POST /management/v1/projects/p1/apps/oidc"
	callSettings   = "PUT /management/v1/projects/p1/apps/311000000000000101/oidc_config"
	callOIDCSecret = "POST /management/v1/projects/p1/apps/311000000000000101/oidc_config/_generate_client_secret"
)

// existingPortal returns the application in get_app_new_web.json.
func existingPortal() idp.Application {
	registration := withDefaults(portal()).WithDefaults()
	return idp.Application{
		Registration: registration, ID: appID, ClientID: "311000000000000102", ClientSecret: "old-secret",
		OrganizationID: "311000000000000001", CreatedAt: "2026-09-01T10:00:00.123456Z",
	}
}

// sentLike checks a request body against a schema of the contract.
func sentLike(t *testing.T, schema string, sent map[string]any) {
	t.Helper()
	text, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.Check(t, "openapi.yaml", schema, text); err != nil {
		t.Error(err)
	}
}

func TestCreateOIDC_SendsEverySetting(t *testing.T) {
	const secret = "0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123"
	var sent map[string]any
	f := serve(t, routes{callCreate: only(keep(&sent, file(t, "create_application_web.json"))), callGet: only(file(t, "get_app_new_web.json"))})
	got, err := f.platform(t).Create(t.Context(), portal())
	if err != nil {
		t.Fatal(err)
	}
	want := existingPortal()
	want.ClientSecret = secret
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{callProject, callCreate, callGet}, f.calls()); diff != "" {
		t.Error(diff)
	}
	wantSent := map[string]any{
		"projectId": "p1", "applicationId": appID, "name": "portal", "oidcConfiguration": map[string]any{
			"applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC", "accessTokenType": "OIDC_TOKEN_TYPE_BEARER",
			"redirectUris": []any{"https://portal.example/cb"}, "grantTypes": []any{"OIDC_GRANT_TYPE_AUTHORIZATION_CODE"},
			"responseTypes": []any{"OIDC_RESPONSE_TYPE_CODE"}, "developmentMode": false, "accessTokenRoleAssertion": false, "idTokenRoleAssertion": false,
			"idTokenUserinfoAssertion": false, "skipNativeAppSuccessPage": false, "clockSkew": "0s", "backChannelLogoutUri": "",
		},
	}
	if diff := cmp.Diff(wantSent, sent); diff != "" {
		t.Error(diff)
	}
	sentLike(t, "CreateApplicationRequest", sent)
}

// Both forms of a create send the same settings, two of them under other names.
func TestCreateOIDC_SendsTheSameToOlderServers(t *testing.T) {
	var sent, older map[string]any
	refuse := failure(403, 7, "AUTH-3jknH", "No matching permissions found")
	_, err := serve(t, routes{callCreate: only(keep(&sent, refuse))}).platform(t).Create(t.Context(), full())
	refusalOf(t, err, idp.ErrForbidden)
	_, err = serve(t, routes{callCreate: only(noService()), callCreateOIDC: only(keep(&older, refuse))}).platform(t).Create(t.Context(), full())
	refusalOf(t, err, idp.ErrForbidden)
	sentLike(t, "CreateApplicationRequest", sent)
	sentLike(t, "AddOIDCAppRequest", older)
	want := map[string]any{
		"appType": "OIDC_APP_TYPE_USER_AGENT", "devMode": true, "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST", "accessTokenType": "OIDC_TOKEN_TYPE_JWT",
		"redirectUris":           []any{"https://portal.example/b", "https://portal.example/a", "https://portal.example/b"},
		"postLogoutRedirectUris": []any{"https://portal.example/bye"}, "additionalOrigins": []any{"https://app.example"},
		"grantTypes":    []any{"OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_AUTHORIZATION_CODE"},
		"responseTypes": []any{"OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"}, "clockSkew": "1.5s",
		"accessTokenRoleAssertion": true, "idTokenRoleAssertion": true, "idTokenUserinfoAssertion": true, "skipNativeAppSuccessPage": true,
		"backChannelLogoutUri": "https://203.0.113.7/logout",
	}
	newer, _ := sent["oidcConfiguration"].(map[string]any)
	newer["appType"], newer["devMode"] = newer["applicationType"], newer["developmentMode"]
	delete(newer, "applicationType")
	delete(newer, "developmentMode")
	delete(older, "name")
	for name, got := range map[string]map[string]any{"service": newer, "v1": older} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCreateOIDC_PublicApplicationHasNoSecret(t *testing.T) {
	asked := portal()
	asked.Type, asked.RedirectURIs = idp.TypeNative, nil
	shows := strings.Replace(string(testdata(t, "get_app_new_web.json")), `"redirectUris":["https://portal.example/cb"]`,
		`"appType":"OIDC_APP_TYPE_NATIVE", "authMethodType":"OIDC_AUTH_METHOD_TYPE_NONE", "complianceProblems":[{"key":"Application.OIDC.V1.NotCompliant"},{"key":"Application.OIDC.V1.NoRedirectUris"}]`, 1)
	for name, answer := range map[string]http.HandlerFunc{"answered": file(t, "create_application_native.json"), "lost": lost} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(answer), callGet: only(reply(200, shows))})
			got, err := f.platform(t).Create(t.Context(), asked)
			if err != nil || got.AuthMethod != idp.NoAuth || got.ClientSecret != "" || got.ClientID == "" || f.count(callOIDCSecret) != 0 {
				t.Errorf("got %q, client ID %q, secret %t, %v", got.AuthMethod, got.ClientID, got.ClientSecret != "", err)
			}
			if diff := cmp.Diff([]string{notCompliant["NoRedirectUris"].Message}, got.Problems); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCreateOIDC_LostResponse_FindsTheApplicationByItsID(t *testing.T) {
	answers := lostAnswers()
	delete(answers, "another application") // only older servers return it
	answers["of another type"] = file(t, "create_application_basic.json")
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(answer), callGet: only(file(t, "get_app_new_web.json")), callOIDCSecret: only(file(t, "new_secret.json"))})
			got, err := f.platform(t).Create(t.Context(), portal())
			if err != nil || got.ID != appID || got.ClientSecret == "" || got.ClientID == "" || got.Type != idp.TypeWeb || got.Adopted {
				t.Errorf("got ID %q, %q, adopted %t, %v", got.ID, got.Type, got.Adopted, err)
			}
			if f.count(callCreate) != 1 || f.count(callSearch) != 0 {
				t.Errorf("sent %v", f.calls())
			}
		})
	}
}

// For a repeated create, the service rejects the ID before it checks the name.
func TestCreateOIDC_FirstAttemptArrivesLate_RetryFindsApplication(t *testing.T) {
	for name, refused := range map[string]http.HandlerFunc{
		"for its name": taken(), "for its ID": reply(400, `{"code":"failed_precondition","message":"Errors.Project.App.AlreadyExisting (PROJECT-lxowmp)"}`),
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callCreate: only(lost, refused), callGet: only(denied(), file(t, "get_app_new_web.json")), callChanges: only(never()),
				callOIDCSecret: only(file(t, "new_secret.json")),
			})
			got, err := f.platform(t).Create(t.Context(), portal())
			if err != nil || got.ID != appID || got.ClientSecret == "" {
				t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
			}
		})
	}
}

// chosen is the response of servers from v4.5 to v4.10, which choose the ID.
func chosen(t *testing.T) http.HandlerFunc {
	t.Helper()
	return as(t, otherID, "create_application_web.json")
}

func TestCreateOIDC_ServerThatChoosesTheID(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(chosen(t)), callGet: only(denied()), callChanges: only(never()), onOther(callGet): only(as(t, otherID, "get_app_new_web.json")),
		callCreateOIDC: only(as(t, otherID, "add_oidc_app_web.json")),
	})
	p := f.platform(t)
	for range 2 { // the second time, the platform knows it
		got, err := p.Create(t.Context(), portal())
		if err != nil || got.ID != otherID || got.ClientSecret == "" || got.ClientID == "" {
			t.Errorf("got ID %q, %v", got.ID, err)
		}
	}
	if f.count(callCreate) != 1 || f.count(callCreateOIDC) != 1 || f.count(callDelete) != 0 {
		t.Errorf("sent %v", f.calls())
	}
}

// If the requested ID exists, the response belongs to another request.
func TestCreateOIDC_ResponseNamesOtherID_UsesRequestedID(t *testing.T) {
	f := serve(t, routes{callCreate: only(chosen(t)), callGet: only(file(t, "get_app_new_web.json")), callOIDCSecret: only(file(t, "new_secret.json"))})
	got, err := f.platform(t).Create(t.Context(), portal())
	if err != nil || got.ID != appID || !strings.HasPrefix(got.ClientSecret.Reveal(), "abcdef") {
		t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
	}
}

// Without proof, an application is neither adopted nor changed.
func TestCreateOIDC_LostResponse_DoesNotAdoptWithoutProof(t *testing.T) {
	named := reply(200, strings.Replace(`{"details":{"totalResult":"1"},"result":[APP]}`, "APP",
		strings.Replace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(testdata(t, "get_app_new_web.json"))), `{"app":`), "}"), appID, "7", 1), 1))
	for name, r := range map[string]routes{
		"it is not known whether the server takes IDs": {
			callCreate: only(lost, taken()), callGet: only(denied()), callChanges: only(never()), callSearch: only(named),
		},
		"the server has no service": {callCreate: only(noService()), callCreateOIDC: only(lost), callSearch: only(named)},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, r)
			got, err := f.platform(t).Create(t.Context(), portal())
			e := refusalOf(t, err, idp.ErrAlreadyExists)
			if got.ID != "" || e.ExistingID != "7" || e.Conflict != "" || !strings.Contains(e.Hint, "import") || !strings.Contains(e.Message, "cannot tell") {
				t.Errorf("got ID %q, existing %q, %q, hint %q", got.ID, e.ExistingID, e.Message, e.Hint)
			}
		})
	}
	t.Run("nothing was lost, so it is foreign", func(t *testing.T) {
		_, err := serve(t, routes{callCreate: only(taken()), callSearch: only(named)}).platform(t).Create(t.Context(), portal())
		if e := refusalOf(t, err, idp.ErrAlreadyExists); strings.Contains(e.Message, "cannot tell") || e.ExistingID != "7" {
			t.Errorf("existing %q, %q", e.ExistingID, e.Message)
		}
	})
	t.Run("the server takes IDs, so it is foreign", func(t *testing.T) {
		f := serve(t, routes{
			callCreate: only(file(t, "create_application_web.json"), lost, taken()), callGet: only(file(t, "get_app_new_web.json")),
			onOther(callGet): only(denied()), onOther(callChanges): only(never()), callSearch: only(named),
		})
		p := f.platform(t)
		if _, err := p.Create(t.Context(), portal()); err != nil {
			t.Fatal(err)
		}
		_, err := p.Create(t.Context(), portal())
		if e := refusalOf(t, err, idp.ErrAlreadyExists); strings.Contains(e.Message, "cannot tell") || e.ExistingID != "7" {
			t.Errorf("existing %q, %q", e.ExistingID, e.Message)
		}
	})
}

func TestCreateOIDC_RefusalNamesTheField(t *testing.T) {
	whole := failure(400, 3, codeInvalidOIDC, "Application invalid")
	for name, tc := range map[string]struct {
		edit      func(*idp.Registration)
		answer    http.HandlerFunc
		attribute idp.Attribute
		hint      string
	}{
		"grant types":  {func(r *idp.Registration) { r.OIDC.ResponseTypes = []string{"id_token"} }, whole, idp.AttributeGrantTypes, `"implicit"`},
		"origins":      {func(r *idp.Registration) { r.OIDC.AdditionalOrigins = []string{"https://a.example/"} }, whole, idp.AttributeAdditionalOrigins, "slash"},
		"nothing told": {nil, whole, "", "zitadel.oidc"},
		"clock skew": {nil, reply(400, `{"code":"invalid_argument","message":"invalid CreateApplicationRequest.OidcConfiguration: embedded message failed validation | caused by: `+
			`invalid CreateOIDCApplicationRequest.ClockSkew: value must be inside range [0s, 5s]"}`), idp.AttributeClockSkew, ""},
		"grant type":      {nil, reply(400, `{"code":3,"message":"invalid AddOIDCAppRequest.GrantTypes[0]: value must be one of the defined enum values"}`), idp.AttributeGrantTypes, ""},
		"logout host":     {nil, failure(400, 3, "PROJECT-msNebo", "Errors.Project.App.Blocked.BackchannelLogoutURL"), idp.AttributeBackChannelLogoutURI, "Use a public host"},
		"logout no URI":   {nil, failure(400, 3, "PROJECT-iZL2Ac", "Errors.Project.App.Invalid.BackchannelLogoutURL"), idp.AttributeBackChannelLogoutURI, "absolute URI"},
		"a service's own": {nil, failure(400, 9, codeNoProject, "Project not found"), idp.AttributeProjectID, "zitadel.project_id"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := portal()
			apply(tc.edit, &asked)
			_, err := serve(t, routes{callCreate: only(tc.answer)}).platform(t).Create(t.Context(), asked)
			if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != tc.attribute || !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("got attribute %q, hint %q", e.Attribute, e.Hint)
			}
		})
	}
}

func TestCreateOIDC_UnknownValue_IsRefusedWithoutRequest(t *testing.T) {
	asked := portal()
	asked.OIDC.GrantTypes = []string{"password"}
	f := serve(t, nil)
	_, err := f.platform(t).Create(t.Context(), asked)
	if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeGrantTypes || len(f.calls()) != 0 {
		t.Errorf("got attribute %q after %v", e.Attribute, f.calls())
	}
}
