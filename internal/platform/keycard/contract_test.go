package keycard

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const spec = "openapi.yaml"

// testdata returns a body that was documented, observed, or written according to the vendor's models.
func testdata(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestKnownBodiesFitTheContract(t *testing.T) {
	bodies := map[string]string{
		"seed-request.json":         "NewApplication",
		"seed-answer.json":          "Application",
		"application.json":          "Application",
		"application-old.json":      "Application",
		"application-nulls.json":    "Application",
		"application-empty.json":    "Application",
		"application-full.json":     "Application",
		"application-list.json":     "ApplicationList",
		"application-list-old.json": "ApplicationList",
		"credential-request.json":   "NewPasswordCredential",
		"credential-issued.json":    "IssuedCredential",
		"credential.json":           "Credential",
		"credential-list.json":      "CredentialList",
		"credential-key.json":       "Credential",
		"credential-token.json":     "Credential",
		"dependency-list.json":      "ResourceList",
		"error-declared.json":       "Error",
		"error-full.json":           "Error",
		"error-message.json":        "Error",
		"token.json":                "Token",
		"token-error.json":          "TokenError",
	}
	for file, schema := range bodies {
		t.Run(file, func(t *testing.T) {
			if err := contract.Check(t, spec, schema, testdata(t, file)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestContract_InvalidBodies_AreRefused(t *testing.T) {
	tests := map[string]struct{ schema, text, want string }{
		"no identifier":        {"NewApplication", `{"name":"x"}`, "identifier"},
		"unknown field":        {"NewApplication", `{"name":"x","identifier":"x","slug":"x"}`, "slug"},
		"explicit consent":     {"NewApplication", `{"name":"x","identifier":"x","consent":"explicit"}`, "consent"},
		"null name":            {"ApplicationPatch", `{"name":null}`, "name"},
		"null consent":         {"ApplicationPatch", `{"consent":null}`, "consent"},
		"nothing to change":    {"ApplicationPatch", `{}`, "propert"},
		"unknown type":         {"NewCredential", `{"application_id":"a","type":"jwks_uri","identifier":"x"}`, "type"},
		"key of no address":    {"NewCredential", `{"application_id":"a","type":"public-key"}`, "jwks_uri"},
		"token of nobody":      {"NewCredential", `{"application_id":"a","type":"token","subject":"s"}`, "provider_id"},
		"url of no document":   {"NewCredential", `{"application_id":"a","type":"url"}`, "identifier"},
		"secret of a key":      {"NewCredential", `{"application_id":"a","type":"password","jwks_uri":"https://a"}`, "jwks_uri"},
		"no change":            {"CredentialPatch", `{"type":"url"}`, "propert"},
		"another address":      {"CredentialPatch", `{"type":"public-key","jwks_uri":"https://a"}`, "jwks_uri"},
		"secret without an ID": {"IssuedCredential", `{"identifier":"a","password":"b"}`, "id"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := contract.Check(t, spec, tc.schema, []byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error about %s", err, tc.want)
			}
		})
	}
}

func TestEveryRequestFitsTheContract(t *testing.T) {
	full := idp.Registration{
		Name: "Billing", Identifier: "urn:billing", Description: "Bills", Consent: "implicit", DocsURL: "https://wiki.example.test",
		RedirectURIs: []string{"https://a.example.test"}, PostLogoutRedirectURIs: []string{"https://b.example.test"}, Traits: []string{"gateway"},
	}
	least := idp.Registration{Name: "Bills", Identifier: "urn:bills"}
	grown, _ := difference(least, full)
	shrunk, _ := difference(full, least)
	requests := map[string]struct {
		schema string
		body   any
	}{
		"full create":  {"NewApplication", newApplication(full)},
		"least create": {"NewApplication", newApplication(least)},
		"all set":      {"ApplicationPatch", grown},
		"all cleared":  {"ApplicationPatch", shrunk},
	}
	for _, kind := range allKinds() {
		body, err := newCredential(of(kind))
		if err != nil {
			t.Fatal(err)
		}
		requests[string(kind)] = struct {
			schema string
			body   any
		}{"NewCredential", body}
		if patch, err := newCredentialPatch(kind, of(kind)); err == nil {
			requests[string(kind)+", changed"] = struct {
				schema string
				body   any
			}{"CredentialPatch", patch}
		}
	}
	for name, tc := range requests {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(tc.body)
			if err != nil {
				t.Fatal(err)
			}
			if err := contract.Check(t, spec, tc.schema, text); err != nil {
				t.Error(err)
			}
		})
	}
}
